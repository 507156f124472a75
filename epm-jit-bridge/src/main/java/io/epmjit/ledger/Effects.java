package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes intended outside: one topic of a {@link LedgerSession}. */
public final class Effects {

    private static final String UNFINISHED_AT =
            "SELECT * FROM effect WHERE target = ? AND state IN " + Claims.UNFINISHED + " ORDER BY due_at LIMIT ?";

    /** It is due no earlier than what its origin has planned at the target; that is found by the origin alone. */
    static final String PLAN =
            "INSERT INTO effect (origin_id, target, action, effect_key, payload, state, planned_at, due_at)"
                    + " VALUES (?, ?, ?, ?, ?, 'PLANNED', ?, COALESCE((SELECT MAX(b.due_at) FROM effect b"
                    + " WHERE b.origin_id = ? AND b.target || '' = ? AND b.due_at > ? AND b.state IN "
                    + Claims.UNFINISHED + "), ?))"
                    + " ON CONFLICT (origin_id, target, effect_key) DO NOTHING";

    /** Said so that the index of tickets' ids does not serve it: SQLite would go through all that the target has. */
    static final String TICKET = "SELECT * FROM effect WHERE origin_id = ? AND target = ?"
            + " AND COALESCE(ref_id, '') <> '' AND ref_lost_at IS NULL ORDER BY id DESC LIMIT 1";

    private static final String REVIVE =
            "UPDATE effect SET state = CASE WHEN departed_at IS NULL THEN 'PLANNED' ELSE 'UNKNOWN' END,"
                    + " due_at = ?, attempts = 0, looks = 0, failures = 0, failing_since = NULL, ended_at = NULL"
                    + " WHERE state = 'DEAD'";

    private final Statements sql;
    private final InstantSource time;
    private final Origins origins;
    private final Runnable afterPlanning;

    Effects(Statements sql, InstantSource time, Origins origins, Runnable afterPlanning) {
        this.sql = sql;
        this.time = time;
        this.origins = origins;
        this.afterPlanning = afterPlanning;
    }

    /** Plans an effect, due now or with what it has to wait for; {@code false} if it is planned already, or was. */
    public boolean plan(Origin origin, EffectPlan plan) {
        origins.keep(origin.id());
        long now = time.instant().toEpochMilli();
        long due = plan.notBefore().map(Instant::toEpochMilli).orElse(now);
        boolean isNew = sql.update(
                        PLAN,
                        origin.id(),
                        plan.target(),
                        plan.action(),
                        plan.key(),
                        plan.payload().orElse(null),
                        now,
                        origin.id(),
                        plan.target(),
                        due,
                        due)
                == 1;
        if (isNew) {
            afterPlanning.run();
        }
        return isNew;
    }

    /**
     * Takes back what is planned for an origin at a target and has certainly not been done, as if it had never been
     * planned.
     *
     * @return how many effects
     */
    public int withdraw(Origin origin, String target) {
        return sql.update(
                "DELETE FROM effect WHERE origin_id = ? AND target = ? AND state = 'PLANNED' AND departed_at IS NULL",
                origin.id(),
                target);
    }

    /**
     * Plans again what has been given up at this target: to be looked for first, if its call may have gone out.
     *
     * @return how many effects
     */
    public int revive(String target) {
        return revived(sql.update(REVIVE + " AND target = ?", time.instant().toEpochMilli(), target));
    }

    /** Plans one effect again that has been given up; {@code false} if it has not. */
    boolean revive(Effect effect) {
        return revived(sql.update(REVIVE + " AND id = ?", time.instant().toEpochMilli(), effect.id())) == 1;
    }

    private int revived(int effects) {
        if (effects > 0) {
            afterPlanning.run();
        }
        return effects;
    }

    /** Writes down that what was given up stays so; {@code false} if it was not given up. */
    boolean drop(Effect effect, String why) {
        return sql.update(
                        "UPDATE effect SET state = 'DROPPED', explanation = ? WHERE id = ? AND state = 'DEAD'",
                        Outcome.printable(why),
                        effect.id())
                == 1;
    }

    /** What has been given up, the newest first. */
    List<Effect> dead(DeadLetterFilter filter) {
        return sql.list(
                "SELECT e.* FROM effect e JOIN origin o ON o.id = e.origin_id WHERE e.state = 'DEAD' AND e.id < ?"
                        + " AND e.target = COALESCE(?, e.target) AND o.system = COALESCE(?, o.system)"
                        + " ORDER BY e.id DESC LIMIT ?",
                Effects::read,
                filter.before().orElse(Long.MAX_VALUE),
                filter.target().orElse(null),
                filter.tenant().orElse(null),
                filter.most());
    }

    /** The effect with this number, if it has been given up. */
    Optional<Effect> dead(long id) {
        return sql.first("SELECT * FROM effect WHERE id = ? AND state = 'DEAD'", Effects::read, id);
    }

    /** All effects of an origin, the oldest first. */
    public List<Effect> of(Origin origin) {
        return sql.list("SELECT * FROM effect WHERE origin_id = ? ORDER BY id", Effects::read, origin.id());
    }

    /** The ticket that an origin has at a target: the newest of those that are still there. */
    public Optional<TicketRef> ticket(Origin origin, String target) {
        return sql.first(TICKET, Effects::requiredRef, origin.id(), target);
    }

