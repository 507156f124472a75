package io.epmjit.connector;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mark of one note, unique on its ticket. It stands in the note's text, so that a note whose answer was lost can be
 * found again before it is written twice. Immutable.
 */
public final class NoteKey {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    private final String value;

    private NoteKey(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public static NoteKey of(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a note's key is 1 to 100 characters of A-Z a-z 0-9 . _ : -");
        }
        return new NoteKey(value);
    }

    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteKey that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
