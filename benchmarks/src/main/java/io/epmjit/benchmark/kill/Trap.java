package io.epmjit.benchmark.kill;

import io.epmjit.testkit.server.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process at once, without a word to anybody, when its work comes to a chosen edge; as good as SIGKILL, which
 * cannot be aimed so well. Or freezes it there, for somebody else to thaw it. Thread-safe.
 */
final class Trap {

    private static final int KILLED = 137;

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
            freeze();
        }
    }

    private static void freeze() {
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-STOP", self).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot freeze", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
