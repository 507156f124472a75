package io.epmjit.decision;

import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
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

    private final Ledger ledger;
    private final DecisionPolicy policy;
    private final DecisionFlow flow;

    private DecisionDesk(Ledger ledger, DecisionPolicy policy, DecisionFlow flow) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.flow = Objects.requireNonNull(flow, "flow");
    }

    /** A desk over a ledger; a bridge has one already. */
    public static DecisionDesk over(Ledger ledger, DecisionPolicy policy, DecisionFlow flow) {
        return new DecisionDesk(ledger, policy, flow);
    }

    /**
     * Judges a proposal, and records it if it is accepted. An accepted decision is durable when this returns; it is sent
     * to EPM right after, and {@code final} once EPM has acknowledged it.
     *
     * @throws io.epmjit.ledger.LedgerException if it could not be recorded; then it is not accepted
     */
    public DecisionVerdict submit(DecisionProposal proposal) {
        return ledger.write(session -> judge(session, proposal));
    }

    private DecisionVerdict judge(LedgerSession session, DecisionProposal proposal) {
        JitRequestRef request = proposal.request();
        List<Origin> origins = session.origins().named(request.kind().name(), request.requestId()).stream()
                .filter(origin -> isOf(origin, proposal))
                .toList();
        if (origins.isEmpty()) {
            return DecisionVerdict.refused(
                    Refusal.UNKNOWN_REQUEST, "There is no request " + proposal.request() + " on record here");
        }
        if (origins.size() > 1) {
            return DecisionVerdict.refused(
                    Refusal.AMBIGUOUS_REQUEST, "Several tenants have a request of this id: name the tenant");
        }
        Origin origin = origins.get(0);
        return policy.objection(atEpm(session, origin), session.decisions().of(origin), proposal)
                .orElseGet(() -> accept(session, origin, proposal));
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

    private DecisionVerdict accept(LedgerSession session, Origin origin, DecisionProposal proposal) {
        Decision decision = proposal.duration()
                .map(Decision::approve)
                .orElseGet(Decision::deny)
                .by(proposal.by())
                .reason(proposal.reason())
                .build();
        Optional<RecordedDecision> recorded = session.decisions().record(origin, decision, proposal.wayIn());
        recorded.ifPresent(one -> flow.accepted(session, origin, one));
        return recorded.isPresent()
                ? DecisionVerdict.accepted(DecisionPolicy.BEING_SENT)
                : DecisionVerdict.refused(Refusal.BEING_SENT, DecisionPolicy.ANOTHER_BEING_SENT);
    }
}
