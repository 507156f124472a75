package io.epmjit.http;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs calls on threads of their own: as many at once as the host may get, the others wait in order. Threads are made
 * when needed, end when idle, and keep no program alive.
 */
final class AsyncCalls implements AutoCloseable {

    private final String api;
    private final ThreadPoolExecutor threads;
    private final Map<Cancellation, CompletableFuture<?>> unfinished = new ConcurrentHashMap<>();

    /** @param mark of the threads' names, to tell them from others of the same API */
    AsyncCalls(String api, String mark, int callsAtOnce) {
        this.api = api;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                callsAtOnce, callsAtOnce, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(
                            task, "epm-jit-" + api.toLowerCase(Locale.ROOT) + "-" + mark + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    void requireOpen() {
        if (threads.isShutdown()) {
            throw new IllegalStateException("the client for " + api + " is closed");
        }
    }

    <T> CompletableFuture<T> start(Supplier<T> work) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<T> result = new CompletableFuture<>();
        Future<?> task = submit(() -> cancellation.during(() -> complete(result, work)));
        unfinished.put(cancellation, result);
        var unused = result.whenComplete((answer, failure) -> {
            unfinished.remove(cancellation);
            if (result.isCancelled()) {
                cancellation.cancel();
                task.cancel(true); // wakes a call that waits for its turn, its token or its repetition
                threads.purge();
            }
        });
        return result;
    }

    private Future<?> submit(Runnable work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("the client for " + api + " is closed", closed);
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(work.get());
        } catch (Throwable failure) { // whatever it is belongs to whoever waits for the result
            result.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        unfinished.values().forEach(result -> result.cancel(true));
    }
}
