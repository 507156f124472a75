package io.epmjit.testkit.epm;

/** Where clients fetch their tokens. */
public enum TokenPath {
    /** {@code /oauth/connect/token}, the documented one. */
    CONNECT,
    /** {@code /oauth/token}, which the newest client uses. */
    PLAIN
}
