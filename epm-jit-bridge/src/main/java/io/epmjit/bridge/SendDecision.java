package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.http.AccessTokenException;
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
import io.epmjit.model.JitEvent;
import io.epmjit.model.RequestKind;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Sends a decision to EPM, at most once as far as anybody can tell. EPM is read before every send: only a pending request
 * is decided, the same decision found there counts as ours, and anything else stands. Where EPM cannot be read, an
 * approval goes out a single time; a denial may be repeated, since it harms nobody twice. An approval is not sent either
 * where EPM names another requester than the webhook did.
 */
final class SendDecision extends EpmCalls {

    private final SubmittedDecisions decisions;
    private final DecisionPolicy policy;
    private final Duration consistencyDelay;

    SendDecision(
            EpmClient epm,
            SubmittedDecisions decisions,
            Announcer announcer,
            InstantSource clock,
            DecisionPolicy policy,
            Duration consistencyDelay) {
        super(epm, announcer, clock);
        this.decisions = decisions;
        this.policy = policy;
        this.consistencyDelay = consistencyDelay;
    }

    @Override
    public Outcome perform(EffectCall call) {
        RecordedDecision decision = call.ledger(session -> EpmWork.decisionOf(session, call.effect()));
        if (!decision.state().isInForce()) {
            return Outcome.done();
        }
        if (hasExpired(decision)) {
            return failed(
                    call,
                    decision,
                    DecisionState.EXPIRED,
                    "it could not be sent within " + policy.validity().toMinutes() + " minutes"
                            + call.effect()
                                    .explanation()
                                    .map(last -> "; the last attempt: " + last)
                                    .orElse(""));
        }
        if (!isKnownToTheWire(call, decision)) {
            return failed(call, decision, DecisionState.REFUSED, "what EPM wants to be sent for Once is not set");
        }
        Optional<Sighting> known = call.ledger(session -> lastSeen(session, call));
        Reading reading;
        try {
            reading = read(call);
        } catch (EpmJitException e) {
            return meaningOf(e, call, Outcome.again("EPM could not be read before sending: " + e.getMessage()));
        }
        if (reading.isPending() && decision.isApproved() && isAskedByAnother(call, reading.state())) {
            return failed(
                    call,
                    decision,
                    DecisionState.REFUSED,
                    "EPM itself names another requester than its webhook and this ticket do. Find out who knows the webhook's"
                            + " password; the request can be approved in EPM's console");
        }
        if (reading.isPending() || (reading.isImpossible() && maySendUnread(call, decision))) {
            return send(call, decision, known);
        }
        if (reading.isImpossible()) {
            return failed(
                    call,
                    decision,
                    DecisionState.UNCONFIRMED,
                    "EPM cannot be read, and the request may have been decided already");
        }
        return reading.saysNothing()
                ? Outcome.again("EPM does not say what state the request is in; see EpmApiDialect")
                : settled(call, decision, reading.sighting());
    }

    /** EPM may commit a decision after our call's deadline; a look before that would call it absent. */
    @Override
    public Duration consistencyDelay() {
        return consistencyDelay;
    }

    @Override
    public Outcome look(EffectCall call) {
        RecordedDecision decision = call.ledger(session -> EpmWork.decisionOf(session, call.effect()));
        Reading reading;
        try {
            reading = read(call);
        } catch (EpmJitException e) {
            return meaningOf(e, call, Outcome.unknown(String.valueOf(e.getMessage())));
        }
        if (reading.isPending()) {
            return Outcome.absent();
        }
        if (reading.saysNothing()) {
            return Outcome.unknown("EPM does not say what state the request is in; see EpmApiDialect");
        }
        if (!reading.isImpossible()) {
            return settled(call, decision, reading.sighting());
        }
        return decision.isApproved()
                ? failed(
                        call,
                        decision,
                        DecisionState.UNCONFIRMED,
                        "no answer came from EPM, and it cannot be read to find out")
                : Outcome.absent();
    }

