package io.epmjit.model;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step through a template, in its order: an object begins, an object ends, or a value stands there, which is either a
 * placeholder or a literal. Places with the same pointer share a cell.
 */
record TemplateStep(
        Kind kind,
        SerializedString key,
        String pointer,
        int cell,
        @Nullable Placeholder placeholder,
        @Nullable String literal) {

    enum Kind {
        OPEN,
        CLOSE,
        VALUE
    }

    private static final int NO_CELL = -1;

    static TemplateStep open(String key, String pointer) {
        return new TemplateStep(Kind.OPEN, new SerializedString(key), pointer, NO_CELL, null, null);
    }

    static TemplateStep close(String pointer) {
        return new TemplateStep(Kind.CLOSE, new SerializedString(""), pointer, NO_CELL, null, null);
    }

    static TemplateStep value(String key, String pointer, int cell, Placeholder placeholder) {
        return new TemplateStep(Kind.VALUE, new SerializedString(key), pointer, cell, placeholder, null);
    }

    static TemplateStep literal(String key, String pointer, int cell, String literal) {
        return new TemplateStep(Kind.VALUE, new SerializedString(key), pointer, cell, null, literal);
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
