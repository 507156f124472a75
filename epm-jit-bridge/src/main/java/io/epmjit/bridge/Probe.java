package io.epmjit.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the ledger something without hanging on it: a database that is gone may keep a question waiting for half a minute,
 * and whoever asks for the health of the bridge must not wait with it. There is one question at a time, and all who ask
 * meanwhile share its answer.
 *
 * @param <T> what is answered
 */
final class Probe<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Probe.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<T> asking;
    private final ExecutorService thread;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private @Nullable Future<T> question;

    Probe(Supplier<T> asking) {
        this.asking = asking;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread own = new Thread(task, "epm-jit-probe");
            own.setDaemon(true);
            return own;
        });
    }

    /**
     * What came of a question.
     *
     * @param value the answer
     * @param problem why there is none
     * @param <T> what is answered
     */
    record Answer<T>(Optional<T> value, String problem) {

        static <T> Answer<T> none(String problem) {
            return new Answer<>(Optional.empty(), problem);
        }
    }

    Answer<T> ask() {
        try {
            T value = question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer<>(Optional.of(value), "");
        } catch (TimeoutException e) {
            return Answer.none("it has not answered for " + PATIENCE.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            log.debug("The ledger could not be asked", e);
            return Answer.none("it cannot be read: " + String.valueOf(e.getCause()));
        } catch (RejectedExecutionException e) {
            return Answer.none("the bridge is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none("the question to it was interrupted");
        }
    }

    /** The one that is under way; else a new one, since the answer before is yesterday's. */
    private Future<T> question() {
        oneAtATime.lock();
        try {
            Future<T> current = question;
            if (current == null || current.isDone()) {
                current = thread.submit(asking::get);
                question = current;
            }
            return current;
        } finally {
            oneAtATime.unlock();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
