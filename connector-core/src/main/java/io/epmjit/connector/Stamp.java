package io.epmjit.connector;

import java.util.regex.Pattern;

/**
 * The mark by which a ticket is found again: for EPM the {@code RequestId} itself (what the guide's Jira field holds),
 * for other sources {@code kind:id}. A tracker compares stamps exactly, letter case included.
 *
 * @param value 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record Stamp(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public Stamp {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a stamp is 1 to 100 characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public static Stamp of(String value) {
        return new Stamp(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
