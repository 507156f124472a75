package io.epmjit.model;

import java.util.Objects;

/**
 * Something about a body that its reader should know, although it could be read.
 *
 * @param kind what it is
 * @param pointer the JSON pointer of the field that it is about
 * @param message the same for people; holds nothing of the body
 */
public record ParseWarning(Kind kind, String pointer, String message) {

    /** What a warning is about. */
    public enum Kind {
        /** The value has a backslash, and nobody knows whether EPM escapes: it may have been meant otherwise. */
        DOUBTFUL_ESCAPING,
        /** The value had a NUL or half a surrogate pair; each became U+FFFD. */
        REPLACED_CHARACTER,
        /** The body has no event type; what happened was told from its other fields. */
        EVENT_TYPE_INFERRED,
        /** The body names an event type that this version does not know. */
        UNKNOWN_EVENT_TYPE,
        /** The value should be a time and cannot be read as one; its text is there. */
        UNREADABLE_TIME,
        /** The value should be a duration and cannot be read as one; its text is there. */
        UNREADABLE_DURATION
    }

    public ParseWarning {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return kind + " " + pointer + ": " + message;
    }
}
