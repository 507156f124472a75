package io.epmjit.benchmark.ledger;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A tracker of which only what a new ticket takes is real, so that what is measured is the ledger; it can be out of order. */
final class QuickTracker implements TicketConnector {

    static final ConnectorId ID = ConnectorId.of("tracker");

    /** What becomes of a new ticket. */
    enum Mood {
        WELL,
        UNREACHABLE,
        LOSES_ANSWERS
    }

    private final Consumer<Stamp> opening;
    private final Map<Stamp, TicketRef> lost = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private volatile Mood mood = Mood.WELL;

    /** A tracker that answers at once. */
    QuickTracker() {
        this(stamp -> {});
    }

    /** @param opening what is done for each new ticket before it is there */
    QuickTracker(Consumer<Stamp> opening) {
        this.opening = opening;
    }

    void become(Mood next) {
        mood = next;
    }

    @Override
    public ConnectorId id() {
        return ID;
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        if (mood == Mood.UNREACHABLE) {
            throw ConnectorException.of(ID, "the tracker cannot be reached", Retryability.SAFE);
        }
        opening.accept(draft.stamp());
        String id = Long.toString(number.incrementAndGet());
        TicketRef ref = TicketRef.of(ID.value(), id, "JIT-" + id);
        if (mood == Mood.LOSES_ANSWERS) {
            lost.put(draft.stamp(), ref);
            throw ConnectorException.of(ID, "the tracker's answer was lost", Retryability.OUTCOME_UNKNOWN);
        }
        return ref;
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        return Optional.ofNullable(lost.get(stamp))
                .map(ref -> Lookup.found(List.of(new Lookup.Match<>(ref, Instant.EPOCH, Optional.of("jit"), true))))
                .orElseGet(Lookup::absent);
    }

    @Override
    public TicketSnapshot read(TicketRef ticket, CallContext call) {
        throw ConnectorException.of(ID, "nobody asks for this", Retryability.NEVER);
    }

    @Override
    public void note(TicketRef ticket, TicketNote note, CallContext call) {
        // Every note is taken.
    }

    @Override
    public Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
        return Lookup.absent();
    }

    @Override
    public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
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
        lost.clear();
    }
}
