package io.epmjit.bridge;

import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.Outcome;
import java.time.Duration;

/** The time for which access was approved is over: changes nothing outside, but plans what has to be told. */
final class NoteExpiry implements EffectHandler {

    private final EpmFlow flow;

    NoteExpiry(EpmFlow flow) {
        this.flow = flow;
    }

    @Override
    public Outcome perform(EffectCall call) {
        return Outcome.done()
                .also(session -> flow.expired(
                        session, session.origins().get(call.origin().id()), EpmFlow.subjectOf(call.effect())));
    }

    @Override
    public Outcome look(EffectCall call) {
        return Outcome.absent();
    }

    @Override
    public Duration consistencyDelay() {
        return Duration.ZERO;
    }
}
