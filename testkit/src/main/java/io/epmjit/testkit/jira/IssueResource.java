package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.JiraWorkflow.Transition;
import io.epmjit.testkit.server.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /rest/api/3/issue}: create, read, edit, delete, assign, properties. */
final class IssueResource {

    private static final int LONGEST_PROPERTY_KEY = 255;
    private static final int LONGEST_PROPERTY = 32_768;

    private final Site site;
    private final Render render;
    private final Documents documents;
    private final TransitionResource transitions;

    IssueResource(Site site, Render render, Documents documents, TransitionResource transitions) {
        this.site = site;
        this.render = render;
        this.documents = documents;
        this.transitions = transitions;
    }

    Reply create(Call call) {
        JsonNode body = call.body();
        JsonNode fields = body.path("fields");
        JiraProject project = project(fields.path("project"), call);
        // Whatever comes of it: the number is used up.
        String key = site.nextKey(project);
        Issue issue = site.draft(project, key, issueType(fields.path("issuetype"), project), call.caller());
        new FieldInput(call, documents, issue).take(body).demandRequired().done();
        issue.properties.putAll(properties(body.path("properties")));
        Optional<Transition> transition = transitions.asked(call, issue, body);
        site.add(issue);
        ObjectNode answer = Json.object();
        answer.put("id", issue.id).put("key", issue.key);
        answer.put("self", site.link("/rest/api/3/issue/" + issue.id));
        transition.ifPresent(wanted -> answer.set("transition", firstTransition(call, issue, wanted)));
        return Json.reply(201, answer);
    }

    /** The issue is there by now, whatever becomes of its transition. */
    private ObjectNode firstTransition(Call call, Issue issue, Transition transition) {
        ObjectNode answer = Json.object();
        try {
            transitions.perform(call, issue, transition, Json.object());
            answer.put("status", 204);
            answer.putObject("errorCollection").putArray("errorMessages");
        } catch (JiraRefusal refusal) {
            answer.put("status", refusal.reply().status());
            answer.set("errorCollection", refusal.body());
        }
        return answer;
    }

    private JiraProject project(JsonNode chosen, Call call) {
        String idOrKey = chosen.path("id").asText(chosen.path("key").asText());
        JiraProject project = site.project(idOrKey)
                .filter(found -> call.may(JiraPermission.BROWSE_PROJECTS))
                .orElseThrow(() -> JiraRefusal.field("project", "Specify a valid project ID or key"));
        if (!call.may(JiraPermission.CREATE_ISSUES)) {
            throw JiraRefusal.field("project", "You do not have permission to create issues in this project.");
        }
        return project;
    }

    private String issueType(JsonNode chosen, JiraProject project) {
        if (!chosen.has("id") && !chosen.has("name")) {
            throw JiraRefusal.field("issuetype", "Specify an issue type");
        }
        String id = chosen.path("id").asText();
        String name = chosen.path("name").asText();
        return project.issueTypes().stream()
                .filter(type -> chosen.has("id") ? site.issueTypeId(type).equals(id) : type.equals(name))
                .findFirst()
                .orElseThrow(() -> JiraRefusal.field("issuetype", "Specify a valid issue type"));
    }

