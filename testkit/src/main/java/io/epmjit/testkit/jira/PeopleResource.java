package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who one is, what one may, and who else there is. */
final class PeopleResource {

    private static final int USUAL_PAGE = 50;

    private final Site site;
    private final Render render;

    PeopleResource(Site site, Render render) {
        this.site = site;
        this.render = render;
    }

    Reply myself(Call call) {
        ObjectNode me = render.user(call.caller(), call.caller());
        me.put("locale", "en_US");
        me.putObject("groups").put("size", 1).putArray("items");
        me.putObject("applicationRoles").put("size", 1).putArray("items");
        me.put("expand", "groups,applicationRoles");
        return Json.reply(200, me);
    }

    Reply permissions(Call call) {
        List<String> keys = call.list("permissions");
        if (keys.isEmpty()) {
            throw JiraRefusal.badRequest("The 'permissions' query parameter is required.");
        }
        call.query("projectKey").or(() -> call.query("projectId")).ifPresent(project -> demandProject(call, project));
        call.query("issueKey").or(() -> call.query("issueId")).ifPresent(issue -> site.visible(issue, call.caller()));
        ObjectNode answer = Json.object();
        ObjectNode permissions = answer.putObject("permissions");
        for (String key : keys) {
            JiraPermission permission =
                    JiraPermission.of(key).orElseThrow(() -> JiraRefusal.badRequest("Unrecognized permission: " + key));
            permissions
                    .putObject(key)
                    .put("id", permission.id())
                    .put("key", key)
                    .put("name", permission.displayName())
                    .put("type", permission.type())
                    .put("description", "")
                    .put("havePermission", call.may(permission));
        }
        return Json.reply(200, answer);
    }

    Reply search(Call call) {
        Optional<String> query = call.query("query");
        Optional<String> accountId = call.query("accountId");
        refuseUsername(call);
        if (query.isEmpty() && accountId.isEmpty() && call.query("property").isEmpty()) {
            throw JiraRefusal.badRequest("One of 'query', 'accountId' or 'property' must be provided.");
        }
        refuseBoth(query, accountId);
        if (!call.may(JiraPermission.USER_PICKER)) {
            return Json.reply(200, Json.array());
        }
        return page(call, matching(call, query, accountId));
    }

    Reply assignable(Call call) {
        Optional<String> query = call.query("query");
        Optional<String> accountId = call.query("accountId");
        refuseUsername(call);
        Optional<String> project = call.query("project");
        Optional<String> issue = call.query("issueKey").or(() -> call.query("issueId"));
        if (project.isEmpty() && issue.isEmpty()) {
            throw JiraRefusal.badRequest("One of 'project', 'issueKey' or 'issueId' must be provided.");
        }
        refuseBoth(query, accountId);
        project.ifPresent(key -> demandProject(call, key));
        issue.ifPresent(key -> site.visible(key, call.caller()));
        if (!call.may(JiraPermission.USER_PICKER) && !call.may(JiraPermission.ASSIGN_ISSUES)) {
            return Json.reply(200, Json.array());
        }
        return page(
                call,
                matching(call, query, accountId).stream()
                        .filter(account -> site.may(account, JiraPermission.ASSIGNABLE_USER))
                        .toList());
    }

    private void demandProject(Call call, String idOrKey) {
        if (site.project(idOrKey).isEmpty() || !call.may(JiraPermission.BROWSE_PROJECTS)) {
            throw JiraRefusal.message(404, "No project could be found with key '" + idOrKey + "'.");
        }
    }

    private static void refuseUsername(Call call) {
        if (call.query("username").isPresent()) {
            throw JiraRefusal.badRequest("The query parameter 'username' is not supported in GDPR strict mode.");
        }
    }

    private static void refuseBoth(Optional<String> query, Optional<String> accountId) {
        if (query.isPresent() && accountId.isPresent()) {
            throw JiraRefusal.badRequest("Only one of 'query' and 'accountId' may be provided.");
        }
    }

    private List<JiraAccount> matching(Call call, Optional<String> query, Optional<String> accountId) {
        List<JiraAccount> found = new ArrayList<>();
        for (JiraAccount account : site.accounts()) {
            boolean wanted = accountId.map(account.accountId()::equals).orElse(true)
                    && query.map(text -> begins(account, text, call.caller())).orElse(true);
            if (wanted) {
                found.add(account);
            }
        }
        return found;
    }

    /** A hidden address is not searched either. */
    private static boolean begins(JiraAccount account, String query, JiraAccount viewer) {
        String prefix = query.toLowerCase(Locale.ROOT);
        String name = account.displayName().toLowerCase(Locale.ROOT);
        return name.startsWith(prefix)
                || name.contains(" " + prefix)
                || (Render.showsEmail(account, viewer)
                        && account.email().toLowerCase(Locale.ROOT).startsWith(prefix));
    }

    private Reply page(Call call, List<JiraAccount> found) {
        List<ObjectNode> shown = found.stream()
                .skip(Math.max(0, call.number("startAt", 0)))
                .limit(Math.max(0, call.number("maxResults", USUAL_PAGE)))
                .map(account -> render.user(account, call.caller()))
                .toList();
        return Json.reply(200, Json.array(shown));
    }
}
