package io.epmjit.model;

/** What is known of a call that failed, and so whether it may be made again. */
public enum Retryability {

    /** The call had no effect outside, or may be repeated without harm: try again, later. */
    SAFE,

    /** The same call will fail again: somebody has to change something first. */
    NEVER,

    /** The call may have had its effect, although no answer came: look before you repeat it. */
    OUTCOME_UNKNOWN
}
