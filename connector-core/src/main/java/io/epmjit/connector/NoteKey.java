package io.epmjit.connector;

import java.util.regex.Pattern;

/**
 * The mark of one note, unique on its ticket. It stands in the note's text, so that a note whose answer was lost can be
 * found again before it is written twice.
 *
 * @param value 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record NoteKey(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public NoteKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a note's key is 1 to 100 characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public static NoteKey of(String value) {
        return new NoteKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
