package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.JiraWorkflow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An issue as Jira keeps it. */
final class Issue {

    /** One field's change, as the history tells it. */
    record Change(
            String field,
            String fieldId,
            @Nullable String from,
            @Nullable String fromText,
            @Nullable String to,
            @Nullable String toText) {}

    record History(String id, JiraAccount author, Instant at, List<Change> changes) {}

    record RemoteLink(long id, Optional<String> globalId, ObjectNode body) {}

    final String id;
    final Instant created;
    final JiraAccount creator;
    final List<Comment> comments = new ArrayList<>();
    final List<History> history = new ArrayList<>();
    final List<RemoteLink> remoteLinks = new ArrayList<>();
    final Map<String, JsonNode> properties = new LinkedHashMap<>();
    /** Values of fields on the create screen that are kept as they were sent: summary, documents, custom fields. */
    final Map<String, JsonNode> values = new LinkedHashMap<>();

    JiraProject project;
    String key;
    String issueType;
    Status status;
    Instant statusSince;
    Instant updated;
    JiraAccount reporter;

    @Nullable
    JiraAccount assignee;

    String priority = Names.DEFAULT_PRIORITY;
    List<String> labels = List.of();

    @Nullable
    String resolution;

    @Nullable
    Instant resolved;

    @Nullable
    String clonedFrom;

    Issue(String id, JiraProject project, String key, String issueType, JiraAccount creator, Instant now) {
        this.id = id;
        this.project = project;
        this.key = key;
        this.issueType = issueType;
        this.creator = creator;
        this.reporter = creator;
        this.status = project.workflow().initial();
        this.created = now;
        this.updated = now;
        this.statusSince = now;
    }

    Optional<JsonNode> value(String fieldId) {
        return Optional.ofNullable(values.get(fieldId));
    }

    String summary() {
        return value("summary").map(JsonNode::asText).orElse("");
    }

    /** A field's value without markup, if it is text at all. */
    Optional<String> text(String fieldId) {
        return value(fieldId).flatMap(Issue::text);
    }

    private static Optional<String> text(JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.asText());
        }
        return value.path("type").asText().equals("doc") ? Optional.of(Adf.text(value)) : Optional.empty();
    }

    /** What an edit may change, from one issue to another. */
    void takeValuesOf(Issue other) {
        values.clear();
        values.putAll(other.values);
        labels = other.labels;
        priority = other.priority;
        assignee = other.assignee;
        reporter = other.reporter;
    }

    /** What the history will say when this issue takes the values of the other. */
    List<Change> changesTo(Issue other) {
        List<Change> changes = new ArrayList<>();
        Set<String> fields = new LinkedHashSet<>(values.keySet());
        fields.addAll(other.values.keySet());
        for (String field : fields) {
            if (!value(field).equals(other.value(field))) {
                changes.add(new Change(
                        field,
                        field,
                        null,
                        text(field).orElse(""),
                        null,
                        other.text(field).orElse("")));
            }
        }
        if (!labels.equals(other.labels)) {
            changes.add(new Change(
                    "labels", "labels", null, String.join(" ", labels), null, String.join(" ", other.labels)));
        }
        if (!Objects.equals(assignee, other.assignee)) {
            changes.add(new Change(
                    "assignee",
                    "assignee",
                    assignee == null ? null : assignee.accountId(),
                    assignee == null ? null : assignee.displayName(),
                    other.assignee == null ? null : other.assignee.accountId(),
                    other.assignee == null ? null : other.assignee.displayName()));
        }
        return changes;
    }

    /** The number in the key. */
    int number() {
        return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
    }

    JiraIssue snapshot() {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> json = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            json.put(field, value.toString());
            text(value).ifPresent(text -> texts.put(field, text));
        });
        Map<String, String> entityProperties = new LinkedHashMap<>();
        properties.forEach((name, value) -> entityProperties.put(name, value.toString()));
        Map<String, String> links = new LinkedHashMap<>();
        remoteLinks.forEach(link -> links.put(
                link.globalId().orElse(Long.toString(link.id())),
                link.body().path("object").path("title").asText()));
        return new JiraIssue(
                id,
                key,
                project.key(),
                issueType,
                created,
                creator.accountId(),
                reporter.accountId(),
                Optional.ofNullable(assignee).map(JiraAccount::accountId),
                status.name(),
                status.category(),
                Optional.ofNullable(resolution),
                labels,
                Map.copyOf(texts),
                Map.copyOf(json),
                Map.copyOf(entityProperties),
                Map.copyOf(links),
                comments.stream().map(comment -> comment.snapshot(project)).toList(),
                statusChanges());
    }

    private List<JiraStatusChange> statusChanges() {
        List<JiraStatusChange> changes = new ArrayList<>();
        for (History entry : history) {
            for (Change change : entry.changes()) {
                if (change.field().equals("status")) {
                    changes.add(new JiraStatusChange(
                            entry.at(),
                            entry.author().accountId(),
                            String.valueOf(change.fromText()),
                            String.valueOf(change.toText())));
                }
            }
        }
        return List.copyOf(changes);
    }
}
