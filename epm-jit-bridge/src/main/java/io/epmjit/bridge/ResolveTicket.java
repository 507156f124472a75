package io.epmjit.bridge;

import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request's ticket into its final state. */
final class ResolveTicket extends ConnectorCalls {

    private static final Logger log = LoggerFactory.getLogger(ResolveTicket.class);

    ResolveTicket(TicketConnector connector, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        super(connector, tickets, announcer, clock);
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<TicketRef> ticket = ticket(call);
        if (ticket.isEmpty()) {
            return noTicket();
        }
        Resolution how = call.ledger(session -> resolution(session, call));
        return writeOn(call, ticket.get(), () -> {
            ResolveOutcome answer = connector().resolve(ticket.get(), how, context(call));
            return answer instanceof ResolveOutcome.Resolved resolved
                    ? resolved(call, ticket.get(), resolved)
                    : Outcome.dead(((ResolveOutcome.Refused) answer).reason());
        });
    }

    private static Resolution resolution(LedgerSession session, EffectCall call) {
        Sighting seen = EpmWork.sightingOf(session, call.effect());
        return new Resolution(
                seen.status(),
                "EPM: " + seen.status()
                        + seen.decidedBy().map(who -> " by " + who).orElse(""),
                Particulars.completed(session, call.origin(), seen));
    }

    /** Resolving a ticket that is resolved changes nothing, so it is simply asked for again. */
    @Override
    Outcome lookFor(EffectCall call) {
        return Outcome.absent();
    }

    private Outcome resolved(EffectCall call, TicketRef ticket, ResolveOutcome.Resolved answer) {
        if (!answer.remarks().isEmpty()) {
            log.warn("Ticket {} is resolved, but not all of it could be filled in: {}", ticket.key(), answer.remarks());
        }
        return announced(
                Outcome.done().also(session -> Duplicates.resolved(session, call.origin(), connector())),
                new JitChange.TicketResolved(
                        clock().instant(),
                        Requests.tenant(call.origin()),
                        Requests.of(call.origin()),
                        ticket,
                        answer.status(),
                        answer.remarks()));
    }
}
