package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.EpmJitException;
import java.time.InstantSource;

/** Asks EPM what became of a request, because a webhook says that it was decided. Changes nothing at EPM. */
final class ReadRequest extends EpmCalls {

    private final SightingFlow sightings;

    ReadRequest(EpmClient epm, SightingFlow sightings, Announcer announcer, InstantSource clock) {
        super(epm, announcer, clock);
        this.sightings = sightings;
    }

    @Override
    public Outcome perform(EffectCall call) {
        Reading reading;
        try {
            reading = read(call);
        } catch (EpmJitException e) {
            return meaningOf(e, call, Outcome.again("EPM could not be asked: " + e.getMessage()));
        }
        return reading.isImpossible() || reading.saysNothing()
                ? Outcome.done()
                        .also(session ->
                                sightings.unverifiable(session, call.origin(), EpmWork.subjectOf(call.effect())))
                : Outcome.done().also(session -> {
                    sightings.sighted(session, call.origin(), reading.sighting());
                    sightings.compare(session, call.origin(), EpmWork.subjectOf(call.effect()), reading.sighting());
                });
    }

    /** A question that was not answered has changed nothing. */
    @Override
    public Outcome look(EffectCall call) {
        return Outcome.absent();
    }

    @Override
    public void died(LedgerSession session, Origin origin, Effect effect, String why) {
        sightings.unverifiable(session, origin, EpmWork.subjectOf(effect));
    }
}
