package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.JiraWorkflow.Screen;
import io.epmjit.testkit.jira.JiraWorkflow.Transition;
import io.epmjit.testkit.server.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /rest/api/3/issue/{issue}/transitions}. */
final class TransitionResource {

    private final Site site;
    private final Render render;
    private final CommentResource comments;
    private int conflicts;

    TransitionResource(Site site, Render render, CommentResource comments) {
        this.site = site;
        this.render = render;
        this.comments = comments;
    }

    void conflictNext(int times) {
        this.conflicts = times;
    }

    List<Transition> available(Call call, Issue issue) {
        if (!call.may(JiraPermission.TRANSITION_ISSUES)) {
            return List.of();
        }
        return issue.project.workflow().transitions().stream()
                .filter(transition -> transition.isOfferedIn(issue.status))
                .toList();
    }

    Reply list(Call call) {
        Issue issue = call.issue();
        boolean withFields = call.list("expand").contains("transitions.fields");
        boolean all = call.query("includeUnavailableTransitions")
                .filter(Boolean::parseBoolean)
                .isPresent();
        List<Transition> available = available(call, issue);
        List<Transition> shown = all && call.may(JiraPermission.TRANSITION_ISSUES)
                ? issue.project.workflow().transitions()
                : available;
        ObjectNode answer = Json.object().put("expand", "transitions");
        answer.set(
                "transitions",
                Json.array(shown.stream()
                        .filter(transition -> call.query("transitionId")
                                .map(transition.id()::equals)
                                .orElse(true))
                        .map(transition -> render.transition(
                                transition, issue.project, available.contains(transition), withFields))
                        .toList()));
        return Json.reply(200, answer);
    }

    Reply post(Call call) {
        Issue issue = call.issue();
        JsonNode body = call.body();
        Transition transition =
                asked(call, issue, body).orElseThrow(() -> JiraRefusal.badRequest("Missing 'transition' identifier"));
        if (conflicts > 0) {
            conflicts--;
            throw JiraRefusal.message(
                    409, "The issue could not be updated due to a conflicting update. Please try again.");
        }
        perform(call, issue, transition, body);
        return Reply.status(204);
    }

    /** The transition that a body names, if it names one. */
    Optional<Transition> asked(Call call, Issue issue, JsonNode body) {
        JsonNode id = body.path("transition").path("id");
        if (Json.isMissing(id)) {
            return Optional.empty();
        }
        if (!id.asText().matches("\\d+")) {
            throw JiraRefusal.badRequest("'transition' identifier must be an integer");
        }
        return Optional.of(available(call, issue).stream()
                .filter(transition -> transition.id().equals(id.asText()))
                .findFirst()
                .orElseThrow(() ->
                        JiraRefusal.badRequest("Transition id '" + id.asText() + "' is not valid for this issue.")));
    }

    void perform(Call call, Issue issue, Transition transition, JsonNode body) {
        JsonNode fields = body.path("fields");
        JsonNode update = body.path("update");
        Map<String, String> errors = new LinkedHashMap<>();
        boolean screen = transition.screen() != Screen.NONE;
        for (String field : Json.names(fields)) {
            if (update.has(field)) {
                errors.put(field, "Field '" + field + "' cannot appear in both 'fields' and 'update'");
            } else if (!screen || !field.equals("resolution")) {
                errors.put(field, notOnScreen(field));
            }
        }
        for (String field : Json.names(update)) {
            if (!field.equals("comment") && !(screen && field.equals("resolution"))) {
                errors.put(field, notOnScreen(field));
            }
        }
        JsonNode wanted = fields.has("resolution")
                ? fields.get("resolution")
                : update.path("resolution").path(0).path("set");
        Optional<String> resolution = Optional.empty();
        if (screen && !Json.isMissing(wanted)) {
            resolution = FieldInput.byIdOrName(Names.RESOLUTIONS, wanted);
            if (resolution.isEmpty()) {
                errors.put("resolution", "Could not find valid 'id' or 'name' in resolution object.");
            }
        } else if (transition.screen() == Screen.RESOLUTION_REQUIRED) {
            errors.put("resolution", "Resolution is required.");
        }
        if (!errors.isEmpty()) {
            throw JiraRefusal.collection(400, List.of(), errors);
        }
        List<Comment> added = comments.inUpdate(call, update.path("comment"));
        JiraWorkflow.Status to = issue.project.workflow().status(transition.to());
        site.setStatus(issue, to, resolutionAfter(issue, to, resolution), call.caller());
        added.forEach(comment -> site.comment(issue, comment, call.caller()));
    }

    /** Leaving a done status clears the resolution; entering one without a screen sets the usual one. */
    private static @Nullable String resolutionAfter(Issue issue, JiraWorkflow.Status to, Optional<String> chosen) {
        if (to.category() != StatusCategory.DONE) {
            return null;
        }
        return chosen.orElse(issue.resolution == null ? "Done" : issue.resolution);
    }

    private static String notOnScreen(String field) {
        return "Field '" + field + "' cannot be set. It is not on the appropriate screen, or unknown.";
    }
}
