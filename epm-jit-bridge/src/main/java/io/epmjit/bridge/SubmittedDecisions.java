package io.epmjit.bridge;

import io.epmjit.decision.DecisionFlow;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import java.time.InstantSource;

/** A decision made here takes its course: noted, sent, acknowledged by EPM, or come to nothing. */
final class SubmittedDecisions implements DecisionFlow {

    private final Trackers trackers;
    private final SightingFlow sightings;
    private final Announcer announcer;
    private final InstantSource clock;

    SubmittedDecisions(Trackers trackers, SightingFlow sightings, Announcer announcer, InstantSource clock) {
        this.trackers = trackers;
        this.sightings = sightings;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** A decision of ours is in force: it is noted, and sent. */
    @Override
    public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {
        String tenant = Requests.tenant(origin);
        trackers.ticketsOf(session, origin).note(NoteKind.DECIDED, decision.id());
        session.effects().plan(origin, EpmWork.about(decision.id(), EpmWork.decisionsAt(tenant), EpmWork.DECIDE));
        announcer.after(
                session,
                new JitChange.DecisionAccepted(
                        clock.instant(),
                        tenant,
                        Requests.of(origin),
                        decision.id(),
                        decision.isApproved(),
                        decision.decidedBy(),
                        decision.wayIn()));
    }

    @Override
    public void refused(LedgerSession session, Origin origin, DecisionProposal proposal, Refusal rule) {
        announcer.after(
                session,
                new JitChange.DecisionRefused(
                        clock.instant(),
                        Requests.tenant(origin),
                        Requests.of(origin),
                        proposal.isApproval(),
                        rule,
                        proposal.by(),
                        proposal.wayIn()));
    }

    /** A first approval is noted; it counts only once somebody else agrees. */
    @Override
    public void awaitingSecond(LedgerSession session, Origin origin, RecordedDecision approval) {
        trackers.ticketsOf(session, origin).note(NoteKind.FIRST_APPROVAL, approval.id());
        announcer.after(
                session,
                new JitChange.FirstApprovalNoted(
                        clock.instant(),
                        Requests.tenant(origin),
                        Requests.of(origin),
                        approval.id(),
                        approval.decidedBy()));
    }

    /** A rule had something to say that was not decided: the ticket tells it. */
    void ruleSpoke(LedgerSession session, Origin origin, String what) {
        trackers.ticketsOf(session, origin).tellAll(NoteKind.RULE, what);
    }

    /** EPM has our decision: it is final. */
    void acknowledged(LedgerSession session, Origin origin, RecordedDecision decision, Sighting seen) {
        if (session.decisions().settle(decision, DecisionState.ACKNOWLEDGED, "EPM has it")) {
            announcer.after(
                    session,
                    new JitChange.DecisionAcknowledged(
                            clock.instant(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            decision.id(),
                            decision.isApproved(),
                            decision.decidedBy(),
                            decision.wayIn()));
        }
        sightings.sighted(session, origin, seen);
    }

    /** EPM has another answer than our decision; it stands. */
    void contradicted(LedgerSession session, Origin origin, RecordedDecision decision, Sighting said, String why) {
        failed(session, origin, decision, DecisionState.CONFLICT, why);
        sightings.sighted(session, origin, said);
    }

    /** A decision of ours has come to nothing. */
    void failed(LedgerSession session, Origin origin, RecordedDecision decision, DecisionState state, String why) {
        if (session.decisions().settle(decision, state, why)) {
            trackers.ticketsOf(session, origin).note(NoteKind.FAILED, decision.id());
            announcer.after(
                    session,
                    new JitChange.DecisionFailed(
                            clock.instant(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            decision.id(),
                            decision.isApproved(),
                            state,
                            why,
                            decision.decidedBy(),
                            decision.wayIn()));
        }
    }
}
