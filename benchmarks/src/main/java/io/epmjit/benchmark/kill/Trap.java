package io.epmjit.benchmark.kill;

import io.epmjit.testkit.server.Journal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process at once, without a word to anybody, when its work comes to a chosen edge; as good as SIGKILL, which
 * cannot be aimed so well. Or has it wait there, to be frozen by who hears of it from the journal. Thread-safe.
 */
final class Trap {

    private static final int KILLED = 137;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    /** What becomes of a process that is caught. */
    enum Fate {
        KILLED,
        FROZEN
    }

    private record Chosen(Edge edge, int passes, Fate fate) {}

    private final Journal journal;
    private final AtomicReference<@Nullable Chosen> chosen = new AtomicReference<>();

    Trap(Journal journal) {
        this.journal = journal;
    }

    /** Catches the process when it comes to this edge, after having let so many pass. */
    void set(Edge edge, int passes, Fate fate) {
        chosen.set(new Chosen(edge, passes, fate));
    }

    void unset() {
        chosen.set(null);
    }

    void at(Edge edge) {
        Chosen now = chosen.get();
        if (now == null || now.edge() != edge) {
            return;
        }
        if (now.passes() > 0) {
            chosen.compareAndSet(now, new Chosen(edge, now.passes() - 1, now.fate()));
        } else if (chosen.compareAndSet(now, null)) {
            journal.write(
                    "halted", Map.of("edge", edge.name(), "fate", now.fate().name()));
            if (now.fate() == Fate.KILLED) {
                Runtime.getRuntime().halt(KILLED);
            }
            LockSupport.parkNanos(LONGEST_WAIT.toNanos());
        }
    }
}
