package io.epmjit.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.MovableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** The databases that a ledger can be kept in, for tests that shall hold on each. */
public enum LedgerKind {
    SQLITE,
    POSTGRES;

    /** What the tests of the bridge use: SQLite, unless the system property {@code epmjit.ledger} says otherwise. */
    public static LedgerKind inUse() {
        return valueOf(System.getProperty("epmjit.ledger", "sqlite").toUpperCase(Locale.ROOT));
    }

    /** A clock that such a ledger can live by: PostgreSQL has a time of its own, which does not stand still. */
    public MovableClock clock() {
        return this == SQLITE ? MovableClock.at(Instant.now()) : MovableClock.running();
    }

    /** A place for a ledger, empty at first; to be opened as often as a test likes, once at a time. */
    public Place newPlace(Path directory) {
        if (this == SQLITE) {
            return new Place(directory.resolve("jit.db"), null);
        }
        return new Place(null, TestPostgres.newLedger());
    }

    /** Where a ledger is kept. */
    public static final class Place implements AutoCloseable {

        private final Path file;
        private final HikariDataSource pool;

        private Place(Path file, HikariDataSource pool) {
            this.file = file;
            this.pool = pool;
        }

        public Ledger open(MovableClock clock) {
            return pool == null ? Ledger.sqlite(file, clock) : Ledger.postgres(pool, clock);
        }

        @Override
        public void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
