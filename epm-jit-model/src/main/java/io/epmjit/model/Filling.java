package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import io.epmjit.model.ParseWarning.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The texts of one body while it is read against a template. */
final class Filling {

    private static final char REPLACEMENT = '\uFFFD';

    private final WebhookTemplate template;
    private final int maxFieldLength;
    private final @Nullable String[] texts;
    private @Nullable List<ParseWarning> warnings;

    Filling(WebhookTemplate template, ParseOptions options) {
        this.template = template;
        this.maxFieldLength = options.maxFieldLength();
        this.texts = new @Nullable String[template.layout().size()];
    }

    /** What the body must have at a step, as far as that is known: the literal, or what stood there before. */
    @Nullable
    String expected(TemplateStep step) {
        return step.repeats() ? texts[step.cell()] : step.literal();
    }

    /** Puts what stands at a step into its cell; a misfit if the template does not allow it. */
    @Nullable
    Misfit put(TemplateStep step, @Nullable String text) {
        if (text != null && text.length() > maxFieldLength) {
            return tooLong(maxFieldLength, step.pointer());
        }
        if (step.literal() != null && (text == null || !step.isLiteral(text))) {
            return Misfit.of(
                    Reason.NOT_THE_TEMPLATE,
                    "the template '" + template.name() + "' has a literal here, and this is another",
                    step.pointer());
        }
        String value = step.placeholder() == null ? text : present(step.placeholder(), text);
        if (step.repeats() && !Objects.equals(value, texts[step.cell()])) {
            return Misfit.of(
                    Reason.CONFLICTING_FIELD,
                    "this stands twice in its object, and not with the same value",
                    step.pointer());
        }
        texts[step.cell()] = value;
        return null;
    }

    /** Puts the template's literals in, for a body in which they are part of the text between the values. */
    void putLiterals() {
        for (TemplateStep step : template.steps()) {
            if (step.literal() != null) {
                texts[step.cell()] = step.literal();
            }
        }
    }

    static Misfit tooLong(int maxFieldLength, String pointer) {
        return Misfit.of(Reason.TOO_LARGE, "a field may have " + maxFieldLength + " characters", pointer);
    }

    private static @Nullable String present(Placeholder placeholder, @Nullable String text) {
        return text == null || placeholder.isAbsentIn(text) ? null : text;
    }

    void warn(Kind kind, String pointer, String message) {
        warn(new ParseWarning(kind, pointer, message));
    }

    void warn(ParseWarning warning) {
        List<ParseWarning> known = warnings;
        if (known == null) {
            known = new ArrayList<>();
            warnings = known;
        }
        if (!known.contains(warning)) {
            known.add(warning);
        }
    }

    /** The text with U+FFFD for every NUL and every half of a surrogate pair, and a warning if there was one. */
    String replaceUnprintable(String text, String pointer) {
        String cleaned = withoutUnprintable(text);
        if (!cleaned.equals(text)) {
            warn(Kind.REPLACED_CHARACTER, pointer, "a NUL or half a surrogate pair became U+FFFD");
        }
        return cleaned;
    }

    static String withoutUnprintable(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    WebhookTemplate template() {
        return template;
    }

    /** The event type that stands in the body, or in the template for it. */
    @Nullable
    String eventType() {
        int cell = template.layout().cellOf(Placeholder.EVENT_TYPE);
        return cell < 0 ? null : texts[cell];
    }

    EventFields fields(Binding binding) {
        return new EventFields(
                binding,
                template,
                template.layout(),
                texts,
                warnings == null ? List.of() : Collections.unmodifiableList(warnings));
    }
}
