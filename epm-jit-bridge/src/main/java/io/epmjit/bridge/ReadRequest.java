package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.Sighting;
import java.time.InstantSource;
import java.util.Optional;

/** Asks EPM what became of a request, because a webhook says that it was decided. Changes nothing at EPM. */
final class ReadRequest extends EpmCalls {

    ReadRequest(EpmClient epm, EpmFlow flow, InstantSource clock) {
        super(epm, flow, clock);
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<RequestState> said = read(call);
        if (said.isEmpty()) {
            return Outcome.done()
                    .also(session -> flow().unverifiable(
                                    session, session.origin(call.origin().id())));
        }
        Sighting seen = sighting(said.get());
        return Outcome.done().also(session -> flow().sighted(session, call.origin(), seen));
    }

    @Override
    public Outcome look(EffectCall call) {
        return Outcome.absent();
    }
}
