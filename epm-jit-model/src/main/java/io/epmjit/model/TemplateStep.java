package io.epmjit.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step through a template, in its order: an object begins, an object ends, or a value stands there, which is either a
 * placeholder or a literal. Places with the same pointer share a cell.
 *
 * @param lead what the template writes before the value, from the end of the step before: comma, key, colon, white space
 * @param quotedKey the key as it stands in a body
 * @param doubt the warning for a value that has a backslash although nobody knows what it means
 * @param repeats whether the cell has been met before
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes, and nobody compares steps
record TemplateStep(
        Kind kind,
        String key,
        byte[] lead,
        byte[] quotedKey,
        String pointer,
        ParseWarning doubt,
        int cell,
        boolean repeats,
        @Nullable Placeholder placeholder,
        @Nullable String literal) {

    enum Kind {
        OPEN,
        CLOSE,
        VALUE
    }

    private static final int NO_CELL = -1;

    private static final byte[] NOTHING = {};

    private static byte[] quoted(String key) {
        return utf8('"' + Json.escaped(key) + '"');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ParseWarning doubt(String pointer) {
        return new ParseWarning(
                ParseWarning.Kind.DOUBTFUL_ESCAPING,
                pointer,
                "the value has a backslash, and nobody said whether EPM escapes: it was taken as JSON");
    }

    static TemplateStep open(String lead, String key, String pointer) {
        return new TemplateStep(
                Kind.OPEN, key, utf8(lead), quoted(key), pointer, doubt(pointer), NO_CELL, false, null, null);
    }

    static TemplateStep close(String pointer) {
        return new TemplateStep(Kind.CLOSE, "", NOTHING, NOTHING, pointer, doubt(pointer), NO_CELL, false, null, null);
    }

    static TemplateStep value(
            String lead, String key, String pointer, int cell, boolean repeats, Placeholder placeholder) {
        return new TemplateStep(
                Kind.VALUE, key, utf8(lead), quoted(key), pointer, doubt(pointer), cell, repeats, placeholder, null);
    }

    static TemplateStep literal(String lead, String key, String pointer, int cell, boolean repeats, String literal) {
        return new TemplateStep(
                Kind.VALUE, key, utf8(lead), quoted(key), pointer, doubt(pointer), cell, repeats, null, literal);
    }

    /** The placeholder of a step that is known to have one. */
    Placeholder requiredPlaceholder() {
        return Objects.requireNonNull(placeholder, "placeholder");
    }

    boolean isEventType() {
        return key.equalsIgnoreCase(Placeholder.EVENT_TYPE.fieldName());
    }

    /** Whether a text is this step's literal; event types are compared without regard to case. */
    boolean isLiteral(String text) {
        return isEventType() ? text.equalsIgnoreCase(literal) : text.equals(literal);
    }
}