    static Map<String, JsonNode> properties(JsonNode list) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        for (JsonNode property : list) {
            String key = property.path("key").asText();
            if (key.isEmpty() || !property.has("value") || property.size() != 2) {
                throw Call.unreadable();
            }
            properties.put(key, checked(key, property.get("value")));
        }
        return properties;
    }

    private static JsonNode checked(String key, JsonNode value) {
        if (key.length() > LONGEST_PROPERTY_KEY) {
            throw JiraRefusal.badRequest("The property key is too long. It must not exceed 255 characters.");
        }
        if (value.toString().length() > LONGEST_PROPERTY) {
            throw JiraRefusal.badRequest("The property value is too long. It must not exceed 32768 characters.");
        }
        return value;
    }

    Reply get(Call call) {
        Issue issue = call.issue();
        List<String> expand = call.list("expand");
        ObjectNode answer = render.issue(issue);
        if (expand.contains("names")) {
            ObjectNode names = answer.putObject("names");
            issue.project.screen().forEach(field -> names.put(field.id(), field.name()));
        }
        if (expand.contains("schema")) {
            ObjectNode schema = answer.putObject("schema");
            issue.project.screen().forEach(field -> schema.set(field.id(), Render.schema(field)));
        }
        if (expand.contains("transitions")) {
            answer.set(
                    "transitions",
                    Json.array(transitions.available(call, issue).stream()
                            .map(transition -> render.transition(transition, issue.project, true, false))
                            .toList()));
        }
        if (expand.contains("changelog")) {
            answer.set("changelog", render.changelog(issue, call.caller()));
        }
        List<String> properties = call.list("properties");
        if (!properties.isEmpty()) {
            answer.set("properties", render.properties(issue, properties));
        }
        answer.set(
                "fields",
                render.fields(
                        issue, render.chosen(call.list("fields"), List.of("*all"), issue.project), call.caller()));
        return Json.reply(200, answer);
    }

    Reply edit(Call call) {
        Issue issue = call.issue();
        JsonNode body = call.body();
        if (!call.may(JiraPermission.EDIT_ISSUES)) {
            throw JiraRefusal.message(403, "You do not have permission to edit this issue.");
        }
        Issue draft = site.draft(issue.project, issue.key, issue.issueType, issue.creator);
        draft.takeValuesOf(issue);
        new FieldInput(call, documents, draft).take(body).demandRequired().done();
        Map<String, JsonNode> properties = properties(body.path("properties"));
        List<Issue.Change> changes = issue.changesTo(draft);
        issue.takeValuesOf(draft);
        issue.properties.putAll(properties);
        site.changed(issue, call.caller(), changes);
        return Reply.status(204);
    }

    Reply editFields(Call call) {
        Issue issue = call.issue();
        ObjectNode fields = Json.object();
        if (call.may(JiraPermission.EDIT_ISSUES)) {
            issue.project.screen().stream()
                    .filter(field -> field != JiraField.PROJECT)
                    .filter(field -> field != JiraField.REPORTER || call.may(JiraPermission.MODIFY_REPORTER))
                    .filter(field -> field != JiraField.ASSIGNEE || call.may(JiraPermission.ASSIGN_ISSUES))
                    .forEach(field -> fields.set(field.id(), render.editField(field, issue.project)));
        }
        ObjectNode answer = Json.object();
        answer.set("fields", fields);
        return Json.reply(200, answer);
    }

    Reply delete(Call call) {
        Issue issue = call.issue();
        if (!call.may(JiraPermission.DELETE_ISSUES)) {
            throw JiraRefusal.message(403, "You do not have permission to delete issues in this project.");
        }
        site.delete(issue);
        return Reply.status(204);
    }

    Reply assign(Call call) {
        Issue issue = call.issue();
        JsonNode body = call.body();
        if (!call.may(JiraPermission.ASSIGN_ISSUES)) {
            throw JiraRefusal.message(403, "You do not have permission to assign issues.");
        }
        if (body.has("name") || body.has("key") || !body.has("accountId")) {
            throw JiraRefusal.badRequest(
                    "'accountId' must be the only user identifying query parameter in GDPR strict mode.");
        }
        JsonNode id = body.get("accountId");
        Issue draft = site.draft(issue.project, issue.key, issue.issueType, issue.creator);
        draft.takeValuesOf(issue);
        draft.assignee = id.isNull() || id.asText().equals("-1")
                ? null
                : site.account(id.asText())
                        .filter(account -> site.may(account, JiraPermission.ASSIGNABLE_USER))
                        .orElseThrow(() ->
                                JiraRefusal.field("assignee", "User '" + id.asText() + "' cannot be assigned issues."));
        List<Issue.Change> changes = issue.changesTo(draft);
        issue.takeValuesOf(draft);
        site.changed(issue, call.caller(), changes);
        return Reply.status(204);
    }

    Reply propertyKeys(Call call) {
        Issue issue = call.issue();
        List<ObjectNode> keys = new ArrayList<>();
        issue.properties
                .keySet()
                .forEach(key -> keys.add(Json.object()
                        .put("self", site.link("/rest/api/3/issue/" + issue.id + "/properties/" + key))
                        .put("key", key)));
        ObjectNode answer = Json.object();
        answer.set("keys", Json.array(keys));
        return Json.reply(200, answer);
    }

    Reply property(Call call) {
        Issue issue = call.issue();
        String key = call.request().parameter("key");
        JsonNode value = issue.properties.get(key);
        if (value == null) {
            throw JiraRefusal.message(404, "The property with key '" + key + "' does not exist.");
        }
        ObjectNode answer = Json.object().put("key", key);
        answer.set("value", value);
        return Json.reply(200, answer);
    }

    Reply setProperty(Call call) {
        Issue issue = call.issue();
        if (!call.may(JiraPermission.EDIT_ISSUES)) {
            throw JiraRefusal.message(403, "You do not have permission to edit this issue.");
        }
        String key = call.request().parameter("key");
        JsonNode value = checked(key, call.json());
        boolean known = issue.properties.put(key, value) != null;
        return Reply.status(known ? 200 : 201);
    }
}
