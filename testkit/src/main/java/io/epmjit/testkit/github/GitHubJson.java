package io.epmjit.testkit.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** JSON as GitHub writes it. */
final class GitHubJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private GitHubJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    static Reply reply(int status, JsonNode body) {
        return Reply.json(status, body.toString());
    }

    static Reply message(int status, String message) {
        return reply(
                status,
                object().put("message", message)
                        .put("documentation_url", "https://docs.github.com/rest")
                        .put("status", Integer.toString(status)));
    }

    /** What GitHub answers to values that it does not take. */
    static Reply invalid(String resource, String field, String code, String message) {
        ObjectNode body = object().put("message", "Validation Failed").put("status", "422");
        body.putArray("errors")
                .addObject()
                .put("resource", resource)
                .put("code", code)
                .put("field", field)
                .put("message", message);
        return reply(422, body);
    }

    /** Whole seconds, as GitHub tells time. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
