package io.epmjit.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.epmjit.model.AccessDuration;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a call says, as JSON: one object of texts, nothing unknown in it and nothing twice.
 *
 * @param ticket the ticket's id or key in the caller's tracker
 * @param duration for how long; empty for a denial
 * @param approver who decides, as the caller names them
 * @param reason why
 */
record DecisionCall(String ticket, Optional<AccessDuration> duration, String approver, String reason) {

    private static final Set<String> FIELDS = Set.of("ticket", "decision", "duration", "approver", "reason");
    private static final int LONGEST_TEXT = 16_384;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    /** A call that cannot be understood; the message says what is wrong with it, and quotes nothing of it. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static DecisionCall parse(byte[] body) throws Unreadable {
        Map<String, String> texts = texts(body);
        String ticket = texts.getOrDefault("ticket", "").strip();
        if (ticket.isEmpty()) {
            throw new Unreadable("ticket is missing: the id or key of the ticket");
        }
        return new DecisionCall(
                ticket, duration(texts), texts.getOrDefault("approver", ""), texts.getOrDefault("reason", ""));
    }

    private static Optional<AccessDuration> duration(Map<String, String> texts) throws Unreadable {
        String decision = texts.getOrDefault("decision", "");
        boolean approves = decision.equals("approve");
        if (!approves && !decision.equals("deny")) {
            throw new Unreadable("decision must be approve or deny");
        }
        String duration = texts.get("duration");
        if (approves == (duration == null)) {
            throw new Unreadable("an approval needs a duration, such as once, 30m or 2h, and a denial has none");
        }
        try {
            return duration == null ? Optional.empty() : Optional.of(AccessDuration.parse(duration));
        } catch (IllegalArgumentException e) {
            throw new Unreadable("duration is " + e.getMessage());
        }
    }

    private static Map<String, String> texts(byte[] body) throws Unreadable {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable("the body must be one JSON object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (!FIELDS.contains(name)) {
                    throw new Unreadable("there is a field that nobody knows; known are ticket, decision, duration,"
                            + " approver and reason");
                }
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new Unreadable(name + " must be a text");
                }
                texts.put(name, json.getText());
            }
            if (json.nextToken() != null) {
                throw new Unreadable("there is something behind the JSON object");
            }
            return texts;
        } catch (IOException e) {
            throw new Unreadable("the body is no JSON object that says each thing once");
        }
    }
}
