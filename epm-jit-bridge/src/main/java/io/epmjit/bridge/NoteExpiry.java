package io.epmjit.bridge;

import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.Outcome;
import java.time.Duration;

/** The time for which access was approved is over: changes nothing outside, but plans what has to be told. */
final class NoteExpiry implements EffectHandler {

    private final SightingFlow sightings;

    NoteExpiry(SightingFlow sightings) {
        this.sightings = sightings;
    }

    @Override
    public Outcome perform(EffectCall call) {
        return Outcome.done()
                .also(session -> sightings.expired(
                        session, session.origins().get(call.origin().id()), EpmWork.subjectOf(call.effect())));
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
