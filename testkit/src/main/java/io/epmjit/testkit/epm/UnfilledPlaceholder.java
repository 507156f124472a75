package io.epmjit.testkit.epm;

/** What becomes of a placeholder without a value; nobody knows which of these EPM does. */
public enum UnfilledPlaceholder {
    /** An empty text. */
    EMPTY,
    /** {@code %%Name%%} stays. */
    LITERAL
}
