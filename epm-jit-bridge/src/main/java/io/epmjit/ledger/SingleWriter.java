package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a SQLite file. What arrives while a commit is under way, and until the next one is, shares
 * that one, each work in a savepoint of its own: one sync of the disk serves all of them, and one that fails undoes only
 * itself.
 */
final class SingleWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SingleWriter.class);
    private static final int MOST_PER_COMMIT = 256;
    private static final int MOST_WAITING = 4_096;

    private final Connection connection;
    private final Statements statements;
    private final Function<Statements, LedgerSession> sessions;
    private final BlockingQueue<Job<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closing;

    SingleWriter(Connection connection, Function<Statements, LedgerSession> sessions, String name) throws SQLException {
        this.connection = connection;
        this.statements = new Statements(connection, RowLocks.NONE);
        this.sessions = sessions;
        connection.setAutoCommit(false);
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    <T> T write(LedgerWork<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a transaction of the ledger must not wait for another one");
        }
        Job<T> job = new Job<>(work);
        try {
            if (closing) {
                throw closed();
            }
            waiting.put(job);
            if (!thread.isAlive()) {
                failWaiting();
            }
            return job.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("interrupted while waiting for the ledger", Retryability.SAFE, e);
        }
    }

    private void work() {
        List<Job<?>> batch = new ArrayList<>(MOST_PER_COMMIT);
        try {
            for (Job<?> next = next(); next != null; next = next()) {
                commit(next, batch);
                batch.clear();
            }
        } finally {
            closing = true;
            batch.forEach(job -> job.fail(closed()));
            failWaiting();
        }
    }

    /** The next job; once the writer is closing, what still waits, and then none. */
    private @Nullable Job<?> next() {
        while (true) {
            try {
                return closing ? waiting.poll() : waiting.take();
            } catch (InterruptedException e) {
                log.debug("The ledger's writer was woken");
            }
        }
    }

    /** One job, and all that wait by the time it is done; who is served is noted before, so that nobody is forgotten. */
    private void commit(Job<?> first, List<Job<?>> batch) {
        try {
            for (Job<?> job = first; job != null; job = batch.size() < MOST_PER_COMMIT ? waiting.poll() : null) {
                batch.add(job);
                job.run(statements, sessions.apply(statements));
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            LedgerException failure = failureOf(e);
            batch.forEach(job -> job.fail(failure));
            return;
        }
        batch.forEach(Job::succeed);
    }

    private static LedgerException failureOf(Exception e) {
        if (e instanceof LedgerException known) {
            return known;
        }
        return e instanceof SQLException sql
                ? Statements.failure(sql)
                : new LedgerException("the ledger could not commit", Retryability.SAFE, e);
    }

    private void rollBack(Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
            beginAnew(why);
        }
    }

    /** A full or failing disk makes SQLite undo the transaction by itself; then there is none, and the next has to begin. */
    private void beginAnew(Exception why) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private void failWaiting() {
        for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
            job.fail(closed());
        }
    }

    private static LedgerException closed() {
        return new LedgerException("the ledger is closed", Retryability.SAFE, null);
    }

    /** Commits what waits, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        failWaiting();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One caller's work, and where its answer goes. */
    private static final class Job<T> {

        private final LedgerWork<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable LedgerSession finished;
        private @Nullable T answer;
        private @Nullable Throwable fault;

        Job(LedgerWork<T> work) {
            this.work = work;
        }

        /** By statements that stay prepared: the driver's own savepoints are parsed anew each time. */
        void run(Statements statements, LedgerSession session) {
            statements.update("SAVEPOINT work");
            try {
                answer = work.run(session);
                finished = session;
            } catch (RuntimeException | Error e) {
                fault = e;
                undo(statements, e);
            }
            statements.update("RELEASE work");
        }

        /** If SQLite has undone the whole transaction by itself, then why it did is the failure of all who shared it. */
        private static void undo(Statements statements, Throwable why) {
            try {
                statements.update("ROLLBACK TO work");
            } catch (LedgerException e) {
                if (why instanceof LedgerException failure) {
                    failure.addSuppressed(e);
                    throw failure;
                }
                throw e;
            }
        }

        void succeed() {
            if (fault != null) {
                result.completeExceptionally(fault);
                return;
            }
            if (finished != null) {
                finished.committed();
            }
            result.complete(answer);
        }

        void fail(LedgerException failure) {
            result.completeExceptionally(failure);
        }
    }
}
