package io.epmjit.http;

import org.jspecify.annotations.Nullable;

/**
 * By which the calls of one asynchronous task are given up. A task's thread carries it, so that whatever call the task
 * makes, a token's included, is given up with it. Safe for use by several threads.
 */
final class Cancellation {

    private static final ThreadLocal<@Nullable Cancellation> CURRENT = new ThreadLocal<>();

    private volatile boolean cancelled;
    private volatile @Nullable Runnable exchange;

    /** The one that this thread's task carries; outside of tasks one that nobody ever uses. */
    static Cancellation current() {
        Cancellation carried = CURRENT.get();
        return carried == null ? new Cancellation() : carried;
    }

    /** Runs a task that carries this. */
    void during(Runnable task) {
        CURRENT.set(this);
        try {
            task.run();
        } finally {
            CURRENT.remove();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Names what ends the exchange that is about to begin; if it is cancelled already, ends it at once. */
    void endsBy(Runnable ending) {
        exchange = ending;
        if (cancelled) {
            ending.run();
        }
    }

    void cancel() {
        cancelled = true;
        Runnable ending = exchange;
        if (ending != null) {
            ending.run();
        }
    }
}
