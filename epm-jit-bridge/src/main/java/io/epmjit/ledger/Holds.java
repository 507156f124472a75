package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which targets are left alone: one topic of a {@link LedgerSession}, so that all nodes keep to it.
 *
 * <p>A hold that a target has brought about by itself ends as a circuit breaker does: once its time is over, one call goes
 * out alone; if that settles something, the hold is lifted; if not, it lasts on, each time for longer.
 */
public final class Holds {

    private final Statements sql;
    private final InstantSource time;
    private final Runnable afterLifting;

    Holds(Statements sql, InstantSource time, Runnable afterLifting) {
        this.sql = sql;
        this.time = time;
        this.afterLifting = afterLifting;
    }

    /** All that there are. */
    public List<TargetHold> all() {
        return sql.list("SELECT * FROM target_hold ORDER BY target, reason", Holds::read);
    }

    /** Those of one target. */
    public List<TargetHold> of(String target) {
        return sql.list("SELECT * FROM target_hold WHERE target = ? ORDER BY reason", Holds::read, target);
    }

    /**
     * Sends nothing to this target from now on, until it is switched on. What is under way ends; what is planned is kept.
     *
     * @return {@code false} if it is off already
     */
    public boolean switchOff(String target, String by, String why) {
        return sql.update(
                        "INSERT INTO target_hold (target, reason, since, times, why, cause, held_by)"
                                + " VALUES (?, 'SWITCHED_OFF', ?, 0, ?, ?, ?) ON CONFLICT (target, reason) DO NOTHING",
                        target,
                        now(),
                        Outcome.printable(why),
                        target,
                        Outcome.printable(by))
                == 1;
    }

    /**
     * Lets this target have its work again at once, whatever held it.
     *
     * @return {@code false} if nothing held it
     */
    public boolean switchOn(String target) {
        return lift(target, of(target));
    }

    /**
     * How many effects of a target may be worked on now.
     *
     * @param most how many
     * @param isProbe whether it is a single one, to find out whether the hold is over
     */
    record Admission(int most, boolean isProbe) {}

    /** As many as wished, one to try, or none. */
    Admission admit(String target, int wished, Duration lease) {
        List<TargetHold> held = of(target);
        if (held.isEmpty()) {
            return new Admission(wished, false);
        }
        Instant now = time.instant();
        if (!held.stream().allMatch(hold -> hold.isOverBy(now))) {
            return new Admission(0, false);
        }
        int mine = sql.update(
                "UPDATE target_hold SET held_until = ?, probing = 1 WHERE target = ? AND held_until <= ?",
                now.plus(lease).toEpochMilli(),
                target,
                now.toEpochMilli());
        return new Admission(mine == held.size() ? 1 : 0, true);
    }

    /**
     * Leaves the target alone. What several calls that were under way together are told counts once; while there is a hold
     * already, it gets no shorter.
     */
    void hold(String target, HoldReason reason, String cause, String why, Duration atLeast, EngineSettings settings) {
        int times = sql.first(
                        "SELECT times + probing AS times FROM target_hold WHERE target = ? AND reason = ?",
                        row -> row.getInt("times"),
                        target,
                        reason.name())
                .orElse(1);
        Duration growing = Backoff.after(times - 1, settings);
        long now = now();
        sql.update(
                "INSERT INTO target_hold (target, reason, since, held_until, times, why, cause) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (target, reason) DO UPDATE SET held_until = CASE WHEN target_hold.probing = 0"
                        + " AND target_hold.held_until > excluded.held_until THEN target_hold.held_until"
                        + " ELSE excluded.held_until END, probing = 0, times = excluded.times, why = excluded.why",
                target,
                reason.name(),
                now,
                now + (atLeast.compareTo(growing) > 0 ? atLeast : growing).toMillis(),
                times,
                Outcome.printable(why),
                cause);
    }

    /** The call that tried has settled something: its target works again, and those that are held together with it. */
    boolean probed(String target) {
        List<String> freed = sql.list(
                "SELECT DISTINCT o.target FROM target_hold h JOIN target_hold o ON o.cause = h.cause WHERE h.target = ?"
                        + " AND h.reason <> 'SWITCHED_OFF' AND o.reason <> 'SWITCHED_OFF' ORDER BY o.target",
                row -> row.getString("target"),
                target);
        freed.forEach(one -> lift(
                one,
                of(one).stream()
                        .filter(hold -> hold.reason() != HoldReason.SWITCHED_OFF)
                        .toList()));
        return !freed.isEmpty();
    }

    /** The time in which the target was held makes nothing older. */
    private boolean lift(String target, List<TargetHold> held) {
        if (held.isEmpty()) {
            return false;
        }
        held.forEach(hold -> sql.update(
                "DELETE FROM target_hold WHERE target = ? AND reason = ?",
                target,
                hold.reason().name()));
        long now = now();
        long since = held.stream()
                .mapToLong(hold -> hold.since().toEpochMilli())
                .min()
                .orElse(now);
        sql.update(
                "UPDATE effect SET failing_since = CASE WHEN failing_since <= ? THEN failing_since + ? ELSE ? END"
                        + " WHERE target = ? AND failing_since IS NOT NULL AND state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN')",
                since,
                now - since,
                now,
                target);
        afterLifting.run();
        return true;
    }

    private static TargetHold read(ResultSet row) throws SQLException {
        long until = row.getLong("held_until");
        boolean isOpenEnded = row.wasNull();
        return new TargetHold(
                row.getString("target"),
                HoldReason.valueOf(row.getString("reason")),
                Instant.ofEpochMilli(row.getLong("since")),
                isOpenEnded ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)),
                row.getInt("times"),
                row.getString("why"),
                Optional.ofNullable(row.getString("held_by")));
    }

    private long now() {
        return time.instant().toEpochMilli();
    }
}
