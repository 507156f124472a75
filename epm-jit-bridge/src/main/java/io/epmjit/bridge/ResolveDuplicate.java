package io.epmjit.bridge;

import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.Sighting;
import java.time.InstantSource;
import java.util.Optional;

/** Closes a duplicate as EPM's answer has closed the ticket that stands. */
final class ResolveDuplicate extends ConnectorCalls {

    ResolveDuplicate(TicketConnector connector, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        super(connector, tickets, announcer, clock);
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<Sighting> seen = call.ledger(session -> session.sightings()
                .verified(call.origin())
                .map(session.sightings()::get)
                .filter(sighting -> sighting.status().isDecided()));
        if (seen.isEmpty()) {
            return Outcome.dead("EPM does not report a decision");
        }
        Resolution how = new Resolution(
                seen.get().status(), "Duplicate. EPM: " + seen.get().status());
        return write(call, () -> {
            ResolveOutcome answer = connector().resolve(Duplicates.of(call.effect()), how, context(call));
            return answer instanceof ResolveOutcome.Refused refused ? Outcome.dead(refused.reason()) : Outcome.done();
        });
    }

    /** Resolving a ticket that is resolved changes nothing, so it is simply asked for again. */
    @Override
    Outcome lookFor(EffectCall call) {
        return Outcome.absent();
    }
}
