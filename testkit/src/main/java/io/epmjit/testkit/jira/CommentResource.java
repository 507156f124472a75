package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /rest/api/3/issue/{issue}/comment}. */
final class CommentResource {

    private static final String INTERNAL_MARK = "sd.public.comment";
    private static final int LARGEST_PAGE = 100;

    private final Site site;
    private final Render render;
    private final Documents documents;
    private boolean marksLost;

    CommentResource(Site site, Render render, Documents documents) {
        this.site = site;
        this.render = render;
        this.documents = documents;
    }

    /** Whether notes lose their mark on the way and become public. */
    void loseMarks(boolean lost) {
        this.marksLost = lost;
    }

    boolean losesMarks() {
        return marksLost;
    }

    Reply list(Call call) {
        Issue issue = call.issue();
        String order = call.query("orderBy").orElse("created");
        if (!List.of("created", "-created", "+created").contains(order)) {
            throw JiraRefusal.badRequest("The value '" + order + "' is not valid for 'orderBy'.");
        }
        List<Comment> visible = new ArrayList<>(render.comments(issue, call.caller()));
        if (order.equals("-created")) {
            visible.sort(Comparator.comparing(Comment::created)
                    .thenComparing(comment -> Long.valueOf(comment.id()))
                    .reversed());
        }
        int startAt = Math.max(0, call.number("startAt", 0));
        int maxResults = Math.min(LARGEST_PAGE, Math.max(1, call.number("maxResults", LARGEST_PAGE)));
        ObjectNode page = Json.object();
        page.put("startAt", startAt).put("maxResults", maxResults).put("total", visible.size());
        ArrayNode items = page.putArray("comments");
        visible.stream().skip(startAt).limit(maxResults).forEach(comment -> items.add(shown(call, issue, comment)));
        return Json.reply(200, page);
    }

    Reply get(Call call) {
        Issue issue = call.issue();
        String id = call.request().parameter("id");
        Comment found = render.comments(issue, call.caller()).stream()
                .filter(comment -> comment.id().equals(id))
                .findFirst()
                .orElseThrow(() -> JiraRefusal.message(404, "Can not find a comment for the id: " + id + "."));
        return Json.reply(200, shown(call, issue, found));
    }

    private ObjectNode shown(Call call, Issue issue, Comment comment) {
        ObjectNode node = render.comment(issue, comment, call.caller());
        if (call.list("expand").contains("properties")) {
            node.set("properties", properties(comment));
        }
        return node;
    }

    private static ArrayNode properties(Comment comment) {
        ArrayNode properties = Json.array();
        comment.properties().forEach((key, value) -> {
            ObjectNode property = properties.addObject().put("key", key);
            property.set("value", value);
        });
        return properties;
    }

    Reply post(Call call) {
        Issue issue = call.issue();
        Comment comment = read(call, call.body());
        site.comment(issue, comment, call.caller());
        return Json.reply(201, shown(call, issue, comment));
    }

    /** The comments that an {@code update} adds. */
    List<Comment> inUpdate(Call call, JsonNode operations) {
        List<Comment> comments = new ArrayList<>();
        for (JsonNode operation : operations) {
            if (!operation.has("add")) {
                throw JiraRefusal.field("comment", "Field with id 'comment' supports the operation 'add' only");
            }
            comments.add(read(call, operation.get("add")));
        }
        return comments;
    }

    private Comment read(Call call, JsonNode input) {
        JsonNode body = input.path("body");
        if (!call.may(JiraPermission.ADD_COMMENTS)) {
            throw JiraRefusal.badRequest(
                    call.caller().displayName() + ", you do not have the permission to comment on this issue.");
        }
        if (Json.isMissing(body)) {
            throw JiraRefusal.field("comment", "Comment body can not be empty!");
        }
        if (!Adf.looksLikeDocument(body)) {
            throw JiraRefusal.field("comment", "Comment body is not valid!");
        }
        if (!AdfSchema.accepts(body)) {
            throw JiraRefusal.field("comment", Documents.INVALID);
        }
        if (Adf.isBlank(body)) {
            throw JiraRefusal.field("comment", "Comment body can not be empty!");
        }
        if (documents.isTooLong(body)) {
            throw JiraRefusal.badRequest(Documents.TOO_LONG);
        }
        Map<String, JsonNode> properties = new LinkedHashMap<>(IssueResource.properties(input.path("properties")));
        boolean marked = properties
                .getOrDefault(INTERNAL_MARK, Json.object())
                .path("internal")
                .asBoolean();
        return new Comment(
                site.nextId(),
                call.caller(),
                site.now(),
                body,
                Adf.text(body),
                role(call, input.path("visibility")).filter(role -> !marksLost),
                marked && !marksLost,
                properties);
    }

    private Optional<String> role(Call call, JsonNode visibility) {
        if (Json.isMissing(visibility)) {
            return Optional.empty();
        }
        String name =
                visibility.path("value").asText(visibility.path("identifier").asText());
        if (!visibility.path("type").asText().equals("role")) {
            throw JiraRefusal.field("commentLevel", "Group: " + name + " does not exist.");
        }
        if (!Names.ROLES.has(name)) {
            throw JiraRefusal.field("commentLevel", "Role: " + name + " does not exist.");
        }
        if (!site.isInRole(call.caller(), name)) {
            throw JiraRefusal.field(
                    "commentLevel", "You are currently not a member of the project role: " + name + ".");
        }
        return Optional.of(name);
    }
}
