package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.JiraWorkflow.Status;
import io.epmjit.testkit.jira.JiraWorkflow.Transition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Things of the site as the REST API shows them. */
final class Render {

    /** Fields that {@code *navigable} leaves out. */
    private static final Set<String> NOT_NAVIGABLE = Set.of("comment");

    private final Site site;

    Render(Site site) {
        this.site = site;
    }

    ObjectNode user(JiraAccount account, JiraAccount viewer) {
        ObjectNode user = Json.object();
        user.put("self", site.link("/rest/api/3/user?accountId=" + account.accountId()));
        user.put("accountId", account.accountId());
        user.put("accountType", "atlassian");
        if (showsEmail(account, viewer)) {
            user.put("emailAddress", account.email());
        }
        user.set("avatarUrls", avatars());
        user.put("displayName", account.displayName());
        user.put("active", true);
        user.put("timeZone", "Etc/UTC");
        return user;
    }

    static boolean showsEmail(JiraAccount account, JiraAccount viewer) {
        return account.emailShown() || account.equals(viewer);
    }

    private ObjectNode avatars() {
        ObjectNode urls = Json.object();
        for (String size : List.of("48x48", "24x24", "16x16", "32x32")) {
            urls.put(size, site.link("/avatar/" + size + ".png"));
        }
        return urls;
    }

    ObjectNode project(JiraProject project) {
        ObjectNode node = Json.object();
        node.put("self", site.link("/rest/api/3/project/" + site.id(project)));
        node.put("id", site.id(project));
        node.put("key", project.key());
        node.put("name", project.name());
        node.put("projectTypeKey", project.kind().key());
        node.put("simplified", false);
        node.set("avatarUrls", avatars());
        return node;
    }

    ObjectNode issueType(String name) {
        ObjectNode type = Json.object();
        String id = site.issueTypeId(name);
        type.put("self", site.link("/rest/api/3/issuetype/" + id));
        type.put("id", id);
        type.put("description", "");
        type.put("iconUrl", site.link("/images/issuetype.svg"));
        type.put("name", name);
        type.put("subtask", false);
        type.put("hierarchyLevel", 0);
        return type;
    }

    ObjectNode status(Status status) {
        ObjectNode node = Json.object();
        node.put("self", site.link("/rest/api/3/status/" + status.id()));
        node.put("description", "");
        node.put("iconUrl", site.link("/images/icons/statuses/generic.png"));
        node.put("name", status.name());
        node.put("id", status.id());
        node.set("statusCategory", category(status.category()));
        return node;
    }

    ObjectNode category(StatusCategory category) {
        return category(category.id(), category.key(), category.color(), category.displayName());
    }

    ObjectNode category(int id, String key, String color, String name) {
        ObjectNode node = Json.object();
        node.put("self", site.link("/rest/api/3/statuscategory/" + id));
        node.put("id", id);
        node.put("key", key);
        node.put("colorName", color);
        node.put("name", name);
        return node;
    }

    private ObjectNode named(String kind, Names names, String name) {
        ObjectNode node = Json.object();
        node.put("self", site.link("/rest/api/3/" + kind + "/" + names.id(name)));
        node.put("id", names.id(name));
        node.put("name", name);
        return node;
    }

    /** The comment as this person sees it. */
    ObjectNode comment(Issue issue, Comment comment, JiraAccount viewer) {
        ObjectNode node = Json.object();
        node.put("self", site.link("/rest/api/3/issue/" + issue.id + "/comment/" + comment.id()));
        node.put("id", comment.id());
        node.set("author", user(comment.author(), viewer));
        node.set("body", comment.body());
        node.set("updateAuthor", user(comment.author(), viewer));
        node.put("created", Json.time(comment.created()));
        node.put("updated", Json.time(comment.created()));
        comment.role()
                .ifPresent(role -> node.putObject("visibility")
                        .put("type", "role")
                        .put("value", role)
                        .put("identifier", role));
        node.put("jsdPublic", comment.isPublic(issue.project));
        return node;
    }

    /** Which comments this person may read. */
    List<Comment> comments(Issue issue, JiraAccount viewer) {
        return issue.comments.stream()
                .filter(comment ->
                        comment.role().map(role -> site.isInRole(viewer, role)).orElse(true))
                .filter(comment -> comment.isPublic(issue.project)
                        || !issue.project.isServiceDesk()
                        || site.may(viewer, JiraPermission.SERVICEDESK_AGENT))
                .toList();
    }

