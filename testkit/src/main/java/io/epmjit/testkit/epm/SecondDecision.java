package io.epmjit.testkit.epm;

/** What becomes of a decision sent for a request that is decided; nobody knows which of these EPM does. */
public enum SecondDecision {
    /** The new one holds, and is announced. */
    OVERWRITES,
    /** 409, the old one holds. */
    CONFLICT,
    /** 200, the old one holds. */
    IGNORED
}
