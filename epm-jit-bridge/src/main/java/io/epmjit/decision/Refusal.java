package io.epmjit.decision;

/** Why a decision was not accepted. */
public enum Refusal {

    /** No such request is on record here. */
    UNKNOWN_REQUEST,

    /** EPM's list has the request by its number only; until its id is known, nothing can be sent to EPM. */
    REQUEST_ID_UNKNOWN,

    /** Several tenants have a request of that id; the proposal has to name the tenant. */
    AMBIGUOUS_REQUEST,

    /** Nobody said who decides. */
    APPROVER_MISSING,

    /** There is no reason. */
    REASON_MISSING,

    /** Approver or reason are longer than anybody would read. */
    TOO_LONG,

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
    EARLIER_APPROVAL_UNCONFIRMED,

    /** The policy takes only requests that EPM itself was seen to know of. */
    NOT_VERIFIED,

    /** The request came in too long ago, by the policy. */
    TOO_OLD,

    /** None of its tickets is in a state in which decisions may be made. */
    INACTIVE,

    /** The tracker through which the decision came cannot show the ticket. */
    TICKET_UNREADABLE,

    /** The ticket through which the decision came does not carry the request's stamp. */
    TICKET_STRANGE,

    /** Only the holder of a key says who decides, and the policy wants more. */
    ASSERTED_ONLY,

    /** The approver is none of those who may decide this request. */
    NOT_ALLOWED,

    /** The identity mapping does not know the approver, so nobody can tell whether they are the requester. */
    APPROVER_UNKNOWN,

    /** Nobody reliably knows who the requester is. */
    REQUESTER_UNKNOWN,

    /** The approver is the requester. */
    SELF_APPROVAL,

    /** The second approver is the first one, or might be. */
    SAME_APPROVER,

    /** An operator wants to repeat a decision of which it is known what became of it. */
    NOT_UNCONFIRMED,

    /** An operator wants to repeat an approval after which somebody has denied. */
    DENIED_SINCE,

    /** A call came before under the same id, and said something else. */
    CALL_ID_REUSED
}
