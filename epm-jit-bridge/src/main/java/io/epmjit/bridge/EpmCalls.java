package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.http.AccessTokenException;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** What all work at EPM has in common: one attempt within the lease, and how a request is read. */
abstract class EpmCalls implements EffectHandler {

    private final EpmClient epm;
    private final Announcer announcer;
    private final InstantSource clock;

    EpmCalls(EpmClient epm, Announcer announcer, InstantSource clock) {
        this.epm = epm;
        this.announcer = announcer;
        this.clock = clock;
    }

    final EpmClient epm() {
        return epm;
    }

    final InstantSource clock() {
        return clock;
    }

    /** The engine repeats, from the ledger; so the client must not. */
    final CallOptions once(EffectCall call) {
        return CallOptions.until(call.deadline()).withAttempts(1);
    }

    /** Asks EPM about the request; the ticket helps, since some of EPM's calls know a request by that. */
    final Reading read(EffectCall call) {
        Instant askedAt = clock.instant();
        JitRequestRef request = Requests.of(call.origin());
        RequestState state = ticket(call)
                .map(ticket -> epm.read(request, ticket, once(call)))
                .orElseGet(() -> epm.read(request, once(call)));
        return new Reading(state, askedAt);
    }

    /** The ticket in which the request is decided. */
    static Optional<TicketRef> ticket(EffectCall call) {
        return call.ledger(session -> session.effects().of(call.origin())).stream()
                .filter(effect -> !effect.isRefLost())
                .flatMap(effect -> effect.ref().stream())
                .findFirst();
    }

    /**
     * What a failure to reach EPM means: whatever its kind, nothing was decided. Questions and decisions share EPM's limit
     * and our credentials, so that both wait if one of them is throttled, be it by our own keeping to EPM's limit, or the
     * credentials are refused.
     */
    final Outcome meaningOf(EpmJitException failure, EffectCall call, Outcome outcome) {
        String[] others = Stream.of(
                        EpmWork.decisionsAt(Requests.tenant(call.origin())),
                        EpmWork.questionsTo(Requests.tenant(call.origin())))
                .filter(target -> !target.equals(call.effect().target()))
                .toArray(String[]::new);
        if (failure instanceof ResponseException.RateLimited limited) {
            return outcome.throttled(limited.retryAfter().orElse(Duration.ZERO), others);
        }
        if (failure instanceof TransportException notSent
                && notSent.problem() == TransportException.Problem.RATE_LIMIT) {
            return outcome.throttled(Duration.ZERO, others);
        }
        return failure instanceof ResponseException.Unauthorized || failure instanceof AccessTokenException
                ? outcome.refused(others)
                : outcome;
    }

    @Override
    public final void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {
        announcer.after(session, JitChange.WorkOvertaken.of(clock.instant(), origin, effect, late));
    }

    /** A question changes nothing that would have to be waited for. */
    @Override
    public Duration consistencyDelay() {
        return Duration.ZERO;
    }
}
