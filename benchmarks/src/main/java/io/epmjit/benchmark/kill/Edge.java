package io.epmjit.benchmark.kill;

/** A point in the bridge's work at which its process can end. */
enum Edge {
    /** Everything of a webhook is written, and not yet committed. */
    WEBHOOK_WRITTEN,
    /** A webhook is on disk, and not yet acknowledged. */
    WEBHOOK_COMMITTED,
    /** A decision is written, and not yet committed. */
    DECISION_WRITTEN,
    /** A decision is on disk, and nobody has been told that it is accepted. */
    DECISION_COMMITTED,
    /** Effects are claimed, but the claim is not committed. */
    CLAIM_WRITTEN,
    /** Effects are claimed, and no worker has begun. */
    CLAIM_COMMITTED,
    /** EPM has said that a request is pending, and the decision has not been sent. */
    EPM_READ_BEFORE_SENDING,
    /** That the call goes out is written, and not yet committed. */
    DEPARTURE_WRITTEN,
    /** That the call goes out is on disk, and it has not gone out. */
    DEPARTURE_COMMITTED,
    /** The tracker has answered with a ticket, and nothing of it is written. */
    TICKET_ANSWERED,
    /** The tracker has taken a note, and nothing of it is written. */
    NOTE_ANSWERED,
    /** The tracker has resolved a ticket, and nothing of it is written. */
    RESOLUTION_ANSWERED,
    /** EPM has taken a decision, and nothing of it is written. */
    DECISION_ANSWERED,
    /** A look-up is about to be made. */
    LOOK_UP_BEGUN,
    /** The tracker has answered a look-up, and nothing of it is written. */
    LOOK_UP_ANSWERED,
    /** The outcome of a call is written, and not yet committed. */
    OUTCOME_WRITTEN,
    /** The outcome of a call is on disk, and nobody has been told. */
    OUTCOME_COMMITTED,
    /** The outcome of a look-up is on disk. */
    LOOK_UP_COMMITTED
}
