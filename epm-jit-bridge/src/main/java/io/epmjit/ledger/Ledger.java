package io.epmjit.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * The durable record: what came in, where it came from, what was decided, and every change intended outside. What a
 * {@link #write} has returned from is on disk.
 *
 * <p>Safe for use by several threads.
 */
public interface Ledger extends AutoCloseable {

    /**
     * A ledger in one SQLite file, for one process: WAL with {@code synchronous=FULL}, installed and brought up to date
     * by itself. Needs {@code org.xerial:sqlite-jdbc} on the class path. The directory must be on a local disk.
     *
     * @throws LedgerException if the file cannot be used; the message says why and what to do
     */
    static Ledger sqlite(Path file) {
        return sqlite(file, InstantSource.system());
    }

    /** The same, at the time that this clock tells: for tests. A bridge takes its time from its ledger. */
    static Ledger sqlite(Path file, InstantSource clock) {
        return SqliteLedger.open(file, SqliteLedger.FREE_SPACE_RESERVE, clock);
    }

    /**
     * A ledger on PostgreSQL 13 or later, for any number of nodes that share the work: each transaction on a connection of
     * this pool, in the first schema of its search path. The tables must be there, see {@link #install}. Closing the
     * ledger leaves the pool open.
     *
     * <p>The pool should have as many connections as the engine has workers, and some for webhooks. Whatever the role, the
     * database or the pool say of {@code synchronous_commit}, what is acknowledged has waited for the disk.
     *
     * @throws LedgerException if the database is no place for a ledger; the message says why and what to do
     */
    static Ledger postgres(DataSource pool) {
        return postgres(pool, InstantSource.system());
    }

    /**
     * The same for tests, at the database's time moved by the distance, in whole seconds, that this clock has from the
     * machine's. So the clock must run, such as the testkit's {@code MovableClock.running()}.
     */
    static Ledger postgres(DataSource pool, InstantSource clock) {
        return PostgresLedger.open(pool, clock);
    }

    /**
     * Makes the ledger's tables in the first schema of the pool's search path, in one transaction, unless they are there.
     * Any number of nodes may do so at once. An administrator can instead run the script
     * {@code io/epmjit/ledger/postgres/v1.sql}, which is in the jar; then the nodes need no right to create tables.
     *
     * @throws LedgerException if that is not possible; the message says why and what to do
     */
    static void install(DataSource pool) {
        PostgresLedger.install(pool);
    }

    /**
     * Runs work that writes, and returns once it is durable. Concurrent calls do not undo each other's writes. The work may
     * run more than once, see {@link LedgerWork}.
     *
     * @throws LedgerException if it could not be made durable; then nothing of it is there, unless its retryability is
     *     {@link io.epmjit.model.Retryability#OUTCOME_UNKNOWN}: the connection to PostgreSQL broke while it committed
     */
    <T> T write(LedgerWork<T> work);

    /**
     * Runs work that only reads, on a consistent state.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    <T> T read(LedgerWork<T> work);

    /**
     * Whether there is room for what is new: on SQLite by the disk, on PostgreSQL by what the server said last. While there is not, new work must be refused at the door; the outcomes of
     * work under way are still written.
     */
    boolean hasRoom();

    /**
     * Lets the database drop what removed rows have left in files of its own, as far as it can be told to.
     *
     * @return whether it has: {@code false} where it follows its own rules, or is busy; then it does so later
     */
    boolean scrub();

    /** The time that everything here goes by; on PostgreSQL the database's, so that all nodes agree. */
    InstantSource clock();

    /** Calls this after each commit that has planned something, until it is replaced. It must not block. */
    void onPlanned(Runnable wake);

    /** Waits for the writes under way, and closes. What has not begun fails. */
    @Override
    void close();
}
