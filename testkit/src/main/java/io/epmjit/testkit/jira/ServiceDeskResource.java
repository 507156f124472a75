package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /rest/servicedeskapi}: what customers and agents say to each other. */
final class ServiceDeskResource {

    private static final DateTimeFormatter FRIENDLY =
            DateTimeFormatter.ofPattern("dd/MMM/yy h:mm a", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LARGEST_PAGE = 100;
    private static final int USUAL_PAGE = 50;

    private final Site site;
    private final CommentResource platform;
    private boolean requestTypeDemanded;

    ServiceDeskResource(Site site, CommentResource platform) {
        this.site = site;
        this.platform = platform;
    }

    void demandRequestType() {
        this.requestTypeDemanded = true;
    }

    Reply info(Call call) {
        ObjectNode answer = Json.object();
        answer.put("version", "5.18.0-SNAPSHOT");
        answer.put("platformVersion", "1001.0.0-SNAPSHOT");
        answer.set("buildDate", date(site.now().truncatedTo(ChronoUnit.DAYS)));
        answer.put("buildChangeSet", "0000000000");
        answer.put("isLicensedForUse", true);
        answer.putObject("_links").put("self", site.link("/rest/servicedeskapi/info"));
        return Json.reply(200, answer);
    }

    Reply post(Call call) {
        Issue issue = request(call);
        JsonNode input = call.body();
        for (String key : Json.names(input)) {
            if (!Set.of("body", "public").contains(key)) {
                throw bad("Unrecognized field \"" + key + "\"", "sd.rest.error.unrecognized.field");
            }
        }
        JsonNode body = input.path("body");
        JsonNode isPublic = input.path("public");
        if (!isPublic.isBoolean()) {
            throw bad("The 'public' field is required.", "sd.rest.error.comment.public.required");
        }
        if (!body.isTextual() || body.asText().isBlank()) {
            throw bad("Comment body can not be empty!", "sd.rest.error.comment.body.required");
        }
        if (Documents.isTooLong(body.asText())) {
            throw bad(
                    "The entered text is too long. It exceeds the allowed limit of 32,767 characters.",
                    "sd.rest.error.comment.body.too.long");
        }
        if (!call.may(JiraPermission.ADD_COMMENTS)) {
            throw JiraRefusal.serviceDesk(
                    403,
                    "You do not have the permission to comment on this request.",
                    "sd.request.comment.error.no.permission");
        }
        if (!isPublic.asBoolean() && !call.may(JiraPermission.SERVICEDESK_AGENT)) {
            throw JiraRefusal.serviceDesk(
                    403,
                    "You do not have permission to add an internal comment.",
                    "sd.request.comment.error.internal.no.permission");
        }
        Comment comment = new Comment(
                site.nextId(),
                call.caller(),
                site.now(),
                Adf.of(body.asText()),
                body.asText(),
                Optional.empty(),
                !isPublic.asBoolean() && !platform.losesMarks(),
                Map.of());
        site.comment(issue, comment, call.caller());
        return Json.reply(201, shown(issue, comment, call.caller()));
    }

    Reply list(Call call) {
        Issue issue = request(call);
        boolean wantsPublic = call.query("public").map(Boolean::parseBoolean).orElse(true);
        boolean wantsInternal =
                call.query("internal").map(Boolean::parseBoolean).orElse(true);
        boolean agent = call.may(JiraPermission.SERVICEDESK_AGENT);
        List<Comment> visible = issue.comments.stream()
                .filter(comment -> comment.isPublic(issue.project) ? wantsPublic : wantsInternal && agent)
                .toList();
        int start = Math.max(0, call.number("start", 0));
        int limit = Math.min(LARGEST_PAGE, Math.max(1, call.number("limit", USUAL_PAGE)));
        List<Comment> page = visible.stream().skip(start).limit(limit).toList();
        boolean last = start + page.size() >= visible.size();
        ObjectNode answer = Json.object();
        answer.putArray("_expands");
        answer.put("size", page.size());
        answer.put("start", start);
        answer.put("limit", limit);
        answer.put("isLastPage", last);
        String path = "/rest/servicedeskapi/request/" + issue.id + "/comment";
        ObjectNode links = answer.putObject("_links");
        links.put("self", site.link(path));
        links.put("base", site.link(""));
        links.put("context", "");
        if (!last) {
            links.put("next", site.link(path + "?start=" + (start + limit) + "&limit=" + limit));
        }
        if (start > 0) {
            links.put("prev", site.link(path + "?start=" + Math.max(0, start - limit) + "&limit=" + limit));
        }
        ArrayNode values = answer.putArray("values");
        page.forEach(comment -> values.add(shown(issue, comment, call.caller())));
        return Json.reply(200, answer);
    }

    Reply get(Call call) {
        Issue issue = request(call);
        String id = call.request().parameter("id");
        Comment found = issue.comments.stream()
                .filter(comment -> comment.id().equals(id))
                .filter(comment -> comment.isPublic(issue.project) || call.may(JiraPermission.SERVICEDESK_AGENT))
                .findFirst()
                .orElseThrow(() -> JiraRefusal.serviceDesk(
                        404, "The comment does not exist.", "sd.request.comment.error.not.found"));
        return Json.reply(200, shown(issue, found, call.caller()));
    }

    private Issue request(Call call) {
        return site.find(call.request().parameter("issue"))
                .filter(issue -> call.may(JiraPermission.BROWSE_PROJECTS))
                .filter(issue -> issue.project.isServiceDesk() && !requestTypeDemanded)
                .orElseThrow(() -> JiraRefusal.serviceDesk(
                        404,
                        "The request you are trying to view does not exist or you do not have permission to see it.",
                        "sd.customerview.error.issueNotFound"));
    }

    private static JiraRefusal bad(String message, String key) {
        return JiraRefusal.serviceDesk(400, message, key);
    }

    private ObjectNode shown(Issue issue, Comment comment, JiraAccount viewer) {
        ObjectNode node = Json.object();
        node.putArray("_expands").add("attachment").add("renderedBody");
        node.put("id", comment.id());
        node.put("body", comment.text());
        node.put("public", comment.isPublic(issue.project));
        ObjectNode author = node.putObject("author");
        author.put("accountId", comment.author().accountId());
        if (Render.showsEmail(comment.author(), viewer)) {
            author.put("emailAddress", comment.author().email());
        }
        author.put("displayName", comment.author().displayName());
        author.put("active", true);
        author.put("timeZone", "Etc/UTC");
        String user = site.link("/rest/api/2/user?accountId=" + comment.author().accountId());
        author.putObject("_links").put("jiraRest", user).put("self", user);
        node.set("created", date(comment.created()));
        node.putObject("_links")
                .put("self", site.link("/rest/servicedeskapi/request/" + issue.id + "/comment/" + comment.id()));
        return node;
    }

    private static ObjectNode date(Instant instant) {
        return Json.object()
                .put("iso8601", ISO.format(instant))
                .put("jira", Json.time(instant))
                .put("friendly", FRIENDLY.format(instant))
                .put("epochMillis", instant.toEpochMilli());
    }
}
