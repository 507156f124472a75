package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came in, as it came: one topic of a {@link LedgerSession}. */
public final class Bodies {

    private static final String RECEIVED = "SELECT i.id, i.source, i.event, i.remote_address, i.received_at,"
            + " LENGTH(i.body) AS size, i.quarantined, i.discarded, o.system, o.kind, o.external_id,"
            + " o.second_id"
            + " FROM incoming i LEFT JOIN origin o ON o.id = i.origin_id";

    private final Statements sql;

    Bodies(Statements sql) {
        this.sql = sql;
    }

    /** Keeps a body as it came. Answers the record's number. */
    public long keep(Incoming incoming) {
        return insert(incoming, null);
    }

    /** Keeps a body as it came, with the origin that it speaks of. Answers the record's number. */
    public long keep(Incoming incoming, Origin origin) {
        return insert(incoming, origin.id());
    }

    private long insert(Incoming incoming, @Nullable Long originId) {
        return sql.insert(
                "INSERT INTO incoming (source, event, remote_address, received_at, body, quarantined, origin_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                incoming.source(),
                incoming.event().orElse(null),
                incoming.remoteAddress().orElse(null),
                incoming.receivedAt().toEpochMilli(),
                incoming.body().bytes(),
                incoming.quarantined().orElse(null),
                originId);
    }

    /** Notes which origin a kept body speaks of. */
    public void attribute(long incomingId, Origin origin) {
        sql.update("UPDATE incoming SET origin_id = ? WHERE id = ?", origin.id(), incomingId);
    }

    /**
     * What came in, whatever became of it, the newest first.
     *
     * @param before the number of the last one known; {@link Long#MAX_VALUE} to begin
     */
    public List<ReceivedBody> newest(long before, int most) {
        return sql.list(RECEIVED + " WHERE i.id < ? ORDER BY i.id DESC LIMIT ?", Bodies::receivedBody, before, most);
    }

    /**
     * What waits in quarantine, the oldest first.
     *
     * @param after the number of the last one known; 0 to begin
     */
    public List<ReceivedBody> waiting(long after, int most) {
        return sql.list(
                RECEIVED + " WHERE i.quarantined IS NOT NULL AND i.id > ? ORDER BY i.id LIMIT ?",
                Bodies::receivedBody,
                after,
                most);
    }

    /** What came in about an origin, the oldest first, at most this many. */
    public List<ReceivedBody> about(Origin origin, int most) {
        return sql.list(
                RECEIVED + " WHERE i.origin_id = ? ORDER BY i.id LIMIT ?", Bodies::receivedBody, origin.id(), most);
    }

    /** What is known of the body of that number. */
    public Optional<ReceivedBody> received(long incomingId) {
        return sql.first(RECEIVED + " WHERE i.id = ?", Bodies::receivedBody, incomingId);
    }

    /** The body of that number, whatever became of it. */
    public Optional<KeptBody> find(long incomingId) {
        return sql.first("SELECT * FROM incoming WHERE id = ?", Bodies::keptBody, incomingId);
    }

    /** The bodies that wait in quarantine, the oldest first, at most this many. */
    public List<KeptBody> quarantine(int most) {
        return sql.list(
                "SELECT * FROM incoming WHERE quarantined IS NOT NULL ORDER BY id LIMIT ?", Bodies::keptBody, most);
    }

    /** The bodies of one source that wait in quarantine with a number above this one, the oldest first, at most this many. */
    public List<KeptBody> quarantine(String source, long above, int most) {
        return sql.list(
                "SELECT * FROM incoming WHERE quarantined IS NOT NULL AND source = ? AND id > ? ORDER BY id LIMIT ?",
                Bodies::keptBody,
                source,
                above,
                most);
    }

    /** The body of that number, if it waits in quarantine. */
    public Optional<KeptBody> quarantined(long incomingId) {
        return sql.first(
                "SELECT * FROM incoming WHERE id = ? AND quarantined IS NOT NULL", Bodies::keptBody, incomingId);
    }

    /** How many bodies wait in quarantine; counts no further than this. */
    public int quarantineSize(int most) {
        return sql.count(
                "SELECT COUNT(*) FROM (SELECT id FROM incoming WHERE quarantined IS NOT NULL LIMIT ?) waiting", most);
    }

    /** Lets a body out of quarantine, since it is understood now; {@code false} if it has been let out already. */
    public boolean release(long incomingId) {
        return sql.update("UPDATE incoming SET quarantined = NULL WHERE id = ? AND quarantined IS NOT NULL", incomingId)
                == 1;
    }

    /** Notes why a body still waits in quarantine. */
    public void keepWaiting(long incomingId, String reason) {
        sql.update("UPDATE incoming SET quarantined = ? WHERE id = ? AND quarantined IS NOT NULL", reason, incomingId);
    }

    /**
     * Ends the waiting of a body that nobody needs; it stays on record with this explanation, which names nobody: who did it
     * stands on the audit trail. {@code false} if it does not wait.
     */
    public boolean discard(long incomingId, String explanation) {
        return sql.update(
                        "UPDATE incoming SET quarantined = NULL, discarded = ? WHERE id = ? AND quarantined IS NOT NULL",
                        explanation,
                        incomingId)
                == 1;
    }

    private static ReceivedBody receivedBody(ResultSet row) throws SQLException {
        String system = row.getString("system");
        return ReceivedBody.builder()
                .id(row.getLong("id"))
                .source(row.getString("source"))
                .event(Optional.ofNullable(row.getString("event")))
                .remoteAddress(Optional.ofNullable(row.getString("remote_address")))
                .receivedAt(Instant.ofEpochMilli(row.getLong("received_at")))
                .size(row.getInt("size"))
                .origin(
                        system == null
                                ? Optional.empty()
                                : Optional.of(
                                        new OriginKey(system, row.getString("kind"), row.getString("external_id"))))
                .originSecondId(Optional.ofNullable(row.getString("second_id")))
                .quarantined(Optional.ofNullable(row.getString("quarantined")))
                .discarded(Optional.ofNullable(row.getString("discarded")))
                .build();
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
