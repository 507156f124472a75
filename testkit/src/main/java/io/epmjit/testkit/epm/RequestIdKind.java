package io.epmjit.testkit.epm;

/** By what a single application request can be read. */
public enum RequestIdKind {
    /** What the webhook calls {@code RequestId}. */
    REQUEST_ID,
    /** {@code EPM000123}. */
    TICKET_NUMBER,
    /** The tracker's id, once a decision or its creator has told EPM. */
    SYSTEM_ID
}
