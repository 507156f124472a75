package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the {@code fields} and {@code update} of a create or edit, and collects what is wrong with them. */
final class FieldInput {

    private static final int LONGEST_LINE = 255;
    private static final int LONGEST_LABEL = 255;
    /** Their values decide which screen is meant, so they are read before all others. */
    private static final Set<String> WHERE = Set.of("project", "issuetype");

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    private final Call call;
    private final Documents documents;
    private final Issue issue;
    private final List<String> messages = new ArrayList<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    FieldInput(Call call, Documents documents, Issue issue) {
        this.call = call;
        this.documents = documents;
        this.issue = issue;
    }

    /** Fills the issue in. */
    FieldInput take(JsonNode body) {
        JsonNode fields = object(body, "fields");
        JsonNode update = object(body, "update");
        for (String id : Json.names(fields)) {
            if (update.has(id)) {
                errors.put(id, "Field '" + id + "' cannot appear in both 'fields' and 'update'");
            } else if (!WHERE.contains(id)) {
                onScreen(id).ifPresent(field -> set(field, fields.get(id)));
            }
        }
        for (String id : Json.names(update)) {
            onScreen(id).ifPresent(field -> update(field, update.get(id)));
        }
        return this;
    }

    private static JsonNode object(JsonNode body, String name) {
        JsonNode part = body.path(name);
        if (Json.isMissing(part)) {
            return Json.object();
        }
        if (!part.isObject()) {
            throw Call.unreadable();
        }
        return part;
    }

    private Optional<JiraField> onScreen(String id) {
        Optional<JiraField> field = issue.project.onScreen(id).filter(this::permitted);
        if (field.isEmpty()) {
            errors.put(id, "Field '" + id + "' cannot be set. It is not on the appropriate screen, or unknown.");
        }
        return field;
    }

    private boolean permitted(JiraField field) {
        return switch (field.id()) {
            case "reporter" -> call.may(JiraPermission.MODIFY_REPORTER);
            case "assignee" -> call.may(JiraPermission.ASSIGN_ISSUES);
            default -> true;
        };
    }

    private void update(JiraField field, JsonNode operations) {
        for (JsonNode operation : operations) {
            if (operation.has("set")) {
                set(field, operation.get("set"));
            } else if (field.kind() == JiraField.Kind.LABELS && operation.has("add")) {
                List<String> labels = new ArrayList<>(issue.labels);
                labels.add(operation.get("add").asText());
                labels(field, Json.strings(labels));
            } else if (field.kind() == JiraField.Kind.LABELS && operation.has("remove")) {
                List<String> labels = new ArrayList<>(issue.labels);
                labels.remove(operation.get("remove").asText());
                labels(field, Json.strings(labels));
            } else {
                String verb = operation.fieldNames().hasNext()
                        ? operation.fieldNames().next()
                        : "";
                errors.put(field.id(), "Field with id '" + field.id() + "' and operation '" + verb + "' not supported");
            }
        }
    }

    private void set(JiraField field, JsonNode value) {
        switch (field.kind()) {
            case SINGLE_LINE -> line(field, value);
            case PARAGRAPH -> document(field, value);
            case LABELS -> labels(field, value);
            case USER -> user(field, value);
            case PRIORITY -> priority(field, value);
            case SELECT -> option(field, value);
            case DATE_TIME -> moment(field, value);
            case PROJECT, ISSUE_TYPE -> {
                // Chosen before the screen was.
            }
        }
    }

    private void line(JiraField field, JsonNode value) {
        if (value.isNull()) {
            issue.values.remove(field.id());
        } else if (!value.isTextual()) {
            errors.put(field.id(), "Operation value must be a string");
        } else if (field == JiraField.SUMMARY) {
            summary(value.asText());
        } else if (value.asText().length() > LONGEST_LINE) {
            errors.put(
                    field.id(),
                    "The entered text is too long. It exceeds the allowed limit of " + LONGEST_LINE + " characters.");
        } else if (value.asText().isEmpty()) {
            issue.values.remove(field.id());
        } else {
            issue.values.put(field.id(), value);
        }
    }

    private void moment(JiraField field, JsonNode value) {
        if (value.isNull()) {
            issue.values.remove(field.id());
        } else if (!value.isTextual()) {
            errors.put(field.id(), "Operation value must be a string");
        } else {
            try {
                issue.values.put(
                        field.id(),
                        Json.text(Json.time(
                                OffsetDateTime.parse(value.asText(), MOMENT).toInstant())));
            } catch (DateTimeParseException e) {
                errors.put(field.id(), "Error parsing date string: " + value.asText());
            }
        }
    }