    /**
     * The approver has seen, and the policy has judged by, the name in the webhook; and into that anybody with its password
     * could write another one.
     */
    private boolean isAskedByAnother(EffectCall call, RequestState atEpm) {
        return atEpm.requester()
                .filter(asked -> Requests.told(call.origin())
                        .flatMap(JitEvent::requester)
                        .filter(said -> policy.areDifferentPeople(said, asked))
                        .isPresent())
                .isPresent();
    }

    private boolean hasExpired(RecordedDecision decision) {
        return decision.isApproved()
                && decision.decidedAt().plus(policy.validity()).isBefore(clock().instant());
    }

    private boolean isKnownToTheWire(EffectCall call, RecordedDecision decision) {
        boolean once = decision.duration().filter(AccessDuration::isOnce).isPresent();
        boolean admin = Requests.of(call.origin()).kind() == RequestKind.ADMIN;
        return !once || !admin || epm().takesOnceForAdmin();
    }

    /** A denial may also follow an approval of ours that may have arrived: it can only take rights away. */
    private static boolean maySendUnread(EffectCall call, RecordedDecision decision) {
        boolean mayHaveBeenSent = call.effect().hasDeparted();
        boolean reported = call.ledger(session -> session.sightings().reported(call.origin()))
                .isPresent();
        boolean undoesOurOwn = call.ledger(session -> session.decisions().of(call.origin())).stream()
                .anyMatch(earlier -> earlier.state() == DecisionState.UNCONFIRMED);
        return decision.isApproved() ? !reported && !mayHaveBeenSent : !reported || undoesOurOwn;
    }

    private static Optional<Sighting> lastSeen(LedgerSession session, EffectCall call) {
        return session.sightings().verified(call.origin()).map(session.sightings()::get);
    }

    /**
     * Somebody else may have asked EPM since we did, and have heard that it is decided.
     *
     * @param known what EPM had been seen to say before we asked
     */
    private Optional<Outcome> seenMeanwhile(
            LedgerSession session, EffectCall call, RecordedDecision decision, Optional<Sighting> known) {
        return lastSeen(session, call)
                .filter(now -> !now.status().isPending())
                .filter(now -> known.filter(now::equals).isEmpty())
                .map(now -> settled(call, decision, now));
    }

