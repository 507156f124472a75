package io.epmjit.testkit.epm;

/** What EPM made of a decision that it was sent. */
public enum DecisionEffect {
    /** It holds, or held until the next one. */
    EFFECTIVE,
    /** It was acknowledged and changed nothing. */
    IGNORED,
    /** It was answered with 409. */
    REFUSED
}
