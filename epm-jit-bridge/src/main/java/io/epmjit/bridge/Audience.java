package io.epmjit.bridge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener, its thread, and what waits for it. */
final class Audience implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Audience.class);
    private static final int MOST_WAITING = 10_000;
    private static final long FAREWELL_SECONDS = 5;
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final JitListener listener;
    private final InstantSource clock;
    private final ThreadPoolExecutor executor;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicReference<@Nullable Instant> lastMissedAt = new AtomicReference<>();

    Audience(JitListener listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), this::daemon);
    }

    private Thread daemon(Runnable task) {
        Thread told = new Thread(task, "epm-jit-listener");
        told.setDaemon(true);
        thread.set(told);
        return told;
    }

    /** Never waits: what does not fit into the queue is missed. */
    void tell(JitChange change) {
        try {
            executor.execute(() -> call(change));
        } catch (RejectedExecutionException e) {
            if (!executor.isShutdown()) {
                miss();
            }
        }
    }

    private void call(JitChange change) {
        LogContext.of(change.tenant());
        if (change instanceof JitChange.OfRequest about) {
            LogContext.of(about.request());
        }
        try {
            listener.changed(change);
        } catch (Exception | LinkageError | AssertionError e) {
            log.warn("A listener failed at {}", change.getClass().getSimpleName(), e);
        } finally {
            LogContext.end();
        }
    }

    private void miss() {
        missed.incrementAndGet();
        Instant now = clock.instant();
        Instant last = lastMissedAt.getAndSet(now);
        if (last == null || last.isBefore(now.minus(QUIET))) {
            log.warn(
                    "The listener {} is too slow; it misses changes",
                    listener.getClass().getName());
        }
    }

    boolean isThisThread() {
        return Thread.currentThread() == thread.get();
    }

    long missed() {
        return missed.get();
    }

    Optional<Instant> lastMissedAt() {
        return Optional.ofNullable(lastMissedAt.get());
    }

    /** Waits, for a moment at most, until the listener has been told of everything so far. */
    void catchUp() {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        try {
            executor.execute(() -> told.complete(true));
        } catch (RejectedExecutionException e) {
            return;
        }
        told.completeOnTimeout(false, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!isThisThread() && !executor.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
