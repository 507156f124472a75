package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * That this ledger is a copy from earlier, brought back: what was done after the copy was made, it does not know. So
 * whatever it holds, or plans for a while from then on, may have been done already.
 */
final class Restore {

    private static final String RESTORED_AT = "restored_at";

    private final Statements sql;
    private final InstantSource time;

    Restore(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** Notes that the ledger has been restored just now. */
    void declare() {
        sql.update(
                "INSERT INTO ledger_meta (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                RESTORED_AT,
                Long.toString(time.instant().toEpochMilli()));
    }

    /** When the ledger was restored last, if ever. */
    Optional<Instant> at() {
        return sql.first(
                "SELECT value FROM ledger_meta WHERE name = ?",
                row -> Instant.ofEpochMilli(Long.parseLong(row.getString("value"))),
                RESTORED_AT);
    }
}