    private void summary(String text) {
        if (text.isBlank()) {
            errors.put("summary", "You must specify a summary of the issue.");
        } else if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            errors.put("summary", "The summary is invalid because it contains newline characters.");
        } else if (text.strip().length() > LONGEST_LINE) {
            errors.put("summary", "Summary can't exceed " + LONGEST_LINE + " characters.");
        } else {
            issue.values.put("summary", Json.text(text.strip()));
        }
    }

    private void document(JiraField field, JsonNode value) {
        if (value.isNull()) {
            issue.values.remove(field.id());
        } else if (!Adf.looksLikeDocument(value)) {
            errors.put(field.id(), Documents.NOT_A_DOCUMENT);
        } else if (!AdfSchema.accepts(value)) {
            messages.add(Documents.INVALID);
        } else if (documents.isTooLong(value)) {
            messages.add(Documents.TOO_LONG);
        } else {
            issue.values.put(field.id(), value);
        }
    }

    private void labels(JiraField field, JsonNode value) {
        if (value.isNull()) {
            issue.labels = List.of();
            return;
        }
        if (!value.isArray()) {
            errors.put(field.id(), "data was not an array");
            return;
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode label : value) {
            String text = label.asText();
            if (!label.isTextual()) {
                errors.put(field.id(), "string expected at index " + labels.size());
                return;
            }
            if (text.chars().anyMatch(Character::isWhitespace)) {
                errors.put(field.id(), "The label '" + text + "' contains spaces which is invalid.");
                return;
            }
            if (text.length() > LONGEST_LABEL) {
                errors.put(
                        field.id(),
                        "The label '" + text + "' exceeds the maximum length for a single label of " + LONGEST_LABEL
                                + " characters.");
                return;
            }
            if (!labels.contains(text)) {
                labels.add(text);
            }
        }
        issue.labels = List.copyOf(labels);
    }

    private void user(JiraField field, JsonNode value) {
        boolean reporter = field == JiraField.REPORTER;
        if (value.isNull()) {
            if (reporter) {
                errors.put("reporter", "Reporter is required.");
            } else {
                user(field, Optional.empty());
            }
            return;
        }
        String id = value.path("accountId").asText(value.path("id").asText());
        if (id.equals("-1") && !reporter) {
            user(field, Optional.empty());
            return;
        }
        Optional<JiraAccount> account = call.site().account(id);
        if (!value.isObject() || account.isEmpty()) {
            errors.put(field.id(), "Specify a valid value for " + field.id());
        } else if (field == JiraField.ASSIGNEE && !call.site().may(account.get(), JiraPermission.ASSIGNABLE_USER)) {
            errors.put("assignee", "User '" + account.get().displayName() + "' cannot be assigned issues.");
        } else {
            user(field, account);
        }
    }

    private void user(JiraField field, Optional<JiraAccount> account) {
        if (field == JiraField.ASSIGNEE) {
            issue.assignee = account.orElse(null);
        } else if (field == JiraField.REPORTER) {
            account.ifPresent(reporter -> issue.reporter = reporter);
        }
    }

    private void priority(JiraField field, JsonNode value) {
        Optional<String> chosen = byIdOrName(Names.PRIORITIES, value);
        if (!value.isObject() || !(value.has("id") || value.has("name"))) {
            errors.put(field.id(), "Could not find valid 'id' or 'name' in priority object.");
        } else if (chosen.isEmpty()) {
            errors.put(field.id(), "The priority selected is invalid.");
        } else {
            issue.priority = chosen.get();
        }
    }

    static Optional<String> byIdOrName(Names names, JsonNode value) {
        return value.has("id")
                ? names.byId(value.path("id").asText())
                : names.ignoringCase(value.path("name").asText());
    }

    private void option(JiraField field, JsonNode value) {
        if (value.isNull()) {
            issue.values.remove(field.id());
            return;
        }
        Optional<String> chosen = field.options().stream()
                .filter(option -> option.equals(value.path("value").asText()))
                .findFirst();
        if (!value.isObject() || !value.has("value")) {
            errors.put(field.id(), "Specify a valid 'id' or 'name' for " + field.name());
        } else if (chosen.isEmpty()) {
            errors.put(field.id(), "Option value '" + value.path("value").asText() + "' is not valid");
        } else {
            issue.values.put(field.id(), Json.object().put("value", chosen.get()));
        }
    }

    /** Complains about fields that have to be filled in and are not. */
    FieldInput demandRequired() {
        for (JiraField field : issue.project.screen()) {
            if (!field.isRequired() || WHERE.contains(field.id()) || errors.containsKey(field.id())) {
                continue;
            }
            if (field == JiraField.SUMMARY && issue.summary().isEmpty()) {
                errors.put("summary", "You must specify a summary of the issue.");
            } else if (isEmpty(field)) {
                errors.put(field.id(), field.name() + " is required.");
            }
        }
        return this;
    }

    private boolean isEmpty(JiraField field) {
        return switch (field.id()) {
            case "labels" -> issue.labels.isEmpty();
            case "assignee" -> issue.assignee == null;
            case "reporter", "priority" -> false;
            default -> issue.value(field.id()).isEmpty();
        };
    }

    /** @throws JiraRefusal if anything was wrong */
    void done() {
        if (!messages.isEmpty() || !errors.isEmpty()) {
            throw JiraRefusal.collection(400, messages.stream().distinct().toList(), errors);
        }
    }
}
