package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jira says no. Carries the answer. */
final class JiraRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String NO_SUCH_ISSUE = "Issue does not exist or you do not have permission to see it.";

    private final transient Reply reply;

    private JiraRefusal(Reply reply) {
        super("refused with " + reply.status(), null, false, false);
        this.reply = reply;
    }

    /** An {@code ErrorCollection} with one message. */
    static JiraRefusal message(int status, String message) {
        return collection(status, List.of(message), Map.of());
    }

    static JiraRefusal badRequest(String message) {
        return message(400, message);
    }

    /** An {@code ErrorCollection} that names a field. */
    static JiraRefusal field(String field, String message) {
        return collection(400, List.of(), Map.of(field, message));
    }

    static JiraRefusal collection(int status, List<String> messages, Map<String, String> errors) {
        ObjectNode body = Json.object();
        body.set("errorMessages", Json.strings(messages));
        ObjectNode fields = body.putObject("errors");
        new LinkedHashMap<>(errors).forEach(fields::put);
        return new JiraRefusal(Json.reply(status, body));
    }

    /** A body that could not even be read; such answers have no {@code errors}. */
    static JiraRefusal unreadable(String message) {
        ObjectNode body = Json.object();
        body.putArray("errorMessages").add(message);
        return new JiraRefusal(Json.reply(400, body));
    }

    /** As the service desk API answers, in a shape of its own. */
    static JiraRefusal serviceDesk(int status, String message, String i18nKey) {
        ObjectNode body = Json.object();
        body.put("errorMessage", message);
        body.putObject("i18nErrorMessage").put("i18nKey", i18nKey).putArray("parameters");
        return new JiraRefusal(Json.reply(status, body));
    }

    static JiraRefusal noSuchIssue() {
        return message(404, NO_SUCH_ISSUE);
    }

    static JiraRefusal with(Reply reply) {
        return new JiraRefusal(reply);
    }

    JsonNode body() {
        return Json.parse(new String(reply.body(), StandardCharsets.UTF_8));
    }

    Reply reply() {
        return reply;
    }
}
