package io.epmjit.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.epmjit.model.JitWebhookParseException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Whether a body is one legal JSON object, whatever stands in it. */
final class JsonSyntax {

    private JsonSyntax() {}

    /** What is wrong with the body as JSON; null if nothing is. */
    static @Nullable Misfit fault(Body body, int maxDepth) {
        int origin = body.firstByte();
        if (origin == body.end()) {
            return new Misfit(Reason.NOT_JSON, "there is nothing in it", null, origin);
        }
        if (body.hasNul()) {
            return new Misfit(Reason.NOT_JSON, "it has a NUL, which JSON does not have", null, origin);
        }
        try (JsonParser parser = Json.FACTORY.createParser(body.bytes(), origin, body.end() - origin)) {
            JsonToken first = parser.nextToken();
            int depth = 0;
            JsonToken token = first;
            do {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > maxDepth) {
                    return tooDeep(
                            maxDepth, origin + parser.currentTokenLocation().getByteOffset());
                }
                if (depth > 0) {
                    token = parser.nextToken();
                }
            } while (depth > 0 && token != null);
            Misfit trailing = trailing(parser, origin);
            if (trailing == null && first != JsonToken.START_OBJECT) {
                return new Misfit(Reason.NOT_AN_OBJECT, "it is legal JSON, but no object", null, origin);
            }
            return trailing;
        } catch (JsonProcessingException notJson) {
            return misfit(notJson, origin);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Misfit tooDeep(int maxDepth, long offset) {
        return new Misfit(Reason.TOO_DEEP, "objects and arrays may stand " + maxDepth + " levels deep", null, offset);
    }

    /** What follows a value that should be the last; null if nothing does. */
    static @Nullable Misfit trailing(JsonParser parser, int origin) throws IOException {
        try {
            if (parser.nextToken() == null) {
                return null;
            }
        } catch (JsonProcessingException whatever) {
            // Whether what follows is legal or not, it should not be there.
        }
        return new Misfit(
                Reason.TRAILING_TEXT,
                "something follows the object",
                null,
                origin + parser.currentTokenLocation().getByteOffset());
    }

    /** The parser's own message may quote the body, so only its place is kept. */
    static Misfit misfit(JsonProcessingException notJson, int origin) {
        long offset = notJson.getLocation() == null ? 0 : notJson.getLocation().getByteOffset();
        return new Misfit(Reason.NOT_JSON, "this is not legal JSON", null, origin + Math.max(offset, 0));
    }
}
