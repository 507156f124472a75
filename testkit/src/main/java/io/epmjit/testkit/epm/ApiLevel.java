package io.epmjit.testkit.epm;

/** What an API account may do in an area. */
public enum ApiLevel {
    /** Nothing. */
    NO_ACCESS,
    /** {@code GET}. */
    READ_ONLY,
    /** Every verb. */
    FULL_ACCESS
}
