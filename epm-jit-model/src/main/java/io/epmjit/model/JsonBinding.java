package io.epmjit.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.epmjit.model.JitWebhookParseException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as JSON that has exactly a template's keys: with their nesting, in its order, as often as there, the
 * literals as they are, and nothing behind the end. Since every key of the template stands in the text in any case, a key
 * that a value brought along is one too many.
 */
final class JsonBinding {

    private final Body body;
    private final WebhookTemplate template;
    private final Filling filling;
    private final boolean doubtBackslashes;
    private final JsonParser parser;
    private final int origin;

    /** Up to where {@link #passString} has followed the parser. */
    private int passed;

    private JsonBinding(Body body, WebhookTemplate template, ParseOptions options, JsonParser parser, int origin) {
        this.body = body;
        this.template = template;
        this.filling = new Filling(template, options);
        this.doubtBackslashes = options.escaping() == Escaping.DETECT;
        this.parser = parser;
        this.origin = origin;
        this.passed = origin;
    }

    static Attempt attempt(Body body, WebhookTemplate template, ParseOptions options) {
        int origin = body.firstByte();
        if (body.hasNul() || origin == body.end() || body.bytes()[origin] != '{') {
            return Attempt.misfit(new Misfit(Reason.NOT_JSON, "this is no JSON object", null, origin));
        }
        try (JsonParser parser = Json.FACTORY.createParser(body.bytes(), origin, body.end() - origin)) {
            JsonBinding binding = new JsonBinding(body, template, options, parser, origin);
            Misfit misfit = binding.read();
            return misfit == null ? Attempt.fits(binding.filling) : Attempt.misfit(misfit);
        } catch (JsonProcessingException notJson) {
            return Attempt.misfit(JsonSyntax.misfit(notJson, origin));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private @Nullable Misfit read() throws IOException {
        parser.nextToken();
        List<TemplateStep> steps = template.steps();
        for (int i = 0; i < steps.size(); i++) {
            TemplateStep step = steps.get(i);
            Misfit misfit = switch (step.kind()) {
                case OPEN -> open(step);
                case CLOSE -> close(step.pointer());
                case VALUE -> value(step);
            };
            if (misfit != null) {
                return misfit;
            }
        }
        Misfit misfit = close("");
        return misfit != null ? misfit : JsonSyntax.trailing(parser, origin);
    }

    private @Nullable Misfit open(TemplateStep step) throws IOException {
        if (!parser.nextFieldName(step.key()) && !isKeyInAnotherCase(step)) {
            return keyMissing(step);
        }
        passString();
        return parser.nextToken() == JsonToken.START_OBJECT
                ? null
                : misfit("the template '" + template.name() + "' has an object here", step.pointer());
    }

    private @Nullable Misfit close(String pointer) throws IOException {
        return parser.nextToken() == JsonToken.END_OBJECT
                ? null
                : misfit(
                        "the template '" + template.name() + "' ends its object here, and the body goes on with "
                                + found(),
                        pointer);
    }

    private @Nullable Misfit value(TemplateStep step) throws IOException {
        if (!parser.nextFieldName(step.key()) && !isKeyInAnotherCase(step)) {
            return keyMissing(step);
        }
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
            return misfit("the template '" + template.name() + "' has a text in quotes here", step.pointer());
        }
        passString();
        String text = null;
        if (token == JsonToken.VALUE_STRING) {
            text = passString() ? unescaped(parser.getText(), step) : parser.getText();
        }
        Misfit misfit = filling.put(step, text);
        return misfit == null ? null : misfit.at(offset());
    }

    private String unescaped(String text, TemplateStep step) {
        if (doubtBackslashes) {
            filling.warn(step.doubt());
        }
        return filling.replaceUnprintable(text, step.pointer());
    }

    /** Follows the parser over one string, of which it tells only the meaning, and says whether it has a backslash. */
    private boolean passString() {
        if (!body.hasBackslash()) {
            return false;
        }
        byte[] bytes = body.bytes();
        while (bytes[passed] != '"') {
            passed++;
        }
        boolean backslash = false;
        for (passed++; bytes[passed] != '"'; passed++) {
            if (bytes[passed] == '\\') {
                backslash = true;
                passed++;
            }
        }
        passed++;
        return backslash;
    }

    private boolean isKeyInAnotherCase(TemplateStep step) throws IOException {
        return parser.currentToken() == JsonToken.FIELD_NAME
                && parser.currentName().equalsIgnoreCase(step.key().getValue());
    }

    private Misfit keyMissing(TemplateStep step) throws IOException {
        return misfit(
                "the template '" + template.name() + "' has the key \""
                        + step.key().getValue() + "\" here, and the body has " + found(),
                step.pointer());
    }

    private String found() throws IOException {
        return parser.currentToken() == JsonToken.FIELD_NAME ? Misfit.shown(parser.currentName()) : "no key";
    }

    private Misfit misfit(String message, String pointer) {
        return new Misfit(Reason.NOT_THE_TEMPLATE, message, pointer, offset());
    }

    private long offset() {
        return origin + parser.currentTokenLocation().getByteOffset();
    }
}