    /**
     * Notes that a ticket no longer stands for its origin: it is gone, or another one does.
     *
     * @return whether it stood until now
     */
    public boolean lose(Origin origin, TicketRef ticket) {
        return sql.update(
                        "UPDATE effect SET ref_lost_at = ? WHERE origin_id = ? AND target = ? AND ref_id = ?"
                                + " AND ref_lost_at IS NULL",
                        time.instant().toEpochMilli(),
                        origin.id(),
                        ticket.connector(),
                        ticket.id())
                > 0;
    }

    public Effect get(long id) {
        return sql.first("SELECT * FROM effect WHERE id = ?", Effects::read, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no effect " + id));
    }

    /** The origin that has this ticket at a target, by the ticket's id or its key. */
    public Optional<Origin> originOf(String target, String ticketIdOrKey) {
        return sql.first(
                "SELECT o.* FROM effect e JOIN origin o ON o.id = e.origin_id WHERE e.target = ?"
                        + " AND (e.ref_id = ? OR e.ref_key = ?) ORDER BY e.id LIMIT 1",
                Origins::read,
                target,
                ticketIdOrKey,
                ticketIdOrKey);
    }

    /** The origins whose effects of this kind were done last before this moment, the newest first, at most this many. */
    public List<Origin> newestDone(String target, String action, Instant before, int most) {
        return sql.list(
                "SELECT o.* FROM effect e JOIN origin o ON o.id = e.origin_id WHERE e.target = ? AND e.action = ?"
                        + " AND e.state = 'DONE' AND e.ended_at < ? ORDER BY e.ended_at DESC LIMIT ?",
                Origins::read,
                target,
                action,
                before.toEpochMilli(),
                most);
    }

    /** What is unfinished at a target; looks at no more than this many effects, those that are due first. */
    public Backlog backlog(String target, int most) {
        Map<EffectState, Integer> waiting = new EnumMap<>(EffectState.class);
        sql.list(
                        "SELECT state, COUNT(*) AS many FROM (" + UNFINISHED_AT + ") w GROUP BY state",
                        row -> Map.entry(EffectState.valueOf(row.getString("state")), row.getInt("many")),
                        target,
                        most)
                .forEach(count -> waiting.put(count.getKey(), count.getValue()));
        Optional<Effect> oldest = sql.first(
                "SELECT * FROM (" + UNFINISHED_AT + ") w WHERE epoch > 0 OR due_at <= ?"
                        + " ORDER BY CASE WHEN epoch = 0 THEN due_at ELSE planned_at END, id LIMIT 1",
                Effects::read,
                target,
                most,
                time.instant().toEpochMilli());
        Optional<Instant> firstDue =
                sql.first(UNFINISHED_AT, row -> Instant.ofEpochMilli(row.getLong("due_at")), target, 1);
        return new Backlog(
                target,
                waiting,
                oldest.map(effect -> effect.epoch() == 0 ? effect.dueAt() : effect.plannedAt()),
                firstDue.filter(due -> due.isBefore(time.instant())),
                oldest.flatMap(Effect::explanation));
    }

    /** How many effects have been given up at a target; counts no further than this. */
    public int countGivenUp(String target, int most) {
        return sql.count(
                "SELECT COUNT(*) FROM (SELECT id FROM effect WHERE target = ? AND state = 'DEAD' LIMIT ?) d",
                target,
                most);
    }

    /** The effect that was given up last at a target. */
    public Optional<Effect> lastGivenUp(String target) {
        return sql.first(
                "SELECT * FROM effect WHERE target = ? AND state = 'DEAD' ORDER BY id DESC LIMIT 1",
                Effects::read,
                target);
    }

    static Effect read(ResultSet row) throws SQLException {
        return Effect.builder()
                .id(row.getLong("id"))
                .originId(row.getLong("origin_id"))
                .target(row.getString("target"))
                .action(row.getString("action"))
                .key(row.getString("effect_key"))
                .payload(Optional.ofNullable(row.getString("payload")))
                .state(EffectState.valueOf(row.getString("state")))
                .plannedAt(Instant.ofEpochMilli(row.getLong("planned_at")))
                .dueAt(Instant.ofEpochMilli(row.getLong("due_at")))
                .attempts(row.getInt("attempts"))
                .looks(row.getInt("looks"))
                .failures(row.getInt("failures"))
                .epoch(row.getLong("epoch"))
                .failingSince(moment(row, "failing_since"))
                .endedAt(moment(row, "ended_at"))
                .hasDeparted(row.getObject("departed_at") != null)
                .explanation(Optional.ofNullable(row.getString("explanation")))
                .ref(Optional.ofNullable(ref(row)))
                .isRefLost(row.getObject("ref_lost_at") != null)
                .build();
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        long time = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
    }

    private static TicketRef requiredRef(ResultSet row) throws SQLException {
        TicketRef ref = ref(row);
        if (ref == null) {
            throw new LedgerException("a ticket's reference is incomplete", Retryability.NEVER, null);
        }
        return ref;
    }

    private static @Nullable TicketRef ref(ResultSet row) throws SQLException {
        String id = row.getString("ref_id");
        if (id == null) {
            return null;
        }
        TicketRef ref = TicketRef.of(row.getString("target"), id, row.getString("ref_key"));
        String url = row.getString("ref_url");
        return url == null ? ref : ref.withUrl(URI.create(url));
    }
}
