package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger on PostgreSQL, for any number of nodes. Each write is a transaction on a connection of its own. What a
 * transaction reads of an origin it keeps to itself until it ends, so that two nodes never decide on the same state.
 */
final class PostgresLedger implements Ledger {

    private static final Logger log = LoggerFactory.getLogger(PostgresLedger.class);

    /** "EPM-JIT" in bytes: nobody else's advisory lock. */
    private static final long INSTALLATION = 0x45504d2d4a4954L;

    /** Another transaction was in the way: a serialization failure, a deadlock, a row that both wanted to make. */
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23505");

    private static final int MOST_RUNS = 6;
    private static final String DISK_FULL = "53100";
    private static final Duration FULL_FOR = Duration.ofSeconds(10);

    private final PostgresTransactions transactions;
    private final DatabaseClock clock;
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private final ThreadLocal<Boolean> isWriting = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;
    private volatile Runnable wake = () -> {};
    private volatile long fullSince = System.nanoTime() - FULL_FOR.toNanos();

    private PostgresLedger(DataSource pool, InstantSource given) {
        clock = new DatabaseClock(given);
        transactions = new PostgresTransactions(pool, clock);
    }

    static PostgresLedger open(DataSource pool, InstantSource clock) {
        PostgresLedger ledger = new PostgresLedger(pool, clock);
        ledger.transactions.requirePostgres();
        ledger.transactions.read((connection, time) -> {
            PostgresCheck.isSafe(connection);
            PostgresCheck.isInstalled(connection);
            return true;
        });
        return ledger;
    }

    static void install(DataSource pool) {
        PostgresLedger ledger = new PostgresLedger(pool, InstantSource.system());
        ledger.transactions.requirePostgres();
        ledger.transactions.write((connection, time) -> {
            PostgresCheck.isSafe(connection);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pg_advisory_xact_lock(" + INSTALLATION + ")")) {
                row.next();
            }
            Schema.POSTGRES.install(connection);
            return true;
        });
    }

    @Override
    public <T> T write(LedgerWork<T> work) {
        if (isWriting.get()) {
            throw new IllegalStateException("a transaction of the ledger must not wait for another one");
        }
        enter();
        isWriting.set(true);
        try {
            return writeInTurn(work);
        } finally {
            isWriting.remove();
            open.readLock().unlock();
        }
    }

    /** Whoever collided with another transaction begins anew, on what that one has left. */
    private <T> T writeInTurn(LedgerWork<T> work) {
        for (int run = 1; ; run++) {
            try {
                return writeOnce(work);
            } catch (LedgerException e) {
                String state = e.getCause() instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
                if (state.equals(DISK_FULL)) {
                    fullSince = System.nanoTime();
                }
                if (run == MOST_RUNS || !COLLISIONS.contains(state)) {
                    throw e;
                }
                log.debug("A transaction collided with another one ({}), run {}", state, run);
            }
        }
    }

    private <T> T writeOnce(LedgerWork<T> work) {
        Finished<T> finished = transactions.write((connection, time) -> {
            try (Statements statements = new Statements(connection, RowLocks.FOR_NO_KEY_UPDATE)) {
                LedgerSession session = session(statements, time);
                return new Finished<>(work.run(session), session);
            }
        });
        finished.session.committed();
        return finished.answer;
    }

    private record Finished<T>(T answer, LedgerSession session) {}

    @Override
    public <T> T read(LedgerWork<T> work) {
        enter();
        try {
            return transactions.read((connection, time) -> {
                try (Statements statements = new Statements(connection, RowLocks.NONE)) {
                    return work.run(session(statements, time));
                }
            });
        } finally {
            open.readLock().unlock();
        }
    }

    private LedgerSession session(Statements statements, InstantSource time) {
        return new LedgerSession(statements, time, () -> wake.run());
    }

    private void enter() {
        open.readLock().lock();
        if (closed) {
            open.readLock().unlock();
            throw new LedgerException("the ledger is closed", Retryability.SAFE, null);
        }
    }

    /** The database alone knows its disk: for a moment after it said that it is full, nothing new is taken. */
    @Override
    public boolean hasRoom() {
        return System.nanoTime() - fullSince >= FULL_FOR.toNanos();
    }

    /** Vacuuming, archives and replicas follow rules that are not ours. */
    @Override
    public boolean scrub() {
        return false;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void onPlanned(Runnable task) {
        wake = task;
    }

    /** The pool is the user's, and stays open. */
    @Override
    public void close() {
        closed = true;
        open.writeLock().lock();
        try {
            wake = () -> {};
        } finally {
            open.writeLock().unlock();
        }
    }
}
