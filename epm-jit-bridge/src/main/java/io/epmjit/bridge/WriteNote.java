package io.epmjit.bridge;

import io.epmjit.connector.Lookup;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketNote;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.Optional;

/** Writes one kind of note on a request's ticket. */
final class WriteNote extends ConnectorCalls {

    private final NoteKind kind;

    WriteNote(TicketConnector connector, NoteKind kind, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        super(connector, tickets, announcer, clock);
        this.kind = kind;
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<TicketRef> ticket = ticket(call);
        if (ticket.isEmpty()) {
            return noTicket();
        }
        TicketNote note = call.ledger(session -> kind.compose(session, call.effect()));
        return writeOn(call, ticket.get(), () -> {
            connector().note(ticket.get(), note, context(call));
            return noted(call, ticket.get(), note);
        });
    }

    @Override
    Outcome lookFor(EffectCall call) {
        Optional<TicketRef> ticket = ticket(call);
        if (ticket.isEmpty()) {
            return noTicket();
        }
        Lookup<NoteKey> answer = connector().findNote(ticket.get(), NoteKind.keyOf(call.effect()), context(call));
        if (answer instanceof Lookup.CannotTell<NoteKey> unclear) {
            return missing(call, ticket.get()).orElseGet(() -> cannotTell(call, unclear.reason()));
        }
        return answer instanceof Lookup.Found<NoteKey>
                ? noted(call, ticket.get(), call.ledger(session -> kind.compose(session, call.effect())))
                : Outcome.absent();
    }

    private Outcome noted(EffectCall call, TicketRef ticket, TicketNote note) {
        return announced(
                Outcome.done(),
                new JitChange.TicketNoted(
                        clock().instant(),
                        Requests.tenant(call.origin()),
                        Requests.of(call.origin()),
                        ticket,
                        note.text()));
    }
}
