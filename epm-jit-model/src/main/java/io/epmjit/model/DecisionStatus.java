package io.epmjit.model;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What EPM says of a request: pending, approved, denied, or a word that this version does not know. Compared without
 * regard to case.
 *
 * <p>The words {@code Approved} and {@code Denied} are documented for EPM's decisions, {@code Pending} for its console;
 * EPM may say others, so the set is open. <strong>An unknown word is never an approval</strong>, nor is it pending: ask
 * {@link #isApproved()}, {@link #isDenied()} and {@link #isPending()} for what you need, never for the opposite of what
 * you fear. Immutable.
 */
public final class DecisionStatus {

    public static final DecisionStatus PENDING = new DecisionStatus("Pending");
    public static final DecisionStatus APPROVED = new DecisionStatus("Approved");
    public static final DecisionStatus DENIED = new DecisionStatus("Denied");

    private final String value;

    private DecisionStatus(String value) {
        this.value = value;
    }

    /** The status of that name; surrounding white space is dropped. */
    public static DecisionStatus of(String value) {
        String name = value.strip();
        for (DecisionStatus known : new DecisionStatus[] {PENDING, APPROVED, DENIED}) {
            if (known.value.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return new DecisionStatus(Objects.requireNonNull(name));
    }

    /** The word as EPM wrote it, or as it is documented where it is a known one. */
    public String value() {
        return value;
    }

    public boolean isPending() {
        return equals(PENDING);
    }

    public boolean isApproved() {
        return equals(APPROVED);
    }

    public boolean isDenied() {
        return equals(DENIED);
    }

    /** Whether this is a final decision that this version knows: approved or denied. */
    public boolean isDecided() {
        return isApproved() || isDenied();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DecisionStatus that && value.equalsIgnoreCase(that.value);
    }

    @Override
    public int hashCode() {
        return value.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
