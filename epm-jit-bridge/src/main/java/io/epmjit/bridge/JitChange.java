package io.epmjit.bridge;

import io.epmjit.ledger.DecisionState;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;

/**
 * Something that has changed, and is on disk. Later versions may add kinds: a {@code switch} over them wants a default.
 */
public interface JitChange {

    /** The source that it belongs to. */
    String source();

    /** A request has come in. */
    record RequestReceived(String source, JitRequestRef request) implements JitChange {}

    /** An authenticated body does not fit its source, and waits. */
    record BodyQuarantined(String source, String reason) implements JitChange {}

    /** The request has a ticket. */
    record TicketOpened(String source, JitRequestRef request, TicketRef ticket) implements JitChange {}

    /** Somebody has decided; the decision is on its way to EPM. */
    record DecisionAccepted(String source, JitRequestRef request, boolean approved, String by, String wayIn)
            implements JitChange {}

    /** EPM has acknowledged a decision of ours, or says the same: it is final. */
    record DecisionAcknowledged(String source, JitRequestRef request, boolean approved, String by)
            implements JitChange {}

    /** A decision of ours came to nothing, for this reason. */
    record DecisionFailed(String source, JitRequestRef request, DecisionState state, String reason)
            implements JitChange {}

    /** EPM itself was asked, and says this of the request. */
    record StatusSeen(String source, JitRequestRef request, DecisionStatus status) implements JitChange {}

    /** A note stands on the ticket. */
    record TicketNoted(String source, JitRequestRef request, TicketRef ticket, String note) implements JitChange {}

    /** The ticket is in its final state. */
    record TicketResolved(String source, JitRequestRef request, TicketRef ticket, String status) implements JitChange {}

    /** Something that was intended outside has been given up; an operator should read why. */
    record WorkGivenUp(String source, JitRequestRef request, String target, String action, String reason)
            implements JitChange {}
}
