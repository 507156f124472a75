package io.epmjit.model;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step through a template, in its order: an object begins, an object ends, or a value stands there, which is either a
 * placeholder or a literal. Places with the same pointer share a cell.
 *
 * @param doubt the warning for a value that has a backslash although nobody knows what it means
 * @param repeats whether the cell has been met before
 */
record TemplateStep(
        Kind kind,
        SerializedString key,
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

    private static ParseWarning doubt(String pointer) {
        return new ParseWarning(
                ParseWarning.Kind.DOUBTFUL_ESCAPING,
                pointer,
                "the value has a backslash, and nobody said whether EPM escapes: it was taken as JSON");
    }

    static TemplateStep open(String key, String pointer) {
        return new TemplateStep(
                Kind.OPEN, new SerializedString(key), pointer, doubt(pointer), NO_CELL, false, null, null);
    }

    static TemplateStep close(String pointer) {
        return new TemplateStep(
                Kind.CLOSE, new SerializedString(""), pointer, doubt(pointer), NO_CELL, false, null, null);
    }

    static TemplateStep value(String key, String pointer, int cell, boolean repeats, Placeholder placeholder) {
        return new TemplateStep(
                Kind.VALUE, new SerializedString(key), pointer, doubt(pointer), cell, repeats, placeholder, null);
    }

    static TemplateStep literal(String key, String pointer, int cell, boolean repeats, String literal) {
        return new TemplateStep(
                Kind.VALUE, new SerializedString(key), pointer, doubt(pointer), cell, repeats, null, literal);
    }

    /** The placeholder of a step that is known to have one. */
    Placeholder requiredPlaceholder() {
        return Objects.requireNonNull(placeholder, "placeholder");
    }

    boolean isEventType() {
        return key.getValue().equalsIgnoreCase(Placeholder.EVENT_TYPE.fieldName());
    }

    /** Whether a text is this step's literal; event types are compared without regard to case. */
    boolean isLiteral(String text) {
        return isEventType() ? text.equalsIgnoreCase(literal) : text.equals(literal);
    }
}