    /** The ids of the fields that were asked for: names, {@code *all}, {@code *navigable}, a minus to leave one out. */
    Set<String> chosen(List<String> asked, List<String> otherwise, JiraProject project) {
        Set<String> chosen = new LinkedHashSet<>();
        boolean onlyLeftOut = asked.stream().allMatch(field -> field.startsWith("-"));
        for (String field : onlyLeftOut ? otherwise : List.<String>of()) {
            choose(field, chosen, project);
        }
        for (String field : asked) {
            choose(field, chosen, project);
        }
        return chosen;
    }

    private static void choose(String field, Set<String> chosen, JiraProject project) {
        switch (field) {
            case "*all" -> chosen.addAll(fieldIds(project));
            case "*navigable" -> {
                chosen.addAll(fieldIds(project));
                chosen.removeAll(NOT_NAVIGABLE);
            }
            default -> {
                if (field.startsWith("-")) {
                    chosen.remove(field.substring(1));
                } else {
                    chosen.add(field);
                }
            }
        }
    }

    private static Set<String> fieldIds(JiraProject project) {
        Set<String> ids = new LinkedHashSet<>(List.of(
                "statuscategorychangedate",
                "issuetype",
                "project",
                "resolution",
                "resolutiondate",
                "created",
                "updated",
                "priority",
                "labels",
                "issuelinks",
                "assignee",
                "status",
                "description",
                "summary",
                "creator",
                "reporter",
                "comment"));
        project.screen().stream().filter(JiraField::isCustom).map(JiraField::id).forEach(ids::add);
        return ids;
    }

    ObjectNode fields(Issue issue, Set<String> chosen, JiraAccount viewer) {
        ObjectNode fields = Json.object();
        Set<String> known = fieldIds(issue.project);
        for (String id : chosen) {
            if (known.contains(id)) {
                fields.set(id, field(issue, id, viewer));
            }
        }
        return fields;
    }

    private @Nullable JsonNode field(Issue issue, String id, JiraAccount viewer) {
        return switch (id) {
            case "statuscategorychangedate" -> Json.text(Json.time(issue.statusSince));
            case "issuetype" -> issueType(issue.issueType);
            case "project" -> project(issue.project);
            case "resolution" ->
                issue.resolution == null ? null : named("resolution", Names.RESOLUTIONS, issue.resolution);
            case "resolutiondate" -> issue.resolved == null ? null : Json.text(Json.time(issue.resolved));
            case "created" -> Json.text(Json.time(issue.created));
            case "updated" -> Json.text(Json.time(issue.updated));
            case "priority" -> named("priority", Names.PRIORITIES, issue.priority);
            case "labels" -> Json.strings(issue.labels);
            case "issuelinks" -> links(issue);
            case "assignee" -> issue.assignee == null ? null : user(issue.assignee, viewer);
            case "status" -> status(issue.status);
            case "creator" -> user(issue.creator, viewer);
            case "reporter" -> user(issue.reporter, viewer);
            case "comment" -> firstComments(issue, viewer);
            default -> issue.value(id).orElse(null);
        };
    }

    private ArrayNode links(Issue issue) {
        ArrayNode links = Json.array();
        Optional.ofNullable(issue.clonedFrom).flatMap(site::find).ifPresent(original -> {
            ObjectNode link = links.addObject().put("id", issue.id);
            link.putObject("type")
                    .put("id", "10001")
                    .put("name", "Cloners")
                    .put("inward", "is cloned by")
                    .put("outward", "clones");
            link.putObject("outwardIssue").put("id", original.id).put("key", original.key);
        });
        return links;
    }

    private ObjectNode firstComments(Issue issue, JiraAccount viewer) {
        List<Comment> visible = comments(issue, viewer);
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("comments");
        visible.stream().limit(20).forEach(comment -> items.add(comment(issue, comment, viewer)));
        page.put("self", site.link("/rest/api/3/issue/" + issue.id + "/comment"));
        page.put("maxResults", visible.size()).put("total", visible.size()).put("startAt", 0);
        return page;
    }

    ObjectNode issue(Issue issue) {
        ObjectNode node = Json.object();
        node.put("expand", "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations");
        node.put("id", issue.id);
        node.put("self", site.link("/rest/api/3/issue/" + issue.id));
        node.put("key", issue.key);
        return node;
    }

    ObjectNode properties(Issue issue, List<String> asked) {
        ObjectNode properties = Json.object();
        issue.properties.forEach((key, value) -> {
            if ((asked.contains("*all") && !asked.contains("-" + key)) || asked.contains(key)) {
                properties.set(key, value);
            }
        });
        return properties;
    }

