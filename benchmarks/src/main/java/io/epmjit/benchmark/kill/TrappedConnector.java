package io.epmjit.benchmark.kill;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.Set;

/** A connector that remembers, for the traps, which of its calls was answered last. */
final class TrappedConnector implements TicketConnector {

    private final TicketConnector connector;
    private final Trap trap;
    private final LastCall lastCall;

    TrappedConnector(TicketConnector connector, Trap trap, LastCall lastCall) {
        this.connector = connector;
        this.trap = trap;
        this.lastCall = lastCall;
    }

    @Override
    public ConnectorId id() {
        return connector.id();
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        TicketRef ticket = connector.open(draft, call);
        lastCall.answered(Edge.TICKET_ANSWERED);
        return ticket;
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        trap.at(Edge.LOOK_UP_BEGUN);
        Lookup<TicketRef> found = connector.find(stamp, call);
        lastCall.answered(Edge.LOOK_UP_ANSWERED);
        return found;
    }

    @Override
    public TicketSnapshot read(TicketRef ticket, CallContext call) {
        return connector.read(ticket, call);
    }

    @Override
    public void note(TicketRef ticket, TicketNote note, CallContext call) {
        connector.note(ticket, note, call);
        lastCall.answered(Edge.NOTE_ANSWERED);
    }

    @Override
    public Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
        trap.at(Edge.LOOK_UP_BEGUN);
        Lookup<NoteKey> found = connector.findNote(ticket, key, call);
        lastCall.answered(Edge.LOOK_UP_ANSWERED);
        return found;
    }

    @Override
    public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
        ResolveOutcome outcome = connector.resolve(ticket, how, call);
        lastCall.answered(Edge.RESOLUTION_ANSWERED);
        return outcome;
    }

    @Override
    public ConnectionStatus testConnection(CallContext call) {
        return connector.testConnection(call);
    }

    @Override
    public Duration consistencyDelay() {
        return connector.consistencyDelay();
    }

    @Override
    public Set<Capability> capabilities() {
        return connector.capabilities();
    }

    @Override
    public void close() {
        connector.close();
    }
}
