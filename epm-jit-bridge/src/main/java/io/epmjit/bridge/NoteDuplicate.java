package io.epmjit.bridge;

import io.epmjit.connector.Lookup;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes on a duplicate that it is one. */
final class NoteDuplicate extends ConnectorCalls {

    private static final NoteKey KEY = NoteKey.of("epm-jit:duplicate");

    NoteDuplicate(TicketConnector connector, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        super(connector, tickets, announcer, clock);
    }

    @Override
    public Outcome perform(EffectCall call) {
        Optional<TicketRef> standing = ticket(call);
        if (standing.isEmpty()) {
            return noTicket();
        }
        TicketNote note = TicketNote.builder()
                .key(KEY)
                .text("This ticket is a duplicate, made by mistake. Decide in the other one, and close this one.")
                .fields(List.of(
                        new TicketField("Ticket that stands", standing.get().key())))
                .build();
        return write(call, () -> {
            connector().note(Duplicates.of(call.effect()), note, context(call));
            return Outcome.done();
        });
    }

    @Override
    Outcome lookFor(EffectCall call) {
        Lookup<NoteKey> answer = connector().findNote(Duplicates.of(call.effect()), KEY, context(call));
        if (answer instanceof Lookup.CannotTell<NoteKey> unclear) {
            return cannotTell(call, unclear.reason());
        }
        return answer instanceof Lookup.Found<NoteKey> ? Outcome.done() : Outcome.absent();
    }
}
