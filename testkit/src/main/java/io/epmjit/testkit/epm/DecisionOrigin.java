package io.epmjit.testkit.epm;

/** On which way a decision came. */
public enum DecisionOrigin {
    /** Through the management API. */
    API,
    /** By a person in EPM's own console. */
    CONSOLE
}
