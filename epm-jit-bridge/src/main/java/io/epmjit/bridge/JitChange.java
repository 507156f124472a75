package io.epmjit.bridge;

import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginState;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that has changed, and is on disk. Later versions may add kinds: a {@code switch} over them wants a default.
 * Texts may be what an end user or another system said: hostile where they enter another language.
 */
public interface JitChange {

    /** When it was written down. */
    Instant at();

    /** The tenant of EPM that it belongs to. */
    String tenant();

    /** Something about one request. */
    interface OfRequest extends JitChange {

        /** The request that it is about. */
        JitRequestRef request();
    }

    /** A request has come in; the event has what it asks for, and says how far that can be trusted. */
    record RequestReceived(Instant at, String tenant, JitRequestRef request, JitEvent event) implements OfRequest {}

    /** Nobody could tell which trackers the request belongs to; it waits, and can be decided meanwhile. */
    record RequestHeld(Instant at, String tenant, JitRequestRef request, String reason) implements OfRequest {}

    /** EPM has a request in its list that no webhook spoke of; it is treated like any other from now on. */
    record RequestFound(Instant at, String tenant, JitRequestRef request) implements JitChange {}

    /** Two requests on record have turned out to be one; everything of the second belongs to the first. */
    record RequestsMerged(Instant at, String tenant, JitRequestRef request, JitRequestRef merged)
            implements JitChange {}

    /** Nobody has decided for longer than the setting allows; told again where reminders are to be repeated. */
    record RequestOverdue(Instant at, String tenant, JitRequestRef request, Instant since, int reminder)
            implements JitChange {}

    /** What was approved has come to its end. */
    record AccessExpired(Instant at, String tenant, JitRequestRef request) implements JitChange {}

    /** The ticket is gone, or hidden from the connector's account, as far as anybody can tell. */
    record TicketMissing(Instant at, String tenant, JitRequestRef request, TicketRef ticket, String reason)
            implements JitChange {}

    /** The ticket says something else than EPM. */
    record TicketDisagrees(Instant at, String tenant, JitRequestRef request, TicketRef ticket, String how)
            implements JitChange {}

    /** Somebody has changed a webhook in EPM's settings: what was sent so far may no longer come, or come otherwise. */
    record WebhookSettingsChanged(Instant at, String tenant, String what) implements JitChange {}

    /** An authenticated body does not fit its source, and waits. */
    record BodyQuarantined(Instant at, String tenant, String source, String reason) implements JitChange {}

    /**
     * News of a request that was removed, because its time was over or a person was to be forgotten. It changes nothing, and
     * is not kept.
     *
     * @param state how far the request had come when it was removed
     */
    record LateEvent(Instant at, String tenant, JitRequestRef request, String event, OriginState state)
            implements OfRequest {}

    /** A request that nobody had decided was removed, because even for that it was too old. */
    record UndecidedRequestRemoved(Instant at, String tenant, JitRequestRef request, Instant openedAt)
            implements OfRequest {}

    /** A body that waited in quarantine is understood now, and has been taken in. */
    record BodyReleased(Instant at, String tenant, String source, JitRequestRef request) implements OfRequest {}

    /** An operator has discarded a body that waited in quarantine. */
    record BodyDiscarded(Instant at, String tenant, String source, String by, String reason) implements JitChange {}

    /** The request has a ticket. */
    record TicketOpened(Instant at, String tenant, JitRequestRef request, TicketRef ticket) implements OfRequest {}

    /** The request has one ticket too many; the first one stands, and somebody should close the other. */
    record TicketDuplicated(Instant at, String tenant, JitRequestRef request, TicketRef standing, TicketRef duplicate)
            implements OfRequest {}

    /** Somebody has decided; the decision is on its way to EPM. */
    record DecisionAccepted(
            Instant at, String tenant, JitRequestRef request, long decision, boolean approved, String by, String wayIn)
            implements OfRequest {}

    /** Somebody has approved, and somebody else has to agree before it counts. */
    record FirstApprovalNoted(Instant at, String tenant, JitRequestRef request, long decision, String by)
            implements OfRequest {}

    /** EPM has acknowledged a decision of ours, or says the same: it is final. */
    record DecisionAcknowledged(
            Instant at, String tenant, JitRequestRef request, long decision, boolean approved, String by, String wayIn)
            implements OfRequest {}

    /** A decision of ours came to nothing, for this reason. */
    record DecisionFailed(
            Instant at,
            String tenant,
            JitRequestRef request,
            long decision,
            boolean approved,
            DecisionState state,
            String reason,
            String by,
            String wayIn)
            implements OfRequest {}

    /** Somebody wanted to decide, and this rule was against it. */
    record DecisionRefused(
            Instant at, String tenant, JitRequestRef request, boolean approval, Refusal rule, String by, String wayIn)
            implements OfRequest {}

    /**
     * Somebody decided at EPM, such as in its console, while a decision of ours was on its way, which took the place of
     * theirs. May be told more than once.
     *
     * @param by who it was, as far as EPM says so
     */
    record DecisionOverwritten(
            Instant at, String tenant, JitRequestRef request, DecisionStatus overwritten, Optional<String> by)
            implements JitChange {}

    /** EPM itself was asked, and says something new of the request. */
    record StatusSeen(Instant at, String tenant, JitRequestRef request, DecisionStatus status) implements OfRequest {}

    /** A note stands on the ticket. */
    record TicketNoted(Instant at, String tenant, JitRequestRef request, TicketRef ticket, String note)
            implements OfRequest {}

    /**
     * The ticket is in its final state.
     *
     * @param remarks what could not be done beside that, such as filling in a field of the ticket, and why
     */
    record TicketResolved(
            Instant at, String tenant, JitRequestRef request, TicketRef ticket, String status, List<String> remarks)
            implements OfRequest {

        public TicketResolved {
            remarks = List.copyOf(remarks);
        }
    }

    /** Something that was intended outside has been given up; an operator should read why. */
    record WorkGivenUp(Instant at, String tenant, JitRequestRef request, String target, String action, String reason)
            implements OfRequest {}

    /**
     * A worker of ours was away during a call for so long that somebody else has taken the work over: it may have been
     * done twice. What can be looked for is looked at again.
     *
     * @param cameBackWith what the late worker says of its call
     */
    record WorkOvertaken(
            Instant at, String tenant, JitRequestRef request, String target, String action, String cameBackWith)
            implements OfRequest {

        static WorkOvertaken of(Instant at, Origin origin, Effect effect, Outcome late) {
            return new WorkOvertaken(
                    at,
                    Requests.tenant(origin),
                    Requests.of(origin),
                    effect.target(),
                    effect.action(),
                    late.toString());
        }
    }
}
