package io.epmjit.benchmark.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One line of a journal.
 *
 * @param position counts the lines of its journal from zero: what stands earlier happened earlier
 */
record Entry(int position, String what, JsonNode fields) {

    private static final JsonMapper JSON = new JsonMapper();

    static Entry parse(int position, String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            return new Entry(position, fields.path("what").asText(), fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a line of a journal: " + line, e);
        }
    }

    boolean is(String kind) {
        return what.equals(kind);
    }

    /** A field; empty if there is none. */
    String text(String field) {
        return fields.path(field).asText();
    }

    int number(String field) {
        return fields.path(field).asInt();
    }

    boolean has(String field) {
        return fields.has(field);
    }

    /** The call that caused it; -1 if none did. */
    long call() {
        return fields.path("call").asLong(-1);
    }

    @Override
    public String toString() {
        return position + " " + fields;
    }
}