    private Outcome send(EffectCall call, RecordedDecision decision, Optional<Sighting> known) {
        Decision wire = wire(call, decision);
        return call.send(session -> seenMeanwhile(session, call, decision, known), () -> {
            try {
                epm().decide(Requests.of(call.origin()), wire, once(call));
            } catch (AccessTokenException | ResponseException.Unauthorized e) {
                return meaningOf(e, call, Outcome.again("EPM did not let us decide: " + e.getMessage()));
            } catch (ResponseException.Forbidden e) {
                return Outcome.again("EPM did not let us decide: " + e.getMessage())
                        .refused();
            } catch (ResponseException.RateLimited e) {
                return meaningOf(e, call, Outcome.again("EPM asks for patience: " + e.getMessage()));
            } catch (ResponseException e) {
                return e.retryability() == Retryability.NEVER ? refused(call, decision, e) : Outcome.failed(e);
            }
            return delivered(call, decision);
        });
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

    /**
     * EPM has taken it, which makes it final; unless EPM says otherwise when it is asked right away, because somebody
     * decided between our reading and our sending.
     */
    private Outcome delivered(EffectCall call, RecordedDecision decision) {
        Optional<Reading> now =
                readAgain(call).filter(reading -> reading.state().status().isDecided());
        if (now.isPresent() && !now.get().sighting().hasAnswerOf(decision)) {
            return settled(call, decision, now.get().sighting());
        }
        Sighting seen = now.map(Reading::sighting).map(this::dated).orElseGet(() -> ownWords(decision));
        return Outcome.done().also(session -> decisions.acknowledged(session, call.origin(), decision, seen));
    }

    /** What EPM does not say of the time, we know: it has just been decided. */
    private Sighting dated(Sighting seen) {
        return seen.decidedAt().isPresent()
                ? seen
                : Sighting.builder()
                        .from(seen)
                        .decidedAt(clock().instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                        .build();
    }

    private Sighting ownWords(RecordedDecision decision) {
        return dated(spoken(decision));
    }

    private Sighting spoken(RecordedDecision decision) {
        return Sighting.builder()
                .status(decision.isApproved() ? DecisionStatus.APPROVED : DecisionStatus.DENIED)
                .isVerified(true)
                .seenAt(clock().instant())
                .decidedBy(decision.decidedBy())
                .duration(decision.duration().map(AccessDuration::wireValue))
                .accessUntil(decision.duration()
                        .flatMap(AccessDuration::length)
                        .map(length -> clock().instant().plus(length)))
                .build();
    }

    private Optional<Reading> readAgain(EffectCall call) {
        try {
            return Optional.of(read(call));
        } catch (EpmJitException e) {
            return Optional.empty();
        }
    }

    /** A definite no reopens the request only if EPM still calls it pending; else what EPM says counts. */
    private Outcome refused(EffectCall call, RecordedDecision decision, ResponseException refusal) {
        Reading reading;
        try {
            reading = read(call);
        } catch (EpmJitException e) {
            return Outcome.unknown(refusal.getMessage() + "; and EPM could not be read: " + e.getMessage());
        }
        if (reading.isPending()) {
            return failed(call, decision, DecisionState.REFUSED, String.valueOf(refusal.getMessage()));
        }
        return reading.isImpossible() || reading.saysNothing()
                ? failed(call, decision, DecisionState.UNCONFIRMED, String.valueOf(refusal.getMessage()))
                : settled(call, decision, reading.sighting());
    }

    /** EPM has an answer already: ours, or another one that stands. */
    private Outcome settled(EffectCall call, RecordedDecision decision, Sighting said) {
        if (said.isOf(decision)) {
            return Outcome.done().also(session -> decisions.acknowledged(session, call.origin(), decision, said));
        }
        String why = "EPM says " + said.status()
                + said.decidedBy().map(who -> " by " + who).orElse("")
                + said.duration().map(length -> " for " + length).orElse("");
        return Outcome.dead(why).also(session -> decisions.contradicted(session, call.origin(), decision, said, why));
    }

    private Outcome failed(EffectCall call, RecordedDecision decision, DecisionState state, String why) {
        return Outcome.dead(why).also(session -> decisions.failed(session, call.origin(), decision, state, why));
    }

    /** Given up without an answer: expired if it never went out, unconfirmed if it may have arrived. */
    @Override
    public void died(LedgerSession session, Origin origin, Effect effect, String why) {
        boolean mayHaveArrived =
                session.effects().of(origin).stream().anyMatch(one -> one.id() == effect.id() && one.hasDeparted());
        decisions.failed(
                session,
                origin,
                EpmWork.decisionOf(session, effect),
                mayHaveArrived ? DecisionState.UNCONFIRMED : DecisionState.EXPIRED,
                why);
    }

    /**
     * A decision that has come to something is made anew, not sent again; only of one that may have arrived an operator may
     * want to know, while it is valid.
     */
    @Override
    public Optional<String> obstacleToReplay(LedgerSession session, Origin origin, Effect effect) {
        RecordedDecision decision = EpmWork.decisionOf(session, effect);
        if (decision.state() != DecisionState.UNCONFIRMED) {
            return Optional.of("the decision is settled: " + decision.state() + "; decide anew instead");
        }
        if (hasExpired(decision)) {
            return Optional.of("the approval is older than its validity of "
                    + policy.validity().toMinutes() + " minutes; decide anew instead");
        }
        return session.decisions().of(origin).stream()
                .filter(other -> other.state().isInForce())
                .findFirst()
                .map(other -> "a later decision is in force, by " + other.decidedBy());
    }

    @Override
    public void replayed(LedgerSession session, Origin origin, Effect effect) {
        session.decisions().reopen(EpmWork.decisionOf(session, effect));
    }
}
