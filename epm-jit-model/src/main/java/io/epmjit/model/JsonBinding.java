package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as JSON that has exactly a template's keys: with their nesting, in its order, as often as there, the
 * literals as they are, and nothing behind the end. Since every key of the template stands in the text in any case, a key
 * that a value brought along is one too many.
 */
final class JsonBinding {

    private final WebhookTemplate template;
    private final Filling filling;
    private final boolean doubtBackslashes;
    private final JsonCursor cursor;

    private JsonBinding(Body body, WebhookTemplate template, ParseOptions options) {
        this.template = template;
        this.filling = new Filling(template, options);
        this.doubtBackslashes = options.escaping() == Escaping.DETECT;
        this.cursor = new JsonCursor(body.bytes(), body.start());
    }

    static Attempt attempt(Body body, WebhookTemplate template, ParseOptions options) {
        JsonBinding binding = new JsonBinding(body, template, options);
        Misfit misfit = binding.read();
        return misfit == null ? Attempt.fits(binding.filling) : Attempt.misfit(misfit);
    }

    private @Nullable Misfit read() {
        if (!cursor.pass('{')) {
            return new Misfit(Reason.NOT_JSON, "this is no JSON object", null, cursor.offset());
        }
        List<TemplateStep> steps = template.steps();
        boolean first = true;
        for (int i = 0; i < steps.size(); i++) {
            TemplateStep step = steps.get(i);
            Misfit misfit = switch (step.kind()) {
                case OPEN -> open(step, first);
                case CLOSE -> close(step.pointer());
                case VALUE -> value(step, first);
            };
            if (misfit != null) {
                return misfit;
            }
            first = step.kind() == TemplateStep.Kind.OPEN;
        }
        Misfit misfit = close("");
        if (misfit == null && !cursor.isAtEnd()) {
            return new Misfit(Reason.TRAILING_TEXT, "something follows the object", null, cursor.offset());
        }
        return misfit;
    }

    private @Nullable Misfit open(TemplateStep step, boolean first) {
        Misfit misfit = key(step, first);
        if (misfit != null) {
            return misfit;
        }
        return cursor.pass('{') ? null : misfit("has an object here", step.pointer());
    }

    private @Nullable Misfit close(String pointer) {
        return cursor.pass('}') ? null : misfit("ends its object here, and the body goes on", pointer);
    }

    private @Nullable Misfit value(TemplateStep step, boolean first) {
        Misfit misfit = key(step, first);
        if (misfit != null) {
            return misfit;
        }
        String text = cursor.string(filling.expected(step));
        if (text == null && !cursor.passNull()) {
            return misfit("has a text in quotes here", step.pointer());
        }
        if (text != null && cursor.hadBackslash()) {
            text = unescaped(text, step);
        }
        misfit = filling.put(step, text);
        return misfit == null ? null : misfit.at(cursor.offset());
    }

    private String unescaped(String text, TemplateStep step) {
        if (doubtBackslashes) {
            filling.warn(step.doubt());
        }
        return filling.replaceUnprintable(text, step.pointer());
    }

    /** Passes the comma before a key, the key, and its colon; at once where they stand as the template writes them. */
    private @Nullable Misfit key(TemplateStep step, boolean first) {
        if (cursor.passBytes(step.lead())) {
            return null;
        }
        if (!first && !cursor.pass(',')) {
            return misfit("has the key \"" + step.key() + "\" here, and the body has no more", step.pointer());
        }
        cursor.skipWhiteSpace();
        int offset = cursor.offset();
        if (!cursor.passBytes(step.quotedKey())) {
            String found = cursor.string();
            if (found == null || !found.equalsIgnoreCase(step.key())) {
                String shown = found == null ? "no key" : Misfit.shown(found);
                return misfit("has the key \"" + step.key() + "\" here, and the body has " + shown, step.pointer())
                        .at(offset);
            }
        }
        return cursor.pass(':') ? null : misfit("has a value for this key", step.pointer());
    }

    private Misfit misfit(String what, String pointer) {
        return new Misfit(
                Reason.NOT_THE_TEMPLATE, "the template '" + template.name() + "' " + what, pointer, cursor.offset());
    }
}
