package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened at the source systems: one topic of a {@link LedgerSession}. Within a {@link Ledger#write}, an origin that
 * is asked for stays as it is until the transaction ends: whoever else asks for it in a write waits.
 */
public final class Origins {

    static final String NAMED = "SELECT * FROM origin WHERE id IN"
            + " (SELECT COALESCE(merged_into, id) FROM origin WHERE kind = ? AND external_id = ?) ORDER BY id";

    /** What else belongs to an origin, and goes with it. */
    private static final List<String> MOVED = List.of(
            "UPDATE sighting SET origin_id = ? WHERE origin_id = ?",
            "UPDATE incoming SET origin_id = ? WHERE origin_id = ?",
            "UPDATE decision SET origin_id = ? WHERE origin_id = ?");

    private final Statements sql;
    private final InstantSource time;
    private final Set<Long> kept = new HashSet<>();

    Origins(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** The origin of that key, made now if it is new. */
    public Origin of(OriginKey key) {
        sql.update(
                "INSERT INTO origin (system, kind, external_id, opened_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (system, kind, external_id) DO NOTHING",
                key.system(),
                key.kind(),
                key.id(),
                time.instant().toEpochMilli());
        return find(key).orElseThrow();
    }

    /**
     * Opens an origin with all that is known of one that is new; empty, with nothing written, if there is one of that key.
     *
     * @param requesters as for {@link #learnDetails}
     */
    public Optional<Origin> open(OriginKey key, Body details, Collection<String> requesters) {
        return insert(key, null, details, requesters);
    }

    /** The same, with its second name; empty also if another origin has that name. */
    public Optional<Origin> open(OriginKey key, String secondId, Body details, Collection<String> requesters) {
        return insert(key, secondId, details, requesters);
    }

    private Optional<Origin> insert(
            OriginKey key, @Nullable String secondId, Body details, Collection<String> requesters) {
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Origin> opened = sql.first(
                "INSERT INTO origin (system, kind, external_id, second_id, opened_at, details) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING RETURNING id",
                row -> Origin.builder()
                        .id(row.getLong("id"))
                        .key(key)
                        .secondId(Optional.ofNullable(secondId))
                        .openedAt(now)
                        .details(details)
                        .state(OriginState.PENDING)
                        .build(),
                key.system(),
                key.kind(),
                key.id(),
                secondId,
                now.toEpochMilli(),
                details.bytes());
        opened.ifPresent(origin -> {
            kept.add(origin.id());
            new Participants(sql).note(origin.id(), Participants.Role.REQUESTER, requesters);
        });
        return opened;
    }

    public Optional<Origin> find(OriginKey key) {
        return sql.first(
                        sql.locks()
                                .keeping("SELECT * FROM origin WHERE id = (SELECT COALESCE(merged_into, id) FROM origin"
                                        + " WHERE system = ? AND kind = ? AND external_id = ?)"),
                        Origins::read,
                        key.system(),
                        key.kind(),
                        key.id())
                .map(this::followed);
    }

    /** Another node may have merged it while we waited for it. */
    private Origin followed(Origin origin) {
        return origin.mergedInto().map(this::get).orElse(origin);
    }

    /** The origin of a system that has this second name. */
    public Optional<Origin> numbered(String system, String kind, String secondId) {
        return sql.first(
                sql.locks().keeping("SELECT * FROM origin WHERE system = ? AND kind = ? AND second_id = ?"),
                Origins::read,
                system,
                kind,
                secondId);
    }

    /** An origin by the ledger's own number; the one that it was merged into, if it was. */
    public Origin get(long id) {
        return sql.first(
                        sql.locks()
                                .keeping("SELECT * FROM origin WHERE id ="
                                        + " (SELECT COALESCE(merged_into, id) FROM origin WHERE id = ?)"),
                        Origins::read,
                        id)
                .map(this::followed)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no origin " + id));
    }

    /** All origins with this kind and id, of any system. */
    public List<Origin> named(String kind, String id) {
        return sql.list(sql.locks().keeping(NAMED), Origins::read, kind, id).stream()
                .map(this::followed)
                .toList();
    }

    /** Keeps an origin to this transaction until it ends, so that nobody else plans for it meanwhile. */
    void keep(long id) {
        if (sql.locks().areNeeded() && kept.add(id)) {
            get(id);
        }
    }

    /** Notes the second name of an origin; {@code false} if it has another one, or another origin has this one. */
    public boolean learnSecondId(Origin origin, String secondId) {
        return sql.update(
                        "UPDATE origin SET second_id = ? WHERE id = ? AND (second_id IS NULL OR second_id = ?)"
                                + " AND NOT EXISTS (SELECT 1 FROM origin o WHERE o.system = origin.system"
                                + " AND o.kind = origin.kind AND o.second_id = ? AND o.id <> origin.id)",
                        secondId,
                        origin.id(),
                        secondId,
                        secondId)
                == 1;
    }

    /** All that an origin has ever been called by its source's own id: its own, and those that were merged into it. */
    public List<String> names(Origin origin) {
        return sql.list(
                "SELECT external_id FROM origin WHERE id = ? OR merged_into = ? ORDER BY id",
                row -> row.getString("external_id"),
                origin.id(),
                origin.id());
    }

    /** Takes a second name away again, since the source itself says that it is another's. */
    public void forgetSecondId(Origin origin) {
        sql.update("UPDATE origin SET second_id = NULL WHERE id = ?", origin.id());
    }

    /**
     * Two origins have turned out to be one: everything on record for the first, its second name among it, belongs to the
     * second from now on, and whoever asks for the first gets the second. What is planned for the first and has certainly
     * not been done is dropped.
     *
     * @throws IllegalStateException if something of the first is under way, or it has a decision in force
     */
    public void merge(Origin from, Origin into) {
        if (from.id() == into.id() || !isAtRest(from)) {
            throw new IllegalStateException("an origin cannot be merged while something of it is under way");
        }
        sql.update("DELETE FROM effect WHERE origin_id = ? AND state = 'PLANNED'", from.id());
        sql.update(
                "UPDATE effect SET origin_id = ?, effect_key = effect_key || ? WHERE origin_id = ?",
                into.id(),
                "@" + from.id(),
                from.id());
        for (String table : MOVED) {
            sql.update(table, into.id(), from.id());
        }
        sql.update("DELETE FROM undecided WHERE origin_id = ?", from.id());
        sql.update(
                "UPDATE origin SET merged_into = ?, second_id = NULL, held = NULL WHERE id = ?", into.id(), from.id());
        from.secondId().ifPresent(name -> learnSecondId(into, name));
        from.details().ifPresent(details -> learnDetails(into, details, List.of()));
        sql.update(
                "INSERT INTO participant (origin_id, role, name, opened_at)"
                        + " SELECT ?, role, name, opened_at FROM participant WHERE origin_id = ?"
                        + " ON CONFLICT (origin_id, role, name) DO NOTHING",
                into.id(),
                from.id());
        sql.update("DELETE FROM participant WHERE origin_id = ?", from.id());
        new OriginStates(sql).refresh(into.id());
    }

    /** Whether nothing of an origin is under way, and no decision on it is in force. */
    public boolean isAtRest(Origin origin) {
        return sql.first(
                                "SELECT id FROM effect WHERE origin_id = ? AND (state IN ('IN_FLIGHT', 'UNKNOWN')"
                                        + " OR (state = 'PLANNED' AND departed_at IS NOT NULL)) LIMIT 1",
                                row -> row.getLong("id"),
                                origin.id())
                        .isEmpty()
                && sql.first(
                                "SELECT id FROM decision WHERE origin_id = ? AND state IN ('ACCEPTED', 'ACKNOWLEDGED')"
                                        + " LIMIT 1",
                                row -> row.getLong("id"),
                                origin.id())
                        .isEmpty();
    }

    /**
     * Notes what the source said when the origin began; the first account stands.
     *
     * @param requesters every name by which the account calls the person who asks, so that the person's records are found
     */
    public void learnDetails(Origin origin, Body details, Collection<String> requesters) {
        int learnt = sql.update(
                "UPDATE origin SET details = ? WHERE id = ? AND details IS NULL", details.bytes(), origin.id());
        if (learnt == 1) {
            new Participants(sql).note(origin.id(), Participants.Role.REQUESTER, requesters);
        }
    }

    private static Optional<Instant> decidedAt(ResultSet row) throws SQLException {
        long at = row.getLong("decided_at");
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }

    /** Puts a later account in the place of the first one, which was less trustworthy. */
    public void correctDetails(Origin origin, Body details, Collection<String> requesters) {
        sql.update("UPDATE origin SET details = ? WHERE id = ?", details.bytes(), origin.id());
        new Participants(sql).note(origin.id(), Participants.Role.REQUESTER, requesters);
    }

    /** Notes that nothing has been planned for an origin, since nobody could tell where it belongs. */
    public void hold(Origin origin, String why) {
        sql.update("UPDATE origin SET held = ? WHERE id = ?", why, origin.id());
    }

    /** Notes why an origin is still held; nothing if it is not, or no longer. */
    public void holdOn(Origin origin, String why) {
        sql.update("UPDATE origin SET held = ? WHERE id = ? AND held IS NOT NULL", why, origin.id());
    }

    /** How many origins are held; counts no further than this. */
    public int countHeld(int most) {
        return sql.count("SELECT COUNT(*) FROM (SELECT id FROM origin WHERE held IS NOT NULL LIMIT ?) h", most);
    }

    /** Lets an origin go on that was held; {@code false} if it is not held, or no longer. */
    public boolean letGo(Origin origin) {
        return sql.update("UPDATE origin SET held = NULL WHERE id = ? AND held IS NOT NULL", origin.id()) == 1;
    }

    /** The origins that are held with a number above this one, the oldest first, at most this many. */
    public List<Origin> held(long above, int most) {
        return sql.list(
                "SELECT * FROM origin WHERE held IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
                Origins::read,
                above,
                most);
    }

    static Origin read(ResultSet row) throws SQLException {
        return Origin.builder()
                .id(row.getLong("id"))
                .key(new OriginKey(row.getString("system"), row.getString("kind"), row.getString("external_id")))
                .secondId(Optional.ofNullable(row.getString("second_id")))
                .openedAt(Instant.ofEpochMilli(row.getLong("opened_at")))
                .state(OriginState.valueOf(row.getString("state")))
                .decidedAt(decidedAt(row))
                .details(Optional.ofNullable(row.getBytes("details")).map(Body::of))
                .heldBecause(Optional.ofNullable(row.getString("held")))
                .mergedInto(Optional.ofNullable(row.getString("merged_into")).map(Long::valueOf))
                .build();
    }
}
