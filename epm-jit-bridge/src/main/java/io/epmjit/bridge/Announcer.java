package io.epmjit.bridge;

import io.epmjit.ledger.LedgerSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the listeners of changes that have been committed: each on a thread of its own, so that none waits for another. */
final class Announcer implements AutoCloseable {

    private final List<Audience> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    Announcer(List<JitListener> listeners, InstantSource clock) {
        this.clock = clock;
        listeners.forEach(this::add);
    }

    /** Another listener, who hears of what is committed from now on. */
    void add(JitListener listener) {
        listeners.add(new Audience(listener, clock));
    }

    /** Tells the listeners once the transaction is committed, and not at all if it is not. */
    void after(LedgerSession session, JitChange change) {
        session.afterCommit(() -> listeners.forEach(listener -> listener.tell(change)));
    }

    /** Waits, for a moment at most, until the listeners have been told of everything so far. */
    void catchUp() {
        if (listeners.stream().noneMatch(Audience::isThisThread)) {
            listeners.forEach(Audience::catchUp);
        }
    }

    /** How many times a listener missed a change since it was too slow. */
    long missed() {
        return listeners.stream().mapToLong(Audience::missed).sum();
    }

    /** When a listener last missed a change. */
    Optional<Instant> lastMissedAt() {
        return listeners.stream()
                .flatMap(listener -> listener.lastMissedAt().stream())
                .max(Instant::compareTo);
    }

    @Override
    public void close() {
        listeners.forEach(Audience::close);
    }
}
