package io.epmjit.benchmark.kill;

/** What must hold, whoever is killed and whatever goes wrong. */
enum Rule {
    /** Every request that the bridge has acknowledged has exactly one ticket; no other request has two. */
    ONE_TICKET,
    /** EPM lets at most one decision of ours take effect on a request. */
    ONE_DECISION,
    /** No approval is sent again unless EPM has said in between that the request is pending. */
    NO_APPROVAL_TWICE,
    /** No decision is sent without EPM having been read, and after EPM has said that there is one already. */
    NO_CONSOLE_DECISION_OVERWRITTEN,
    /** Every webhook that was acknowledged is in the ledger. */
    NO_WEBHOOK_MISSING,
    /** Every accepted decision has taken effect, or the bridge has said why it has not. */
    NO_DECISION_LOST,
    /** No note stands on a ticket twice. */
    NO_NOTE_TWICE,
    /** In the end every ticket is resolved. */
    EVERY_TICKET_RESOLVED,
    /** Nothing was given up, and nothing went wrong that nobody thought of. */
    NOTHING_GIVEN_UP,
    /** In the end nothing is due any more. */
    AT_REST,
    /** What cannot be prevented, the bridge has noticed and told. */
    REPORTED,
    /** At least five requests were open at every kill. */
    FIVE_OPEN,
    /** Calls, edges and faults were met as often as it takes to mean something. */
    MET_OFTEN_ENOUGH
}
