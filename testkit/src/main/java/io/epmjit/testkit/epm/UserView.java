package io.epmjit.testkit.epm;

/** What the user who asked sees of a request at one moment. */
public enum UserView {
    /** Nobody has decided. */
    PENDING,
    /** Granted for one time, which has not been taken. */
    APPROVED_ONCE,
    /** Granted, and the time is not over. */
    APPROVED_UNTIL,
    DENIED,
    /** Granted for one time, which has been taken. */
    USED,
    /** Granted, and the time is over. */
    EXPIRED
}
