package io.epmjit.testkit.jira;

/** What becomes of a request whose address and token do not fit. Sites do both. */
public enum RejectedCredentials {
    /** 401. */
    REFUSED,
    /** Taken for a stranger's, who may do nothing: issues are not there, searches find nothing; only some calls get 401. */
    ANONYMOUS
}
