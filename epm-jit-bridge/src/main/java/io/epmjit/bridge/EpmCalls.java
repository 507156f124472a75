package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.http.CallOptions;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What all work at EPM has in common: one attempt within the lease, and how what EPM says is written down. */
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

    /** What EPM says of the request; empty if it cannot be read, or says nothing of its state. */
    final Optional<RequestState> read(EffectCall call) {
        RequestState state = ticket(call)
                .map(ticket -> epm.read(Requests.of(call.origin()), ticket, once(call)))
                .orElseGet(() -> epm.read(Requests.of(call.origin()), once(call)));
        return Optional.of(state)
                .filter(RequestState::isReadable)
                .filter(said -> !said.status().equals(RequestState.UNKNOWN));
    }

    /** The ticket in which the request is decided: some of EPM's calls know a request by that. */
    static Optional<TicketRef> ticket(EffectCall call) {
        return call.ledger(session -> session.effects(call.origin())).stream()
                .flatMap(effect -> effect.ref().stream())
                .findFirst();
    }

    final Sighting sighting(RequestState state) {
        return Sighting.builder()
                .status(state.status())
                .isVerified(true)
                .seenAt(clock.instant())
                .decidedBy(state.performer())
                .duration(state.durationText())
                .decidedAt(state.decisionTimeText())
                .startsAt(state.startTimeText())
                .endsAt(state.endTimeText())
                .build();
    }

    /** EPM answers from its own record; there is no lag that anybody has reported. */
    @Override
    public Duration consistencyDelay() {
        return Duration.ZERO;
    }
}
