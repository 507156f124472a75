package io.epmjit.connector;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mark by which a ticket is found again: for EPM the {@code RequestId} itself (what the guide's Jira field holds),
 * for other sources {@code kind:id}. A tracker compares stamps exactly, letter case included. Immutable.
 */
public final class Stamp {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    private final String value;

    private Stamp(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException unless it is 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -} */
    public static Stamp of(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a stamp is 1 to 100 characters of A-Z a-z 0-9 . _ : -");
        }
        return new Stamp(value);
    }

    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stamp that && value.equals(that.value);
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
