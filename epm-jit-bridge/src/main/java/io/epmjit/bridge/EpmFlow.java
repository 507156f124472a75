package io.epmjit.bridge;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import io.epmjit.decision.DecisionFlow;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import java.time.InstantSource;
import java.util.List;

/**
 * What follows from what: the whole course of a request, as effects to plan. Every method runs inside the transaction
 * that records its cause, so that cause and consequence are on disk together.
 */
final class EpmFlow implements DecisionFlow {

    static final String OPEN = "open";
    static final String RESOLVE = "resolve";
    static final String READ = "read";
    static final String DECIDE = "decide";

    private final List<TicketConnector> connectors;
    private final Announcer announcer;
    private final InstantSource clock;

    EpmFlow(List<TicketConnector> connectors, Announcer announcer, InstantSource clock) {
        this.connectors = List.copyOf(connectors);
        this.announcer = announcer;
        this.clock = clock;
    }

    /** The target under which a source's EPM stands in the ledger; no connector can have such a name. */
    static String epm(String source) {
        return "epm:" + source;
    }

    /** A request has come in: it gets its tickets, and on them what was known of it before. */
    void requested(LedgerSession session, Origin origin) {
        for (TicketConnector connector : connectors) {
            plan(session, origin, EffectPlan.of(connector.id().value(), OPEN, OPEN));
        }
        session.decisions(origin).forEach(decision -> note(session, origin, NoteKind.DECIDED, decision.id()));
        origin.seen().ifPresent(seen -> plan(session, origin, read(origin, "opened")));
        announcer.after(session, new JitChange.RequestReceived(origin.key().source(), Requests.of(origin)));
    }

    /** A webhook says that the request was decided: EPM is asked whether that is so. */
    void reported(LedgerSession session, Origin origin, long incomingId) {
        plan(session, origin, read(origin, Long.toString(incomingId)));
    }

    private static EffectPlan read(Origin origin, String occasion) {
        return EffectPlan.of(epm(origin.key().source()), READ, READ + ":" + occasion);
    }

    /** A decision of ours is in force: it is noted, and sent. */
    @Override
    public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {
        note(session, origin, NoteKind.DECIDED, decision.id());
        plan(
                session,
                origin,
                EffectPlan.of(epm(origin.key().source()), DECIDE, DECIDE + ":" + decision.id())
                        .withPayload(Long.toString(decision.id())));
        announcer.after(
                session,
                new JitChange.DecisionAccepted(
                        origin.key().source(),
                        Requests.of(origin),
                        decision.isApproved(),
                        decision.decidedBy(),
                        decision.wayIn()));
    }

    /** EPM has our decision: it is final. */
    void acknowledged(LedgerSession session, Origin origin, RecordedDecision decision, Sighting seen) {
        if (session.settle(decision, DecisionState.ACKNOWLEDGED, "EPM has it")) {
            announcer.after(
                    session,
                    new JitChange.DecisionAcknowledged(
                            origin.key().source(), Requests.of(origin), decision.isApproved(), decision.decidedBy()));
        }
        sighted(session, origin, seen);
    }

    /** EPM was asked, and said this. */
    void sighted(LedgerSession session, Origin origin, Sighting seen) {
        session.learnSighting(origin, seen);
        announcer.after(session, new JitChange.StatusSeen(origin.key().source(), Requests.of(origin), seen.status()));
        if (origin.details().isPresent()) {
            closeTickets(session, origin, seen);
        }
    }

    /** EPM cannot be asked: what the webhook reported is noted as just that. */
    void unverifiable(LedgerSession session, Origin origin) {
        if (origin.details().isPresent()) {
            origin.seen().ifPresent(seen -> closeTickets(session, origin, seen));
        }
    }

    /** A decision of ours has come to nothing. */
    void failed(LedgerSession session, Origin origin, RecordedDecision decision, DecisionState state, String why) {
        if (session.settle(decision, state, why)) {
            note(session, origin, NoteKind.FAILED, decision.id());
            announcer.after(
                    session, new JitChange.DecisionFailed(origin.key().source(), Requests.of(origin), state, why));
        }
    }

    /** What is verified closes a ticket; what is only reported is a note for people to look into. */
    private void closeTickets(LedgerSession session, Origin origin, Sighting seen) {
        if (!seen.status().isDecided()) {
            return;
        }
        String status = seen.status().value();
        NoteKind kind = seen.isVerified() ? NoteKind.CONFIRMED : NoteKind.REPORTED;
        for (TicketConnector connector : connectors) {
            String target = connector.id().value();
            if (connector.capabilities().contains(Capability.INTERNAL_NOTES)) {
                plan(session, origin, EffectPlan.of(target, kind.action(), kind.action() + ":" + status));
            }
            if (seen.isVerified() && connector.capabilities().contains(Capability.RESOLVE)) {
                plan(session, origin, EffectPlan.of(target, RESOLVE, RESOLVE + ":" + status));
            }
        }
    }

    private void note(LedgerSession session, Origin origin, NoteKind kind, long decisionId) {
        for (TicketConnector connector : connectors) {
            if (connector.capabilities().contains(Capability.INTERNAL_NOTES)) {
                plan(
                        session,
                        origin,
                        EffectPlan.of(connector.id().value(), kind.action(), kind.action() + ":" + decisionId)
                                .withPayload(Long.toString(decisionId)));
            }
        }
    }

    private void plan(LedgerSession session, Origin origin, EffectPlan plan) {
        session.plan(origin, plan, clock.instant());
    }
}
