package io.epmjit.ledger;

import java.nio.file.Path;
import java.time.InstantSource;

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
     * Runs work that writes, and returns once it is durable. Concurrent calls share a commit; one that throws undoes its
     * own writes and no others.
     *
     * @throws LedgerException if it could not be made durable; then nothing of it is there
     */
    <T> T write(LedgerWork<T> work);

    /**
     * Runs work that only reads, on a consistent state.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    <T> T read(LedgerWork<T> work);

    /**
     * Whether there is room for what is new. While there is not, new work must be refused at the door; the outcomes of
     * work under way are still written.
     */
    boolean hasRoom();

    /** The time that everything here goes by. */
    InstantSource clock();

    /** Calls this after each commit that has planned something, until it is replaced. It must not block. */
    void onPlanned(Runnable wake);

    /** Waits for the writes under way, and closes. What has not begun fails. */
    @Override
    void close();
}
