package io.epmjit.decision;

import io.epmjit.ledger.DecisionCalls;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Provenance;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Binding;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The one way in for every decision, whoever makes it and however it comes. Of several decisions on a request the first
 * one wins; the others are told so.
 *
 * <p>Safe for use by several threads.
 */
public final class DecisionDesk {

    private static final Duration CALLS_REMEMBERED = Duration.ofHours(1);

    private final Ledger ledger;
    private final DecisionPolicy policy;
    private final DecisionFlow flow;
    private final TicketReader tickets;

    private DecisionDesk(Ledger ledger, DecisionPolicy policy, DecisionFlow flow, TicketReader tickets) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.flow = Objects.requireNonNull(flow, "flow");
        this.tickets = Objects.requireNonNull(tickets, "tickets");
    }

    /** A desk over a ledger; a bridge has one already. */
    public static DecisionDesk over(Ledger ledger, DecisionPolicy policy, DecisionFlow flow, TicketReader tickets) {
        return new DecisionDesk(ledger, policy, flow, tickets);
    }

    /** The rules by which it judges. */
    public DecisionPolicy policy() {
        return policy;
    }

    /**
     * Judges a proposal, and records it if it is accepted. An accepted decision is durable when this returns; it is sent
     * to EPM right after, and {@code final} once EPM has acknowledged it. Reads the request's tickets first, which may take
     * some seconds.
     *
     * @throws io.epmjit.ledger.LedgerException if it could not be recorded; then it is not accepted
     */
    public DecisionVerdict submit(DecisionProposal proposal) {
        List<TicketView> seen = look(proposal);
        return ledger.write(session -> submit(session, proposal, seen));
    }

    /**
     * The same for a caller who may repeat a call, knowingly or not: the same call again gets its first verdict, and does
     * nothing. Calls are remembered for an hour; what is older, the caller's own time stamp has to keep out.
     *
     * @throws io.epmjit.ledger.LedgerException if it could not be recorded; then it is not accepted
     */
    public DecisionVerdict submitOnce(CallId call, DecisionProposal proposal) {
        Optional<DecisionVerdict> before = ledger.read(session -> answered(session, call));
        if (before.isPresent()) {
            return before.get();
        }
        List<TicketView> seen = look(proposal);
        return ledger.write(session -> answered(session, call)
                .orElseGet(() -> session.decisionCalls().begin(call.caller(), call.id(), call.fingerprint())
                        ? firstAnswer(session, call, proposal, seen)
                        : answered(session, call).orElseThrow()));
    }

    private DecisionVerdict firstAnswer(
            LedgerSession session, CallId call, DecisionProposal proposal, List<TicketView> seen) {
        DecisionVerdict verdict = submit(session, proposal, seen);
        DecisionCalls calls = session.decisionCalls();
        if (verdict.mayChangeByItself()) {
            calls.forget(call.caller(), call.id());
        } else {
            calls.answer(call.caller(), call.id(), verdict.written());
            calls.forgetOlderThan(CALLS_REMEMBERED);
        }
        return verdict;
    }

    private static Optional<DecisionVerdict> answered(LedgerSession session, CallId call) {
        return session.decisionCalls()
                .find(call.caller(), call.id())
                .map(first -> first.fingerprint().equals(call.fingerprint())
                        ? DecisionVerdict.read(first.answer())
                        : DecisionVerdict.refused(
                                Refusal.CALL_ID_REUSED, "This id was used for another call; use a new one"));
    }

    private List<TicketView> look(DecisionProposal proposal) {
        List<Origin> known = ledger.read(session -> meant(session, proposal));
        return known.size() == 1 ? tickets.read(known.get(0)) : List.of();
    }

    private DecisionVerdict submit(LedgerSession session, DecisionProposal proposal, List<TicketView> seen) {
        List<Origin> meant = meant(session, proposal);
        DecisionVerdict verdict = judge(session, meant, proposal, seen);
        session.audit().append(tried(meant, proposal, verdict));
        return verdict;
    }

    /**
     * Sends once more what nobody can tell of whether it has arrived: for an operator who has looked into EPM's console,
     * and has seen that it has not. EPM is read before, as ever; where that is impossible the decision goes out unread.
     *
     * @param decision the number of a decision that is {@link DecisionState#UNCONFIRMED}, as {@code
     *     JitChange.DecisionFailed} tells it
     * @param operator who wants it, for the record
     * @throws IllegalArgumentException if there is no decision of that number, or nobody wants it
     */
    public DecisionVerdict repeat(long decision, String operator) {
        if (Decision.saysNothing(operator)) {
            throw new IllegalArgumentException("say who repeats the decision, for the record");
        }
        return ledger.write(session -> {
            RecordedDecision unconfirmed = session.decisions().get(decision);
            Origin origin = session.decisions().originOf(unconfirmed);
            DecisionVerdict verdict = repeat(session, origin, unconfirmed);
            session.audit().operator(operator, "repeat decision " + decision, origin, outcome(verdict));
            return verdict;
        });
    }

    private DecisionVerdict repeat(LedgerSession session, Origin origin, RecordedDecision unconfirmed) {
        if (unconfirmed.state() != DecisionState.UNCONFIRMED) {
            return DecisionVerdict.refused(
                    Refusal.NOT_UNCONFIRMED,
                    "Only a decision of which nobody can tell whether EPM has it can be repeated; this one is "
                            + unconfirmed.state());
        }
        if (atEpm(session, origin).filter(DecisionStatus::isDecided).isPresent()) {
            return DecisionVerdict.refused(Refusal.FINAL, DecisionPolicy.FINAL);
        }
        Decision same = unconfirmed
                .duration()
                .map(Decision::approve)
                .orElseGet(Decision::deny)
                .by(unconfirmed.decidedBy())
                .reason(unconfirmed.reason())
                .build();
        List<RecordedDecision> all = session.decisions().of(origin);
        Optional<RecordedDecision> first =
                all.stream().filter(one -> one.state().isInForce()).findFirst();
        if (first.isPresent()) {
            return DecisionVerdict.refused(Refusal.BEING_SENT, DecisionPolicy.beingSent(first.get()));
        }
        boolean deniedSince = all.stream().anyMatch(one -> one.id() > unconfirmed.id() && !one.isApproved());
        if (unconfirmed.isApproved() && deniedSince) {
            return DecisionVerdict.refused(
                    Refusal.DENIED_SINCE,
                    "The request has been denied since then, and that may have reached EPM: only the denial can be repeated");
        }
        RecordedDecision repeated = session.decisions()
                .record(origin, same, new Provenance("repeat", unconfirmed.assurance(), unconfirmed.approverId()))
                .orElseThrow();
        flow.accepted(session, origin, repeated);
        return DecisionVerdict.accepted(DecisionPolicy.BEING_SENT);
    }

    /** Every attempt is on the trail, in the same commit as what came of it. */
    private static TrailEntry tried(List<Origin> meant, DecisionProposal proposal, DecisionVerdict verdict) {
        JitRequestRef request = proposal.request();
        return TrailEntry.builder()
                .kind(TrailEntry.Kind.DECISION)
                .by(proposal.by())
                .wayIn(proposal.wayIn())
                .system(meant.size() == 1 ? Optional.of(meant.get(0).key().system()) : proposal.tenant())
                .action(proposal.duration()
                        .map(duration -> "approve for " + duration)
                        .orElse("deny"))
                .subject(request.kind() + " " + request.requestId())
                .outcome(outcome(verdict))
                .rule(verdict.refusal().map(Refusal::name))
                .detail("approver " + proposal.approver().assurance())
                .build();
    }

    private static String outcome(DecisionVerdict verdict) {
        if (verdict.isAwaitingSecond()) {
            return "awaiting a second approver";
        }
        return verdict.isAccepted() ? "accepted" : "refused";
    }

    private static List<Origin> meant(LedgerSession session, DecisionProposal proposal) {
        JitRequestRef request = proposal.request();
        return session.origins().named(request.kind().name(), request.requestId()).stream()
                .filter(origin -> isOf(origin, proposal))
                .toList();
    }

    private DecisionVerdict judge(
            LedgerSession session, List<Origin> origins, DecisionProposal proposal, List<TicketView> seen) {
        if (origins.isEmpty()) {
            return DecisionVerdict.refused(
                    Refusal.UNKNOWN_REQUEST, "There is no request " + proposal.request() + " on record here");
        }
        if (origins.size() > 1) {
            return DecisionVerdict.refused(
                    Refusal.AMBIGUOUS_REQUEST, "Several tenants have a request of this id: name the tenant");
        }
        Origin origin = origins.get(0);
        if (origin.hasOnlySecondId()) {
            return DecisionVerdict.refused(
                    Refusal.REQUEST_ID_UNKNOWN,
                    "EPM has not told this request's id, so nothing can be sent to it: please decide in EPM's console");
        }
        DecisionCase about = caseOf(session, origin, proposal, seen);
        DecisionVerdict judged = policy.judge(about, proposal);
        DecisionVerdict verdict = judged.isAccepted() ? accept(session, origin, about, proposal) : judged;
        if (verdict.isAwaitingSecond()) {
            await(session, origin, about, proposal);
        }
        verdict.refusal().ifPresent(rule -> flow.refused(session, origin, proposal, rule));
        return verdict;
    }

    private static DecisionCase caseOf(
            LedgerSession session, Origin origin, DecisionProposal proposal, List<TicketView> seen) {
        return DecisionCase.builder()
                .request(proposal.request())
                .tenant(origin.key().system())
                .openedAt(origin.openedAt())
                .now(session.now())
                .requester(requester(origin))
                .atEpm(atEpm(session, origin))
                .earlier(session.decisions().of(origin))
                .tickets(seen)
                .cameThrough(proposal.cameThrough())
                .build();
    }

    /** Only EPM's own list, and a body that was bound to its source's own template, say reliably who asked. */
    private static Optional<String> requester(Origin origin) {
        return origin.details()
                .map(details -> JitEvent.fromJson(details.text()))
                .filter(event -> event.binding() == Binding.DECLARED || event.binding() == Binding.LISTED)
                .flatMap(JitEvent::requester);
    }

    private static boolean isOf(Origin origin, DecisionProposal proposal) {
        return proposal.tenant().map(origin.key().system()::equalsIgnoreCase).orElse(true);
    }

    /** What EPM itself was last seen to say; what webhooks report does not keep anybody from deciding. */
    private static Optional<DecisionStatus> atEpm(LedgerSession session, Origin origin) {
        return session.sightings()
                .verified(origin)
                .map(session.sightings()::get)
                .map(Sighting::status);
    }

    private DecisionVerdict accept(
            LedgerSession session, Origin origin, DecisionCase about, DecisionProposal proposal) {
        List<RecordedDecision> waiting = about.earlier().stream()
                .filter(earlier -> earlier.state() == DecisionState.AWAITING_SECOND)
                .toList();
        Optional<AccessDuration> agreed = proposal.duration().map(wanted -> shortest(wanted, waiting));
        RecordedDecision recorded = session.decisions()
                .record(origin, decision(proposal, agreed), provenance(proposal))
                .orElseThrow(() -> new IllegalStateException("two decisions at once on " + origin.key()));
        waiting.forEach(first -> session.decisions()
                .settle(
                        first,
                        proposal.isApproval() ? DecisionState.SECONDED : DecisionState.SUPERSEDED,
                        (proposal.isApproval() ? "agreed to by " : "denied by ") + proposal.by()));
        flow.accepted(session, origin, recorded);
        return DecisionVerdict.accepted(DecisionPolicy.BEING_SENT);
    }

    private static AccessDuration shortest(AccessDuration wanted, List<RecordedDecision> waiting) {
        return waiting.stream()
                .flatMap(first -> first.duration().stream())
                .filter(agreed -> agreed.isShorterThan(wanted))
                .findFirst()
                .orElse(wanted);
    }

    /** An older first approval that has waited too long gives way to this one. */
    private void await(LedgerSession session, Origin origin, DecisionCase about, DecisionProposal proposal) {
        about.earlier().stream()
                .filter(earlier -> earlier.state() == DecisionState.AWAITING_SECOND)
                .forEach(stale ->
                        session.decisions().settle(stale, DecisionState.SUPERSEDED, "nobody agreed to it in time"));
        flow.awaitingSecond(
                session,
                origin,
                session.decisions().awaitSecond(origin, decision(proposal, proposal.duration()), provenance(proposal)));
    }

    private Provenance provenance(DecisionProposal proposal) {
        return new Provenance(
                proposal.wayIn(), proposal.approver().assurance().name(), policy.idOf(proposal.approver()));
    }

    private static Decision decision(DecisionProposal proposal, Optional<AccessDuration> duration) {
        return duration.map(Decision::approve)
                .orElseGet(Decision::deny)
                .by(proposal.by())
                .reason(proposal.reason())
                .build();
    }
}
