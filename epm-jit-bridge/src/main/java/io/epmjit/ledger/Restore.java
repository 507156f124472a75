package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * That this ledger is a copy from earlier, brought back: what was done after the copy was made, it does not know. So
 * whatever it holds, or plans for a while from then on, may have been done already.
 */
final class Restore {

    static final String DOUBT = "the ledger was restored: it may have been done already";

    private static final String RESTORED_AT = "restored_at";
    private static final String MARK = "mark";

    private final Statements sql;
    private final InstantSource time;

    Restore(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /**
     * Notes that the ledger has been restored just now. What had failed and was to be tried again may have succeeded since;
     * what was never tried is doubted when its turn comes, for until then it can be taken back.
     */
    void declare() {
        long now = time.instant().toEpochMilli();
        write(RESTORED_AT, now);
        sql.update(
                "UPDATE effect SET state = 'UNKNOWN', look_at = ?, doubted = 1, explanation = ?"
                        + " WHERE state = 'PLANNED' AND departed_at IS NOT NULL",
                now,
                DOUBT);
    }

    /** When the ledger was restored last, if ever. */
    Optional<Instant> at() {
        return read(RESTORED_AT).map(Instant::ofEpochMilli);
    }

    /** The number by which a SQLite ledger tells whether it is behind. */
    long mark() {
        return read(MARK).orElse(0L);
    }

    void mark(long number) {
        write(MARK, number);
    }

    private Optional<Long> read(String name) {
        return sql.first(
                "SELECT value FROM ledger_meta WHERE name = ?", row -> Long.parseLong(row.getString("value")), name);
    }

    private void write(String name, long value) {
        sql.update(
                "INSERT INTO ledger_meta (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                Long.toString(value));
    }
}
