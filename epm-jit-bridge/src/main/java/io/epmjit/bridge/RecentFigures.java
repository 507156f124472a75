package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The ledger's figures, a second old at most: many meters are read at once, and shall be one question to the ledger. */
final class RecentFigures implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Probe<Figures> probe;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Known known;

    RecentFigures(Ledger ledger, Set<String> targets) {
        this.probe = new Probe<>(() -> ledger.read(session -> Figures.read(session, targets)));
    }

    /**
     * What was known at a moment.
     *
     * @param figures the figures; empty if the ledger did not answer
     * @param nanos when it was asked, by the machine's own counter
     */
    private record Known(Optional<Figures> figures, long nanos) {}

    Optional<Figures> get() {
        asking.lock();
        try {
            Known current = known;
            if (current == null || System.nanoTime() - current.nanos() > FRESH.toNanos()) {
                current = new Known(probe.ask().value(), System.nanoTime());
                known = current;
            }
            return current.figures();
        } finally {
            asking.unlock();
        }
    }

    @Override
    public void close() {
        probe.close();
    }
}
