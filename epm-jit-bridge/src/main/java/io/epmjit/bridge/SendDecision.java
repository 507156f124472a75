package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.http.ResponseException;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends a decision to EPM, at most once as far as anybody can tell. EPM is read before every send: only a pending request
 * is decided, the same decision found there counts as ours, and anything else stands. Where EPM cannot be read, an
 * approval goes out a single time; a denial may be repeated, since it harms nobody twice.
 */
final class SendDecision extends EpmCalls {

    private final Duration validity;

    SendDecision(EpmClient epm, EpmFlow flow, InstantSource clock, Duration validity) {
        super(epm, flow, clock);
        this.validity = validity;
    }

    @Override
    public Outcome perform(EffectCall call) {
        RecordedDecision decision = decision(call);
        if (!decision.state().isInForce()) {
            return Outcome.done();
        }
        if (hasExpired(decision)) {
            return failed(call, decision, DecisionState.EXPIRED, "it could not be sent within " + validity);
        }
        Optional<RequestState> said;
        try {
            said = read(call);
        } catch (EpmJitException e) {
            return Outcome.again("EPM could not be read before sending: " + e.getMessage());
        }
        if (said.isPresent()) {
            return said.get().status().isPending() ? send(call, decision) : settled(call, decision, said.get());
        }
        return maySendUnread(call, decision)
                ? send(call, decision)
                : failed(
                        call,
                        decision,
                        DecisionState.UNCONFIRMED,
                        "EPM cannot be read, and the request may have been decided already");
    }

    @Override
    public Outcome look(EffectCall call) {
        RecordedDecision decision = decision(call);
        Optional<RequestState> said = read(call);
        if (said.isPresent()) {
            return said.get().status().isPending() ? Outcome.absent() : settled(call, decision, said.get());
        }
        return decision.isApproved()
                ? failed(
                        call,
                        decision,
                        DecisionState.UNCONFIRMED,
                        "no answer came from EPM, and it cannot be read to find out")
                : Outcome.absent();
    }

    private static RecordedDecision decision(EffectCall call) {
        return call.ledger(session ->
                session.decision(Long.parseLong(call.effect().payload().orElseThrow())));
    }

    private boolean hasExpired(RecordedDecision decision) {
        return decision.isApproved() && decision.decidedAt().plus(validity).isBefore(clock().instant());
    }

    private static boolean maySendUnread(EffectCall call, RecordedDecision decision) {
        boolean decisionReported = call.ledger(
                        session -> session.origin(call.origin().id()))
                .seen()
                .isPresent();
        return !decisionReported && (!call.effect().hasDeparted() || !decision.isApproved());
    }

    private Outcome send(EffectCall call, RecordedDecision decision) {
        Decision wire = wire(call, decision);
        if (!call.departs()) {
            return Outcome.again("the lease was lost before the call");
        }
        try {
            epm().decide(Requests.of(call.origin()), wire, once(call));
        } catch (ResponseException.Unauthorized | ResponseException.Forbidden | ResponseException.RateLimited e) {
            return Outcome.again("EPM did not let us decide: " + e.getMessage());
        } catch (ResponseException e) {
            return e.retryability() == Retryability.NEVER ? refused(call, decision, e) : Outcome.failed(e);
        } catch (IllegalArgumentException e) {
            return failed(call, decision, DecisionState.REFUSED, "it cannot be sent: " + e.getMessage());
        }
        Sighting seen = whatEpmSaysNow(call, decision);
        return Outcome.done().also(session -> flow().acknowledged(session, call.origin(), decision, seen));
    }

    private static Decision wire(EffectCall call, RecordedDecision decision) {
        Decision.Builder wire = decision.duration()
                .map(Decision::approve)
                .orElseGet(Decision::deny)
                .by(decision.decidedBy())
                .reason(decision.reason());
        ticket(call).ifPresent(wire::ticket);
        return wire.build();
    }

    /** The 200 alone makes it final. Times that only EPM knows are fetched if they can be had at once. */
    private Sighting whatEpmSaysNow(EffectCall call, RecordedDecision decision) {
        try {
            Optional<RequestState> said = read(call).filter(state -> says(state, decision));
            if (said.isPresent()) {
                return sighting(said.get());
            }
        } catch (EpmJitException e) {
            return ownWords(decision);
        }
        return ownWords(decision);
    }

    private Sighting ownWords(RecordedDecision decision) {
        return Sighting.builder()
                .status(decision.isApproved() ? DecisionStatus.APPROVED : DecisionStatus.DENIED)
                .isVerified(true)
                .seenAt(clock().instant())
                .decidedBy(decision.decidedBy())
                .duration(decision.duration().map(AccessDuration::wireValue))
                .build();
    }

    /** A definite no reopens the request only if EPM still calls it pending; else what EPM says counts. */
    private Outcome refused(EffectCall call, RecordedDecision decision, ResponseException refusal) {
        Optional<RequestState> said;
        try {
            said = read(call);
        } catch (EpmJitException e) {
            return Outcome.unknown(refusal.getMessage() + "; and EPM could not be read: " + e.getMessage());
        }
        if (said.isPresent() && !said.get().status().isPending()) {
            return settled(call, decision, said.get());
        }
        return failed(call, decision, DecisionState.REFUSED, String.valueOf(refusal.getMessage()));
    }

    /** EPM has an answer already: ours, or another one that stands. */
    private Outcome settled(EffectCall call, RecordedDecision decision, RequestState said) {
        Sighting seen = sighting(said);
        if (says(said, decision)) {
            return Outcome.done().also(session -> flow().acknowledged(session, call.origin(), decision, seen));
        }
        String why = "EPM says " + said.status()
                + said.performer().map(who -> " by " + who).orElse("")
                + said.durationText().map(length -> " for " + length).orElse("");
        return Outcome.dead(why).also(session -> {
            flow().failed(session, call.origin(), decision, DecisionState.CONFLICT, why);
            flow().sighted(session, call.origin(), seen);
        });
    }

    /** As far as EPM reports it: the same decision, for the same time, by the same person. */
    private static boolean says(RequestState said, RecordedDecision decision) {
        boolean sameAnswer = decision.isApproved()
                ? said.status().isApproved()
                : said.status().isDenied();
        boolean sameTime = said.duration().isEmpty()
                || decision.duration().isEmpty()
                || said.duration().equals(decision.duration());
        boolean samePerson =
                said.performer().map(decision.decidedBy()::equalsIgnoreCase).orElse(true);
        return sameAnswer && sameTime && samePerson;
    }

    private Outcome failed(EffectCall call, RecordedDecision decision, DecisionState state, String why) {
        return Outcome.dead(why).also(session -> flow().failed(session, call.origin(), decision, state, why));
    }

    /** Given up without an answer: expired if it never went out, unconfirmed if it may have arrived. */
    @Override
    public void died(LedgerSession session, Origin origin, Effect effect, String why) {
        RecordedDecision decision =
                session.decision(Long.parseLong(effect.payload().orElseThrow()));
        boolean mayHaveArrived =
                session.effects(origin).stream().anyMatch(one -> one.id() == effect.id() && one.hasDeparted());
        flow().failed(
                        session,
                        origin,
                        decision,
                        mayHaveArrived ? DecisionState.UNCONFIRMED : DecisionState.EXPIRED,
                        why);
    }
}
