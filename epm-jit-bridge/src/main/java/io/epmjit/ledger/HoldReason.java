package io.epmjit.ledger;

/** Why nothing is sent to a target for now. */
public enum HoldReason {

    /** It asks for patience: it has been called too often. */
    THROTTLED,

    /** It does not let this account in: a credential that is wrong or has expired, or a right that is missing. */
    REFUSED,

    /** Somebody has switched it off, and nothing is sent until somebody switches it on. */
    SWITCHED_OFF
}
