package io.epmjit.bridge;

import io.epmjit.ledger.LedgerSession;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of changes that have been committed, on a thread of their own. */
final class Announcer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Announcer.class);
    private static final String THREAD = "epm-jit-listeners";
    private static final int MOST_WAITING = 10_000;
    private static final long FAREWELL_SECONDS = 5;

    private final List<JitListener> listeners;
    private final ThreadPoolExecutor thread;

    Announcer(List<JitListener> listeners) {
        this.listeners = List.copyOf(listeners);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread told = new Thread(task, THREAD);
                    told.setDaemon(true);
                    return told;
                },
                (task, pool) -> log.warn("The listeners are too slow; they miss a change"));
    }

    /** Tells the listeners once the transaction is committed, and not at all if it is not. */
    void after(LedgerSession session, JitChange change) {
        if (!listeners.isEmpty()) {
            session.afterCommit(() -> thread.execute(() -> tell(change)));
        }
    }

    private void tell(JitChange change) {
        for (JitListener listener : listeners) {
            try {
                listener.changed(change);
            } catch (RuntimeException e) {
                log.warn("A listener failed at {}", change.getClass().getSimpleName(), e);
            }
        }
    }

    /** Waits, for a moment at most, until the listeners have been told of everything so far. */
    void catchUp() {
        if (Thread.currentThread().getName().equals(THREAD)) {
            return;
        }
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        thread.execute(() -> told.complete(true));
        told.completeOnTimeout(false, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
