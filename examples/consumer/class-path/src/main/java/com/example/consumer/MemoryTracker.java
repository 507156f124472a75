package com.example.consumer;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorException;
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
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A tracker that keeps its tickets in memory: the SPI, written by somebody who only has the artifacts. */
final class MemoryTracker implements TicketConnector {

    private static final ConnectorId ID = ConnectorId.of("memory");

    private record Ticket(TicketRef ref, Stamp stamp, String status, Instant createdAt) {}

    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
    private final Map<NoteKey, Instant> notes = new ConcurrentHashMap<>();

    @Override
    public ConnectorId id() {
        return ID;
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        String number = Integer.toString(tickets.size() + 1);
        TicketRef ref = TicketRef.of(ID.value(), number, "MEM-" + number);
        tickets.put(number, new Ticket(ref, draft.stamp(), "Open", Instant.now()));
        return ref;
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        return lookup(tickets.values().stream()
                .filter(ticket -> ticket.stamp().equals(stamp))
                .map(ticket -> new Lookup.Match<>(ticket.ref(), ticket.createdAt(), Optional.of("memory"), true))
                .toList());
    }

    @Override
    public TicketSnapshot read(TicketRef ref, CallContext call) {
        Ticket ticket = known(ref);
        return TicketSnapshot.builder()
                .ticket(ref)
                .stamp(ticket.stamp())
                .status(ticket.status())
                .isActive(ticket.status().equals("Open"))
                .build();
    }

    @Override
    public void note(TicketRef ref, TicketNote note, CallContext call) {
        known(ref);
        notes.put(note.key(), Instant.now());
    }

    @Override
    public Lookup<NoteKey> findNote(TicketRef ref, NoteKey key, CallContext call) {
        return lookup(Optional.ofNullable(notes.get(key)).stream()
                .map(writtenAt -> new Lookup.Match<>(key, writtenAt, Optional.of("memory"), true))
                .toList());
    }

    @Override
    public ResolveOutcome resolve(TicketRef ref, Resolution how, CallContext call) {
        Ticket ticket = known(ref);
        tickets.put(ref.id(), new Ticket(ref, ticket.stamp(), "Done", ticket.createdAt()));
        return ResolveOutcome.resolved("Done");
    }

    @Override
    public ConnectionStatus testConnection(CallContext call) {
        return ConnectionStatus.ok();
    }

    @Override
    public Duration consistencyDelay() {
        return Duration.ZERO;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INTERNAL_NOTES, Capability.RESOLVE);
    }

    @Override
    public void close() {
        tickets.clear();
    }

    private Ticket known(TicketRef ref) {
        return Optional.ofNullable(tickets.get(ref.id()))
                .orElseThrow(
                        () -> ConnectorException.of(ID, "there is no ticket " + ref.key(), Retryability.NEVER));
    }

    private static <T> Lookup<T> lookup(List<Lookup.Match<T>> matches) {
        return matches.isEmpty() ? Lookup.absent() : Lookup.found(matches);
    }
}
