package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.util.List;

/** How the site and its projects are set up. */
final class ProjectResource {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final Site site;
    private final Render render;

    ProjectResource(Site site, Render render) {
        this.site = site;
        this.render = render;
    }

    Reply serverInfo() {
        ObjectNode info = Json.object();
        info.put("baseUrl", site.link(""));
        info.put("version", "1001.0.0-SNAPSHOT");
        info.putArray("versionNumbers").add(1001).add(0).add(0);
        info.put("deploymentType", "Cloud");
        info.put("buildNumber", 100_297);
        info.put("buildDate", "2026-11-20T05:12:35.000+0000");
        info.put("serverTime", Json.time(site.now()));
        info.put("scmInfo", "0000000000000000000000000000000000000000");
        info.put("serverTitle", "Jira");
        return Json.reply(200, info);
    }

    Reply project(Call call) {
        JiraProject project = visible(call);
        ObjectNode node = render.project(project);
        node.put("description", "");
        node.set("lead", render.user(site.accounts().get(0), call.caller()));
        node.putArray("components");
        node.set("issueTypes", issueTypes(project));
        node.put("assigneeType", "UNASSIGNED");
        node.putArray("versions");
        node.putObject("roles");
        node.put("style", "classic");
        node.put("isPrivate", false);
        node.putObject("properties");
        return Json.reply(200, node);
    }

    private JiraProject visible(Call call) {
        String idOrKey = call.request().parameter("project");
        String by = idOrKey.matches("\\d+") ? "id" : "key";
        return site.project(idOrKey)
                .filter(project -> call.may(JiraPermission.BROWSE_PROJECTS))
                .orElseThrow(
                        () -> JiraRefusal.message(404, "No project could be found with " + by + " '" + idOrKey + "'."));
    }

    private ArrayNode issueTypes(JiraProject project) {
        return Json.array(project.issueTypes().stream().map(render::issueType).toList());
    }

    /** The statuses of each issue type: here all types of a project share its workflow. */
    Reply statuses(Call call) {
        JiraProject project = visible(call);
        ArrayNode types = Json.array();
        for (String name : project.issueTypes()) {
            String id = site.issueTypeId(name);
            ObjectNode type = types.addObject();
            type.put("self", site.link("/rest/api/3/issuetype/" + id));
            type.put("id", id);
            type.put("name", name);
            type.put("subtask", false);
            type.set(
                    "statuses",
                    Json.array(project.workflow().statuses().stream()
                            .map(render::status)
                            .toList()));
        }
        return Json.reply(200, types);
    }

    Reply roleDetails(Call call) {
        JiraProject project = visible(call);
        if (!call.may(JiraPermission.ADMINISTER_PROJECTS)) {
            throw JiraRefusal.message(404, "You cannot edit the configuration of this project.");
        }
        boolean ownOnly = call.query("currentMember").filter("true"::equals).isPresent();
        ArrayNode roles = Json.array();
        for (String name : Names.ROLES.all()) {
            if (!ownOnly || site.isInRole(call.caller(), name)) {
                String id = Names.ROLES.id(name);
                roles.addObject()
                        .put("self", site.link("/rest/api/3/project/" + site.id(project) + "/role/" + id))
                        .put("name", name)
                        .put("id", Long.parseLong(id))
                        .put("description", "")
                        .put("admin", name.equals("Administrators"))
                        .put("default", false)
                        .put("roleConfigurable", true)
                        .put("translatedName", name);
            }
        }
        return Json.reply(200, roles);
    }

    Reply createIssueTypes(Call call) {
        JiraProject project = visible(call);
        List<ObjectNode> types = call.may(JiraPermission.CREATE_ISSUES)
                ? project.issueTypes().stream().map(render::issueType).toList()
                : List.of();
        return page(call, "issueTypes", types);
    }

    Reply createFields(Call call) {
        JiraProject project = visible(call);
        String typeId = call.request().parameter("type");
        boolean known = project.issueTypes().stream()
                .anyMatch(type -> site.issueTypeId(type).equals(typeId));
        if (!known) {
            throw JiraRefusal.message(404, "No issue type could be found with id '" + typeId + "'.");
        }
        List<ObjectNode> fields = call.may(JiraPermission.CREATE_ISSUES)
                ? project.screen().stream()
                        .filter(field -> !field.id().equals("reporter") || call.may(JiraPermission.MODIFY_REPORTER))
                        .filter(field -> !field.id().equals("assignee") || call.may(JiraPermission.ASSIGN_ISSUES))
                        .map(field -> render.createField(field, project))
                        .toList()
                : List.of();
        return page(call, "fields", fields);
    }

    private static Reply page(Call call, String name, List<ObjectNode> items) {
        int startAt = Math.max(0, call.number("startAt", 0));
        int maxResults = call.number("maxResults", USUAL_PAGE);
        if (maxResults > LARGEST_PAGE) {
            throw JiraRefusal.badRequest("Parameter 'maxResults' must not exceed the limit '" + LARGEST_PAGE + "'");
        }
        ObjectNode page = Json.object();
        page.put("maxResults", maxResults).put("startAt", startAt).put("total", items.size());
        page.set(name, Json.array(items.stream().skip(startAt).limit(maxResults).toList()));
        return Json.reply(200, page);
    }

    Reply fields(Call call) {
        ArrayNode fields = Json.array();
        JiraField.SYSTEM.forEach(field -> fields.add(described(field)));
        fields.addObject()
                .put("id", "issuekey")
                .put("key", "issuekey")
                .put("name", "Key")
                .put("custom", false)
                .put("orderable", false)
                .put("navigable", true)
                .put("searchable", false)
                .set("clauseNames", Json.strings(List.of("id", "issue", "issuekey", "key")));
        site.customFields().forEach(field -> fields.add(described(field)));
        return Json.reply(200, fields);
    }

    private static ObjectNode described(JiraField field) {
        ObjectNode node = Json.object();
        node.put("id", field.id());
        node.put("key", field.id());
        node.put("name", field.name());
        node.put("custom", field.isCustom());
        node.put("orderable", true);
        node.put("navigable", true);
        node.put("searchable", true);
        ArrayNode clauses = node.putArray("clauseNames");
        if (field.isCustom()) {
            clauses.add("cf[" + field.number() + "]");
            clauses.add(field.name());
        } else {
            clauses.add(field.id());
        }
        node.set("schema", Render.schema(field));
        return node;
    }

    Reply statusCategories(Call call) {
        ArrayNode categories = Json.array();
        categories.add(render.category(1, "undefined", "medium-gray", "No Category"));
        for (StatusCategory category : StatusCategory.values()) {
            categories.add(render.category(category));
        }
        return Json.reply(200, categories);
    }
}
