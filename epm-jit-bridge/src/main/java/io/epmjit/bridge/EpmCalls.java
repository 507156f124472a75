package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.http.CallOptions;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What all work at EPM has in common: one attempt within the lease, and how a request is read. */
abstract class EpmCalls implements EffectHandler {

    private final EpmClient epm;
    private final EpmFlow flow;
    private final InstantSource clock;

    EpmCalls(EpmClient epm, EpmFlow flow, InstantSource clock) {
        this.epm = epm;
        this.flow = flow;
        this.clock = clock;
    }

    final EpmClient epm() {
        return epm;
    }

    final EpmFlow flow() {
        return flow;
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
                .flatMap(effect -> effect.ref().stream())
                .findFirst();
    }

    /** EPM answers from its own record; there is no lag that anybody has reported. */
    @Override
    public final Duration consistencyDelay() {
        return Duration.ZERO;
    }
}
