package io.epmjit.decision;

/** Why a decision was not accepted. */
public enum Refusal {

    /** No such request is on record here. */
    UNKNOWN_REQUEST,

    /** Several sources have a request of that id; the proposal has to name the source. */
    AMBIGUOUS_REQUEST,

    /** Nobody said who decides. */
    APPROVER_MISSING,

    /** There is no reason. */
    REASON_MISSING,

    /** The duration is outside the limits. */
    DURATION_OUT_OF_RANGE,

    /** A single use was chosen for an admin request, and nobody knows what EPM wants to be sent for that. */
    ONCE_NOT_AVAILABLE,

    /** Another decision has been accepted here and is on its way to EPM. */
    BEING_SENT,

    /** EPM has the decision already. */
    FINAL,

    /** EPM reports an end of the request that is neither an approval nor a denial. */
    ENDED_AT_EPM,

    /** An earlier approval may have arrived: only a denial can follow it. */
    EARLIER_APPROVAL_UNCONFIRMED
}
