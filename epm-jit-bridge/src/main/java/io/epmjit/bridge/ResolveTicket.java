package io.epmjit.bridge;

import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.Optional;

/** Brings a request's ticket into its final state. */
final class ResolveTicket extends ConnectorCalls {

    ResolveTicket(TicketConnector connector, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        super(connector, tickets, announcer, clock);
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<TicketRef> ticket = ticket(call);
        if (ticket.isEmpty()) {
            return noTicket();
        }
        Sighting seen = call.ledger(session -> EpmWork.sightingOf(session, call.effect()));
        Resolution how = new Resolution(
                seen.status(),
                "EPM: " + seen.status()
                        + seen.decidedBy().map(who -> " by " + who).orElse(""));
        return writeOn(call, ticket.get(), () -> {
            ResolveOutcome answer = connector().resolve(ticket.get(), how, context(call));
            return answer instanceof ResolveOutcome.Resolved resolved
                    ? resolved(call, ticket.get(), resolved.status())
                    : Outcome.dead(((ResolveOutcome.Refused) answer).reason());
        });
    }

    /** Resolving a ticket that is resolved changes nothing, so it is simply asked for again. */
    @Override
    Outcome lookFor(EffectCall call) {
        return Outcome.absent();
    }

    private Outcome resolved(EffectCall call, TicketRef ticket, String status) {
        return announced(
                Outcome.done().also(session -> Duplicates.resolved(session, call.origin(), connector())),
                new JitChange.TicketResolved(
                        clock().instant(), Requests.tenant(call.origin()), Requests.of(call.origin()), ticket, status));
    }
}
