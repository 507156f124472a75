package io.epmjit.bridge;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import io.epmjit.decision.DecisionFlow;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.JitEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what: the whole course of a request, as effects to plan. Every method runs inside the transaction
 * that records its cause, so that cause and consequence are on disk together.
 */
final class EpmFlow implements DecisionFlow {

    static final String OPEN = "open";
    static final String RESOLVE = "resolve";
    static final String READ = "read";
    static final String DECIDE = "decide";
    static final String APPLY_RULES = "rules";

    private final List<TicketConnector> connectors;
    private final boolean hasRules;
    private final Announcer announcer;
    private final InstantSource clock;

    EpmFlow(List<TicketConnector> connectors, boolean hasRules, Announcer announcer, InstantSource clock) {
        this.connectors = List.copyOf(connectors);
        this.hasRules = hasRules;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** The target of decisions sent to a tenant's EPM; no connector can have such a name. */
    static String decisionsAt(String tenant) {
        return "epm:" + tenant;
    }

    /** The target of questions to a tenant's EPM; apart from decisions, so that neither waits for the other. */
    static String questionsTo(String tenant) {
        return "epm-read:" + tenant;
    }

    /** An effect about one decision or one sighting: its number makes it one of a kind, and tells its handler which. */
    private static EffectPlan about(long subject, String target, String action) {
        return EffectPlan.of(target, action, action + ":" + subject).withPayload(Long.toString(subject));
    }

    /** The number of the decision or sighting that an effect of this flow is about. */
    static long subjectOf(Effect effect) {
        return Long.parseLong(effect.payload().orElseThrow());
    }

    static RecordedDecision decisionOf(LedgerSession session, Effect effect) {
        return session.decisions().get(subjectOf(effect));
    }

    static Sighting sightingOf(LedgerSession session, Effect effect) {
        return session.sightings().get(subjectOf(effect));
    }

    Instant now() {
        return clock.instant();
    }

    /** A request has come in that nothing was known of. */
    void opened(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        received(session, origin, event);
        route(session, origin, routing);
        applyRules(session, origin);
    }

    /** A request has come in, perhaps after news of it. */
    void requested(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        received(session, origin, event);
        routeWithNews(session, origin, routing);
        applyRules(session, origin);
    }

    private void received(LedgerSession session, Origin origin, JitEvent event) {
        announcer.after(
                session, new JitChange.RequestReceived(now(), Requests.tenant(origin), Requests.of(origin), event));
    }

    private void applyRules(LedgerSession session, Origin origin) {
        if (hasRules) {
            session.effects()
                    .plan(origin, EffectPlan.of(questionsTo(Requests.tenant(origin)), APPLY_RULES, APPLY_RULES));
        }
    }

    /** A request gets its tickets; or it is held until somebody knows where, which answers {@code false}. */
    private boolean route(LedgerSession session, Origin origin, Routing routing) {
        if (routing.heldBecause().isPresent()) {
            String why = routing.heldBecause().get();
            session.origins().hold(origin, why);
            announcer.after(
                    session, new JitChange.RequestHeld(now(), Requests.tenant(origin), Requests.of(origin), why));
            return false;
        }
        for (String connector : routing.connectors()) {
            session.effects().plan(origin, EffectPlan.of(connector, OPEN, OPEN));
        }
        return true;
    }

    /** On its tickets stands what was known of a request before. */
    private void routeWithNews(LedgerSession session, Origin origin, Routing routing) {
        if (!route(session, origin, routing)) {
            return;
        }
        for (RecordedDecision decision : session.decisions().of(origin)) {
            noteAgain(session, origin, decision);
        }
        session.sightings().verified(origin).ifPresent(seen -> closeTickets(session, origin, seen));
        session.sightings().reported(origin).ifPresent(report -> ask(session, origin, "opened", report));
    }

    /** A request of which only a body was known that fitted no template has come in again, in one that does. */
    void bound(LedgerSession session, Origin origin, long incoming) {
        note(session, origin, NoteKind.BOUND, incoming);
    }

    /** A request that was held goes its way, unless another node has let it go already; or it is held on for another reason. */
    void letGo(LedgerSession session, Origin origin, Routing routing) {
        if (routing.heldBecause().isPresent()) {
            session.origins().holdOn(origin, routing.heldBecause().get());
        } else if (session.origins().letGo(origin)) {
            routeWithNews(session, origin, routing);
        }
    }

    private void noteAgain(LedgerSession session, Origin origin, RecordedDecision decision) {
        boolean neverSent = decision.state().isFirstApproval();
        note(session, origin, neverSent ? NoteKind.FIRST_APPROVAL : NoteKind.DECIDED, decision.id());
        if (!neverSent && !decision.state().isInForce()) {
            note(session, origin, NoteKind.FAILED, decision.id());
        }
    }

    /** A rule had something to say that was not decided: the ticket tells it. */
    void ruleSpoke(LedgerSession session, Origin origin, String what) {
        session.effects().of(origin).stream()
                .filter(effect -> effect.action().equals(OPEN))
                .map(Effect::target)
                .distinct()
                .forEach(target -> session.effects()
                        .plan(
                                origin,
                                EffectPlan.of(target, NoteKind.RULE.action(), NoteKind.RULE.action())
                                        .withPayload(what)));
    }

    /** A webhook says that the request was decided: EPM is asked whether that is so. */
    void reported(LedgerSession session, Origin origin, long incomingId, long report) {
        ask(session, origin, Long.toString(incomingId), report);
    }

    private void ask(LedgerSession session, Origin origin, String occasion, long report) {
        session.effects()
                .plan(
                        origin,
                        EffectPlan.of(questionsTo(Requests.tenant(origin)), READ, READ + ":" + occasion)
                                .withPayload(Long.toString(report)));
    }

    /** A decision of ours is in force: it is noted, and sent. */
    @Override
    public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {
        note(session, origin, NoteKind.DECIDED, decision.id());
        session.effects().plan(origin, about(decision.id(), decisionsAt(Requests.tenant(origin)), DECIDE));
        announcer.after(
                session,
                new JitChange.DecisionAccepted(
                        now(),
                        Requests.tenant(origin),
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
                        now(),
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
        note(session, origin, NoteKind.FIRST_APPROVAL, approval.id());
        announcer.after(
                session,
                new JitChange.FirstApprovalNoted(
                        now(), Requests.tenant(origin), Requests.of(origin), approval.id(), approval.decidedBy()));
    }

    /** EPM has our decision: it is final. */
    void acknowledged(LedgerSession session, Origin origin, RecordedDecision decision, Sighting seen) {
        if (session.decisions().settle(decision, DecisionState.ACKNOWLEDGED, "EPM has it")) {
            announcer.after(
                    session,
                    new JitChange.DecisionAcknowledged(
                            now(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            decision.id(),
                            decision.isApproved(),
                            decision.decidedBy(),
                            decision.wayIn()));
        }
        sighted(session, origin, seen);
    }

    /** EPM was asked, and said this. */
    void sighted(LedgerSession session, Origin origin, Sighting said) {
        Optional<Long> before = session.sightings().verified(origin);
        long seen = session.sightings().learn(origin, said);
        if (before.filter(known -> known == seen).isEmpty()) {
            announcer.after(
                    session,
                    new JitChange.StatusSeen(now(), Requests.tenant(origin), Requests.of(origin), said.status()));
        }
        settleUnconfirmed(session, origin, said);
        closeTickets(session, origin, seen);
    }

    /** What nobody could tell of an earlier decision shows in what EPM says now. */
    private void settleUnconfirmed(LedgerSession session, Origin origin, Sighting said) {
        if (said.status().isPending()) {
            return;
        }
        for (RecordedDecision decision : session.decisions().of(origin)) {
            if (decision.state() == DecisionState.UNCONFIRMED) {
                session.decisions()
                        .settle(
                                decision,
                                said.isOf(decision) ? DecisionState.ACKNOWLEDGED : DecisionState.CONFLICT,
                                "EPM was seen to say " + said.status());
            }
        }
    }

    /** EPM cannot be asked: what the webhook reported is noted as just that. */
    void unverifiable(LedgerSession session, Origin origin, long report) {
        if (session.sightings().get(report).status().isPending()) {
            return;
        }
        note(session, origin, NoteKind.REPORTED, report);
    }

    /** A decision of ours has come to nothing. */
    void failed(LedgerSession session, Origin origin, RecordedDecision decision, DecisionState state, String why) {
        if (session.decisions().settle(decision, state, why)) {
            note(session, origin, NoteKind.FAILED, decision.id());
            announcer.after(
                    session,
                    new JitChange.DecisionFailed(
                            now(),
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

    /** A call to EPM may have been made twice. */
    void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {
        announcer.after(session, JitChange.WorkOvertaken.of(now(), origin, effect, late));
    }

    /** What EPM itself says closes a ticket, once for everything new that it says. */
    private void closeTickets(LedgerSession session, Origin origin, long seen) {
        Sighting said = session.sightings().get(seen);
        if (said.status().isPending()) {
            return;
        }
        note(session, origin, NoteKind.CONFIRMED, seen);
        if (said.status().isDecided()) {
            targets(session, origin, Capability.RESOLVE)
                    .forEach(target -> session.effects().plan(origin, about(seen, target, RESOLVE)));
        }
    }

    /** A note about a decision or a sighting of that number. While there is no ticket to come, there is none. */
    private void note(LedgerSession session, Origin origin, NoteKind kind, long subject) {
        targets(session, origin, Capability.INTERNAL_NOTES)
                .forEach(target -> session.effects().plan(origin, about(subject, target, kind.action())));
    }

    /** Where the request has a ticket, or will have one, and where that can be done; none while it is held or only heard of. */
    private List<String> targets(LedgerSession session, Origin origin, Capability needed) {
        return session.effects().of(origin).stream()
                .filter(effect -> effect.action().equals(OPEN))
                .map(Effect::target)
                .filter(target -> can(target, needed))
                .toList();
    }

    /** Of a connector that is gone from the configuration nothing more is asked. */
    private boolean can(String target, Capability needed) {
        return connectors.stream()
                .anyMatch(connector -> connector.id().value().equals(target)
                        && connector.capabilities().contains(needed));
    }
}
