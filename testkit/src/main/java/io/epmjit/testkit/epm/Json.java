package io.epmjit.testkit.epm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.io.IOException;
import java.util.Optional;

/** JSON as EPM reads and writes it. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The document, or nothing if this is not legal JSON. */
    static Optional<JsonNode> parse(byte[] bytes) {
        try {
            JsonNode document = MAPPER.readTree(bytes);
            return document == null || document.isMissingNode() ? Optional.empty() : Optional.of(document);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    static String text(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A text as it stands between the quotes of a JSON string. */
    static String escaped(String text) {
        String quoted = text(MAPPER.getNodeFactory().textNode(text));
        return quoted.substring(1, quoted.length() - 1);
    }

    static Reply reply(int status, JsonNode document) {
        return Reply.json(status, text(document));
    }
}
