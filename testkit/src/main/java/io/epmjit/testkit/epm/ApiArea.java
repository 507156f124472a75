package io.epmjit.testkit.epm;

/** The areas of an API account, as the console shows them. */
public enum ApiArea {
    /** AdminAccessRequest and AuthorizationRequest. */
    JIT,
    /** AuthorizationRequestAudits and ActivityAudits. */
    AUDIT,
    /** Computers and Groups, and more that the fake does not have. */
    MANAGEMENT
}
