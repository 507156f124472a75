package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.Issue.RemoteLink;
import io.epmjit.testkit.server.Reply;
import java.util.List;
import java.util.Optional;

/** {@code /rest/api/3/issue/{issue}/remotelink}. */
final class RemoteLinkResource {

    private static final int LONGEST_GLOBAL_ID = 255;

    private final Site site;

    RemoteLinkResource(Site site) {
        this.site = site;
    }

    Reply list(Call call) {
        Issue issue = call.issue();
        Optional<String> globalId = call.query("globalId");
        if (globalId.isPresent()) {
            RemoteLink link = find(issue, globalId)
                    .orElseThrow(() -> JiraRefusal.message(
                            404, "No remote link exists with the global ID '" + globalId.get() + "'."));
            return Json.reply(200, shown(issue, link));
        }
        ArrayNode links = Json.array();
        issue.remoteLinks.forEach(link -> links.add(shown(issue, link)));
        return Json.reply(200, links);
    }

    /** Makes a link, or replaces the one with the same global id altogether. */
    Reply post(Call call) {
        Issue issue = call.issue();
        JsonNode body = call.body();
        if (!call.may(JiraPermission.LINK_ISSUES)) {
            throw JiraRefusal.message(403, "You do not have permission to link issues.");
        }
        Optional<String> globalId =
                Optional.of(body.path("globalId")).filter(JsonNode::isTextual).map(JsonNode::asText);
        if (globalId.filter(id -> id.length() > LONGEST_GLOBAL_ID).isPresent()) {
            throw JiraRefusal.field("globalId", "'globalId' must not exceed 255 characters.");
        }
        JsonNode object = body.path("object");
        if (!object.isObject()) {
            throw JiraRefusal.field("object", "'object' is required.");
        }
        for (String needed : List.of("title", "url")) {
            if (object.path(needed).asText().isBlank()) {
                throw JiraRefusal.field(needed, "'" + needed + "' is required.");
            }
        }
        Optional<RemoteLink> known = find(issue, globalId);
        long id = known.map(RemoteLink::id).orElseGet(() -> Long.valueOf(site.nextId()));
        RemoteLink link = new RemoteLink(id, globalId, (ObjectNode) body);
        known.ifPresentOrElse(
                old -> issue.remoteLinks.set(issue.remoteLinks.indexOf(old), link), () -> issue.remoteLinks.add(link));
        ObjectNode answer = Json.object().put("id", id).put("self", self(issue, id));
        return Json.reply(known.isPresent() ? 200 : 201, answer);
    }

    private static Optional<RemoteLink> find(Issue issue, Optional<String> globalId) {
        return issue.remoteLinks.stream()
                .filter(link -> globalId.isPresent() && link.globalId().equals(globalId))
                .findFirst();
    }

    private String self(Issue issue, long id) {
        return site.link("/rest/api/3/issue/" + issue.key + "/remotelink/" + id);
    }

    private ObjectNode shown(Issue issue, RemoteLink link) {
        ObjectNode node = Json.object();
        node.put("id", link.id()).put("self", self(issue, link.id()));
        for (String part : List.of("globalId", "application", "relationship", "object")) {
            if (link.body().has(part)) {
                node.set(part, link.body().get(part));
            }
        }
        return node;
    }
}
