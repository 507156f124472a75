package io.epmjit.benchmark.kill;

import io.epmjit.testkit.server.Journal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process at once, without a word to anybody, when its work comes to a chosen edge; as good as SIGKILL, which
 * cannot be aimed so well. Thread-safe.
 */
final class Trap {

    private static final int KILLED = 137;

    private record Chosen(Edge edge, int passes) {}

    private final Journal journal;
    private final AtomicReference<@Nullable Chosen> chosen = new AtomicReference<>();

    Trap(Journal journal) {
        this.journal = journal;
    }

    /** Ends the process when it comes to this edge, after having let so many pass. */
    void set(Edge edge, int passes) {
        chosen.set(new Chosen(edge, passes));
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
            chosen.compareAndSet(now, new Chosen(edge, now.passes() - 1));
        } else if (chosen.compareAndSet(now, null)) {
            journal.write("halted", Map.of("edge", edge.name()));
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
