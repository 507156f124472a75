package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions on connections that are borrowed from the user's pool, and given back as they came. Thread-safe. */
final class PostgresTransactions {

    private static final Logger log = LoggerFactory.getLogger(PostgresTransactions.class);

    /** How long an answer may take where the user has set no limit: a database that is gone must not hold threads for ever. */
    private static final int LONGEST_SILENCE_MILLIS = 30_000;

    /** Microseconds, since a timestamp would be read in a time zone. */
    private static final String TIME = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

    private static final String LIMIT_OF_SILENCE =
            ", CASE WHEN current_setting('idle_in_transaction_session_timeout') = '0'"
                    + " THEN set_config('idle_in_transaction_session_timeout', '10s', true) END";

    /**
     * How a transaction begins, in one round trip with its BEGIN, whatever role, database and pool have set. A commit that
     * does not wait for the disk, or not for the standby that shall have it, is switched back to one that does. And where
     * nothing else is set, the server ends a transaction of which nothing is heard: a node that is frozen, or cut off, must
     * not hold the rows that the others wait for.
     */
    private enum Beginning {
        WRITING("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; " + TIME
                + ", CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')"
                + " THEN set_config('synchronous_commit', 'on', true) END" + LIMIT_OF_SILENCE),
        READING("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " + TIME + LIMIT_OF_SILENCE);

        private final String sql;

        Beginning(String sql) {
            this.sql = sql;
        }
    }

    private final DataSource pool;
    private final DatabaseClock clock;

    PostgresTransactions(DataSource pool, DatabaseClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What is done within a transaction, at the database's time. */
    interface Work<T> {
        T run(Connection connection, InstantSource time) throws SQLException;
    }

    /** What this answers is committed. */
    <T> T write(Work<T> work) {
        return run(Beginning.WRITING, work);
    }

    /** Runs work that only reads, all of it on one state. */
    <T> T read(Work<T> work) {
        return run(Beginning.READING, work);
    }

    private <T> T run(Beginning beginning, Work<T> work) {
        try (Borrowed borrowed = new Borrowed(connection())) {
            Connection connection = borrowed.connection;
            T answer;
            try {
                answer = work.run(connection, begin(connection, beginning));
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
            if (beginning == Beginning.WRITING) {
                commit(connection);
            } else {
                connection.rollback();
            }
            return answer;
        } catch (SQLException e) {
            throw Statements.failure(e);
        }
    }

    /** Refuses the pool of another product, before anything is asked of it that only PostgreSQL understands. */
    void requirePostgres() {
        try (Connection connection = connection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!"PostgreSQL".equals(product)) {
                throw new LedgerException(
                        "the pool leads to " + product + ", and the ledger needs PostgreSQL", Retryability.NEVER, null);
            }
        } catch (SQLException e) {
            throw Statements.failure(e);
        }
    }

    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new LedgerException(
                    "no connection to the ledger's database from "
                            + pool.getClass().getSimpleName() + ": "
                            + Statements.whatItSays(e)
                            + ". Is PostgreSQL up, and are there as many connections as the engine has workers, and some"
                            + " for webhooks?",
                    Retryability.SAFE,
                    e);
        }
    }

    private InstantSource begin(Connection connection, Beginning beginning) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(beginning.sql)) {
            long asked = System.nanoTime();
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new SQLException("the database did not tell the time");
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                Instant began = Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
                long heard = System.nanoTime();
                clock.compare(began, asked);
                return () -> began.plusNanos(System.nanoTime() - heard).plus(clock.distance());
            }
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw isAnswer(e)
                    ? Statements.failure(e)
                    : new LedgerException(
                            "the database was lost while it committed, and whether it has is not known: "
                                    + Statements.whatItSays(e),
                            Retryability.OUTCOME_UNKNOWN,
                            e);
        }
    }

    /** Whether the database itself refused the commit; else the connection broke, or the server was shut down under it. */
    private static boolean isAnswer(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.length() == 5 && !state.startsWith("08") && !state.startsWith("57") && !state.equals("40003");
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** A connection, and how it was when it came. */
    private static final class Borrowed implements AutoCloseable {

        private final Connection connection;
        private final boolean autoCommit;
        private final int silence;

        Borrowed(Connection connection) throws SQLException {
            this.connection = connection;
            try {
                autoCommit = connection.getAutoCommit();
                silence = connection.getNetworkTimeout();
                connection.setAutoCommit(false);
                setSilence(silence == 0 ? LONGEST_SILENCE_MILLIS : silence);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        private void setSilence(int millis) throws SQLException {
            if (silence == 0) {
                connection.setNetworkTimeout(Runnable::run, millis);
            }
        }

        /** What could not be put back is the pool's to find out; the work itself is committed by now, or undone. */
        @Override
        public void close() {
            try (connection) {
                connection.setAutoCommit(autoCommit);
                setSilence(0);
            } catch (SQLException e) {
                log.debug("A connection did not go back to its pool cleanly", e);
            }
        }
    }
}