    ObjectNode changelog(Issue issue, JiraAccount viewer) {
        ObjectNode page = Json.object();
        page.put("startAt", 0).put("maxResults", issue.history.size()).put("total", issue.history.size());
        ArrayNode histories = page.putArray("histories");
        for (int i = issue.history.size() - 1; i >= 0; i--) {
            Issue.History entry = issue.history.get(i);
            ObjectNode node = histories.addObject().put("id", entry.id());
            node.set("author", user(entry.author(), viewer));
            node.put("created", Json.time(entry.at()));
            ArrayNode items = node.putArray("items");
            for (Issue.Change change : entry.changes()) {
                ObjectNode item = items.addObject();
                item.put("field", change.field());
                item.put("fieldtype", change.fieldId().startsWith("customfield_") ? "custom" : "jira");
                item.put("fieldId", change.fieldId());
                item.put("from", change.from()).put("fromString", change.fromText());
                item.put("to", change.to()).put("toString", change.toText());
            }
        }
        return page;
    }

    ObjectNode transition(Transition transition, JiraProject project, boolean available, boolean withFields) {
        ObjectNode node = Json.object();
        node.put("id", transition.id());
        node.put("name", transition.name());
        node.set("to", status(project.workflow().status(transition.to())));
        node.put("hasScreen", transition.screen() != JiraWorkflow.Screen.NONE);
        node.put("isGlobal", transition.isGlobal());
        node.put("isInitial", false);
        node.put("isAvailable", available);
        node.put("isConditional", false);
        node.put("isLooped", transition.isLooped());
        if (withFields) {
            ObjectNode fields = node.putObject("fields");
            if (transition.screen() != JiraWorkflow.Screen.NONE) {
                fields.set("resolution", resolutionField(transition.screen()));
            }
        }
        return node;
    }

    private ObjectNode resolutionField(JiraWorkflow.Screen screen) {
        ObjectNode field = Json.object();
        field.put("required", screen == JiraWorkflow.Screen.RESOLUTION_REQUIRED);
        field.putObject("schema").put("type", "resolution").put("system", "resolution");
        field.put("name", "Resolution");
        field.put("key", "resolution");
        field.put("hasDefaultValue", false);
        field.putArray("operations").add("set");
        ArrayNode allowed = field.putArray("allowedValues");
        Names.RESOLUTIONS.all().forEach(name -> allowed.add(named("resolution", Names.RESOLUTIONS, name)));
        return field;
    }

    /** A field as edit metadata describes it. */
    ObjectNode editField(JiraField field, JiraProject project) {
        ObjectNode node = createField(field, project);
        node.remove("fieldId");
        return node;
    }

    /** A field as create metadata describes it. */
    ObjectNode createField(JiraField field, JiraProject project) {
        ObjectNode node = Json.object();
        node.put("required", field.isRequired());
        node.set("schema", schema(field));
        node.put("name", field.name());
        node.put("key", field.id());
        node.put("fieldId", field.id());
        node.put("hasDefaultValue", field == JiraField.PRIORITY || field == JiraField.REPORTER);
        ArrayNode operations = node.putArray("operations");
        if (field.kind() == JiraField.Kind.LABELS) {
            operations.add("add");
        }
        operations.add("set");
        if (field.kind() == JiraField.Kind.LABELS) {
            operations.add("remove");
        }
        Optional<ArrayNode> allowed = switch (field.kind()) {
            case PROJECT -> Optional.of(Json.array().add(project(project)));
            case ISSUE_TYPE ->
                Optional.of(Json.array(
                        project.issueTypes().stream().map(this::issueType).toList()));
            case PRIORITY ->
                Optional.of(Json.array(Names.PRIORITIES.all().stream()
                        .map(name -> named("priority", Names.PRIORITIES, name))
                        .toList()));
            case SELECT ->
                Optional.of(Json.array(field.options().stream()
                        .map(option -> Json.object().put("value", option))
                        .toList()));
            default -> Optional.empty();
        };
        allowed.ifPresent(values -> node.set("allowedValues", values));
        return node;
    }

    static ObjectNode schema(JiraField field) {
        ObjectNode schema = Json.object().put("type", field.kind().schemaType());
        if (field.kind() == JiraField.Kind.LABELS) {
            schema.put("items", "string");
        }
        if (field.isCustom()) {
            schema.put("custom", field.kind().customType()).put("customId", field.number());
        } else {
            schema.put("system", field.id());
        }
        return schema;
    }
}
