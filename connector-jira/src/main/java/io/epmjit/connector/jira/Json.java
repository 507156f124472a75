package io.epmjit.connector.jira;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A piece of an answer of Jira's, read with suspicion: what is not there, or is of another kind, is empty. Immutable. */
final class Json {

    /** An answer lacks what its documentation promises. */
    static final class UnexpectedShape extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnexpectedShape(String message) {
            super(message);
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            .build();

    /** Jira writes the offset without a colon: {@code 2026-11-22T01:02:03.000+0000}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][.SS][.S][XXX][XX]");

    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    /** @throws UnexpectedShape if it is no JSON */
    static Json read(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return new Json(node == null ? MissingNode.getInstance() : node);
        } catch (IOException e) {
            throw new UnexpectedShape("is no JSON");
        }
    }

    /** Writes what is made of maps, lists, strings, numbers and booleans. */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    /** How many characters the value takes as JSON. */
    static int lengthOf(Object value) {
        try {
            return MAPPER.writeValueAsString(value).length();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    boolean isThere() {
        return !node.isMissingNode() && !node.isNull();
    }

    boolean isList() {
        return node.isArray();
    }

    Optional<Integer> number(String name) {
        JsonNode number = node.path(name);
        return number.canConvertToInt() ? Optional.of(number.intValue()) : Optional.empty();
    }

    Json at(String name) {
        return new Json(node.path(name));
    }

    Optional<String> asText() {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    Optional<String> text(String name) {
        return at(name).asText().filter(text -> !text.isEmpty());
    }

    /** @throws UnexpectedShape if there is no such text */
    String required(String name) {
        return text(name).orElseThrow(() -> new UnexpectedShape("lacks the text \"" + name + "\""));
    }

    boolean isTrue(String name) {
        return node.path(name).isBoolean() && node.path(name).booleanValue();
    }

    /** Whether it is there and false: what is left out is not false. */
    boolean isFalse(String name) {
        return node.path(name).isBoolean() && !node.path(name).booleanValue();
    }

    Optional<Instant> time(String name) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    /** The elements of a list; none if it is no list. */
    List<Json> elements() {
        List<Json> elements = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> elements.add(new Json(element)));
        }
        return elements;
    }

    /** The members of an object in their order; none if it is no object. */
    <T> Map<String, T> members(Function<Json, T> reader) {
        Map<String, T> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), reader.apply(new Json(member.getValue()))));
        return members;
    }
}
