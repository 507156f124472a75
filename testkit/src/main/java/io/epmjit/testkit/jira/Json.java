package io.epmjit.testkit.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as Jira writes it. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    static ArrayNode array(List<? extends JsonNode> items) {
        return array().addAll(items);
    }

    static ArrayNode strings(Iterable<String> items) {
        ArrayNode array = array();
        items.forEach(array::add);
        return array;
    }

    /** Reads a request's body; what follows the first value is ignored, as Jira does. */
    static JsonNode read(byte[] bytes) throws JsonProcessingException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw malformed;
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + json, e);
        }
    }

    static Reply reply(int status, JsonNode body) {
        return Reply.json(status, body.toString());
    }

    /** {@code 2026-11-22T00:46:41.000+0000} */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static boolean isMissing(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }

    static Iterable<String> names(JsonNode object) {
        return () -> {
            Iterator<String> names = object.fieldNames();
            return names;
        };
    }
}
