package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends a call with an answer in the manner of ASP.NET Core: a problem document, or just a status. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String PROBLEM = "application/problem+json; charset=utf-8";

    private final transient Reply reply;

    private Refusal(Reply reply) {
        super("refused with " + reply.status(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }

    static Refusal with(Reply reply) {
        return new Refusal(reply);
    }

    static Refusal unsupportedMediaType() {
        return problem(415, "Unsupported Media Type");
    }

    static Refusal notFound() {
        return problem(404, "Not Found");
    }

    static Refusal conflict() {
        return problem(409, "Conflict");
    }

    private static Refusal problem(int status, String title) {
        return new Refusal(Reply.status(status).body(PROBLEM, Json.text(document(status, title))));
    }

    /** 400 with {@code errors} by field. */
    static Refusal invalid(Map<String, List<String>> errors) {
        ObjectNode document = document(400, "One or more validation errors occurred.");
        ObjectNode byField = document.putObject("errors");
        errors.forEach((field, messages) -> messages.forEach(byField.withArray(field)::add));
        return new Refusal(Reply.status(400).body(PROBLEM, Json.text(document)));
    }

    static Refusal invalid(String field, String message) {
        return invalid(Map.of(field, List.of(message)));
    }

    private static ObjectNode document(int status, String title) {
        String trace = UUID.randomUUID().toString().replace("-", "");
        return Json.object()
                .put("type", "https://tools.ietf.org/html/rfc9110#section-15.5." + (status - 399))
                .put("title", title)
                .put("status", status)
                .put("traceId", "00-" + trace + "-" + trace.substring(0, 16) + "-00");
    }
}
