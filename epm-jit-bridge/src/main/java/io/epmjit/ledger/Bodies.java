package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came in, as it came: one topic of a {@link LedgerSession}. */
public final class Bodies {

    private final Statements sql;

    Bodies(Statements sql) {
        this.sql = sql;
    }

    /** Keeps a body as it came, with the origin that it speaks of once that is known. Answers the record's number. */
    public long keep(Incoming incoming) {
        return sql.insert(
                "INSERT INTO incoming (source, event, remote_address, received_at, body, quarantined)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                incoming.source(),
                incoming.event().orElse(null),
                incoming.remoteAddress().orElse(null),
                incoming.receivedAt().toEpochMilli(),
                incoming.body().bytes(),
                incoming.quarantined().orElse(null));
    }

    /** Notes which origin a kept body speaks of. */
    public void attribute(long incomingId, Origin origin) {
        sql.update("UPDATE incoming SET origin_id = ? WHERE id = ?", origin.id(), incomingId);
    }

    /** The bodies that wait in quarantine, the oldest first, at most this many. */
    public List<KeptBody> quarantine(int most) {
        return sql.list(
                "SELECT * FROM incoming WHERE quarantined IS NOT NULL ORDER BY id LIMIT ?", Bodies::keptBody, most);
    }

    static KeptBody keptBody(ResultSet row) throws SQLException {
        return new KeptBody(
                row.getLong("id"),
                Incoming.builder()
                        .source(row.getString("source"))
                        .event(Optional.ofNullable(row.getString("event")))
                        .remoteAddress(Optional.ofNullable(row.getString("remote_address")))
                        .receivedAt(Instant.ofEpochMilli(row.getLong("received_at")))
                        .body(Body.of(row.getBytes("body")))
                        .quarantined(Optional.ofNullable(row.getString("quarantined")))
                        .build());
    }
}
