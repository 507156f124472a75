package io.epmjit.ledger;

import io.epmjit.ledger.Claim.Task;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who works on which effect: the engine's own topic of a {@link LedgerSession}. A claim is a lease with an epoch; every
 * outcome is written only if the epoch still is the claim's.
 */
final class Claims {

    static final String UNFINISHED = "('PLANNED', 'IN_FLIGHT', 'UNKNOWN')";

    /**
     * Whose turn it is: the oldest unfinished effect of its origin and target, and none while another one is under way. A
     * partial index serves only a query that repeats the index's own condition. The others are looked for by their origin
     * alone, and one effect after the other: hence the target that fits no index, and the offset, which makes no join of it.
     * A planner that knows little of the table would otherwise read all that is unfinished.
     */
    private static final String TURN = " e.state IN " + UNFINISHED + " AND e.state <> 'IN_FLIGHT'"
            + " AND e.due_at <= ? AND (e.lease_until IS NULL OR e.lease_until <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM effect b WHERE b.origin_id = e.origin_id AND b.target || '' = e.target"
            + " AND b.id <> e.id AND b.state IN " + UNFINISHED
            + " AND (b.id < e.id OR b.state = 'IN_FLIGHT' OR b.lease_until > ?) LIMIT 1 OFFSET 0)";

    /** An origin is named where it may have to be kept from other nodes. */
    private static final String OF_ORIGINS = " JOIN origin o ON o.id = e.origin_id";

    private static final String BY_DUE = " WHERE e.target = ? AND" + TURN + " ORDER BY e.due_at";

    static final String DUE = "SELECT e.* FROM effect e" + OF_ORIGINS + BY_DUE;

    static final String FIRST_DUE = "SELECT e.due_at FROM effect e" + BY_DUE;

    static final String TAKE = "UPDATE effect AS e SET"
            + " state = CASE WHEN state = 'UNKNOWN' THEN 'UNKNOWN' ELSE 'IN_FLIGHT' END,"
            + " attempts = attempts + CASE WHEN state = 'UNKNOWN' THEN 0 ELSE 1 END,"
            + " looks = looks + CASE WHEN state = 'UNKNOWN' THEN 1 ELSE 0 END,"
            + " epoch = epoch + 1, lease_until = ? WHERE e.id = ? AND" + TURN + " RETURNING *";

    static final String LAPSED = "SELECT l.id FROM effect l WHERE l.state = 'IN_FLIGHT' AND l.lease_until <= ?";

    /** What is done, but may have been done twice. */
    private static final String BY_LATE_LOOK =
            " WHERE e.late_look_at IS NOT NULL AND e.target = ? AND e.late_look_at <= ?"
                    + " AND (e.lease_until IS NULL OR e.lease_until <= ?) ORDER BY e.late_look_at";

    static final String LATE = "SELECT e.* FROM effect e" + OF_ORIGINS + BY_LATE_LOOK;

    static final String FIRST_LATE = "SELECT e.late_look_at FROM effect e" + BY_LATE_LOOK;

    /** A lease that ran out is a call that may have gone out, if it had departed; else it certainly did not. */
    private static final String RELEASE =
            "UPDATE effect SET state = CASE WHEN departed_at IS NULL THEN 'PLANNED' ELSE 'UNKNOWN' END,"
                    + " due_at = CASE WHEN departed_at IS NULL THEN due_at ELSE look_at END, lease_until = NULL,"
                    + " doubted = CASE WHEN departed_at IS NULL THEN doubted ELSE 1 END,"
                    + " explanation = 'the worker did not come back' WHERE id IN (";

    /**
     * What waits for its turn behind an effect is due when that is, so that a search for what is due does not come upon it
     * again and again while a tracker is away. What has failed by itself has a time of its own.
     */
    private static final String BEHIND = " WHERE origin_id = ? AND target = ? AND id > ? AND state IN " + UNFINISHED
            + " AND state = 'PLANNED' AND failures = 0";

    private static final String DUE_WITH_IT =
            "UPDATE effect SET due_at = (SELECT f.due_at FROM effect f WHERE f.id = ?)" + BEHIND;

    private static final String DUE_AFTER_IT = "UPDATE effect SET due_at = ?" + BEHIND;

    private final Statements sql;
    private final InstantSource time;
    private final Origins origins;

    Claims(Statements sql, InstantSource time, Origins origins) {
        this.sql = sql;
        this.time = time;
        this.origins = origins;
    }

    /** Makes what workers did not come back from due again: to be looked for, if its call may have gone out. */
    void releaseLapsed() {
        long now = now();
        if (sql.first(few(LAPSED, 1), row -> row.getLong("id"), now).isPresent()) {
            sql.update(RELEASE + sql.locks().keepingFree("l", LAPSED) + ")", now);
        }
    }

    /** Since when something has been due at this target. */
    Optional<Instant> oldestDue(String target) {
        long now = now();
        return sql.first(few(FIRST_DUE, 1), row -> Instant.ofEpochMilli(row.getLong("due_at")), target, now, now, now)
                .or(() -> sql.first(few(FIRST_LATE, 1), row -> Instant.ofEpochMilli(now), target, now, now));
    }

    /** The number stands in the query itself: a planner that does not know how few are wanted plans anew each time. */
    private static String few(String query, int most) {
        return query + " LIMIT " + most;
    }

    private String free(String query, int most) {
        return sql.locks().keepingFree("o", few(query, most));
    }

    /**
     * Takes effects of this target that are due, and whose turn it is, for this worker alone; counts the attempt. Where
     * several nodes do so at once, each passes over the origins that another one has in hand, and asks again, of those
     * that it has got itself, whether it still is their turn.
     *
     * @param doubtful if given, what was planned before this and never tried is looked for first
     */
    List<Claim> take(String target, Holds.Admission admission, Duration lease, Optional<Instant> doubtful) {
        int most = admission.most();
        long now = now();
        List<Claim> claims = new ArrayList<>();
        for (Effect effect : sql.list(free(DUE, most), Effects::read, target, now, now, now)) {
            doubtful.ifPresent(plannedBefore -> doubtUntried(effect, plannedBefore));
            take(effect, lease).map(taken -> claim(taken, admission)).ifPresent(claims::add);
        }
        if (claims.size() < most) {
            for (Effect effect : sql.list(free(LATE, most - claims.size()), Effects::read, target, now, now)) {
                takeLate(effect, lease)
                        .map(taken ->
                                new Claim(taken, origins.get(taken.originId()), Task.LOOK_AGAIN, admission.isProbe()))
                        .ifPresent(claims::add);
            }
        }
        return claims;
    }

    /** Effect by effect as they are taken: what is planned by others at this moment is not to slip through. */
    private void doubtUntried(Effect effect, Instant plannedBefore) {
        long now = now();
        sql.update(
                "UPDATE effect SET state = 'UNKNOWN', departed_at = ?, look_at = ?, doubted = 1, explanation = ?"
                        + " WHERE id = ? AND state = 'PLANNED' AND departed_at IS NULL AND planned_at < ?",
                now,
                now,
                Restore.DOUBT,
                effect.id(),
                plannedBefore.toEpochMilli());
    }

    private Optional<Effect> take(Effect effect, Duration lease) {
        long now = now();
        return sql.first(TAKE, Effects::read, now + lease.toMillis(), effect.id(), now, now, now);
    }

    private Claim claim(Effect taken, Holds.Admission admission) {
        Task task = taken.state() == EffectState.UNKNOWN ? Task.LOOK : Task.PERFORM;
        return new Claim(taken, origins.get(taken.originId()), task, admission.isProbe());
    }

    private Optional<Effect> takeLate(Effect effect, Duration lease) {
        long now = now();
        return sql.first(
                "UPDATE effect SET epoch = epoch + 1, looks = looks + 1, lease_until = ?"
                        + " WHERE id = ? AND late_look_at <= ? AND (lease_until IS NULL OR lease_until <= ?) RETURNING *",
                Effects::read,
                now + lease.toMillis(),
                effect.id(),
                now,
                now);
    }

    /** Checks that the claim still holds and records that its call goes out now, and after how long to look if no answer comes. */
    boolean depart(Claim claim, Duration lookAfter) {
        long now = now();
        Effect effect = claim.effect();
        return sql.update(
                        "UPDATE effect SET departed_at = ?, look_at = ?"
                                + " WHERE id = ? AND epoch = ? AND state = 'IN_FLIGHT' AND lease_until > ?",
                        now,
                        now + lookAfter.toMillis(),
                        effect.id(),
                        effect.epoch(),
                        now)
                == 1;
    }

    /**
     * Writes the outcome of a claim; {@code false} if somebody else has claimed the effect meanwhile. What is in doubt for
     * the first time is looked for when its departure said, anything else goes on after the pause. What is done after a
     * doubt is looked at once more.
     */
    boolean finish(Claim claim, Outcome outcome, Duration pause, Optional<Duration> lateLook) {
        origins.keep(claim.origin().id());
        long now = now();
        Effect effect = claim.effect();
        boolean isFirstDoubt = outcome.next() == EffectState.UNKNOWN && !claim.looks();
        TicketRef ref = outcome.ref().orElse(null);
        boolean nothingEverSent = outcome.isWithoutTrace() && !claim.looks() && !effect.hasDeparted();
        boolean givesAttemptBack = !claim.looks() && outcome.isWithoutTrace();
        boolean givesLookBack = claim.looks() && outcome.hold().isPresent();
        Long lateLookAt = outcome.next() == EffectState.DONE
                ? lateLook.map(after -> now + after.toMillis()).orElse(null)
                : null;
        boolean mine = sql.update(
                        "UPDATE effect SET state = ?,"
                                + " due_at = CASE WHEN ? = 1 THEN COALESCE(look_at, ?) ELSE ? END, lease_until = NULL, explanation = ?, ended_at = ?,"
                                + " failures = failures + ?, attempts = attempts - ?, looks = looks - ?,"
                                + " departed_at = CASE WHEN ? = 1 THEN NULL ELSE departed_at END,"
                                + " failing_since = COALESCE(failing_since, CAST(? AS BIGINT)),"
                                + " doubted = CASE WHEN ? = 1 THEN 1 ELSE doubted END,"
                                + " late_look_at = CASE WHEN doubted = 1 THEN CAST(? AS BIGINT) ELSE NULL END,"
                                + " ref_id = ?, ref_key = ?, ref_url = ?"
                                + " WHERE id = ? AND epoch = ? AND state IN ('IN_FLIGHT', 'UNKNOWN')",
                        outcome.next().name(),
                        isFirstDoubt ? 1 : 0,
                        now + pause.toMillis(),
                        now + pause.toMillis(),
                        outcome.explanation().orElse(null),
                        outcome.next().isFinished() ? now : null,
                        outcome.isFailure() ? 1 : 0,
                        givesAttemptBack ? 1 : 0,
                        givesLookBack ? 1 : 0,
                        nothingEverSent ? 1 : 0,
                        outcome.isFailure() ? now : null,
                        outcome.next() == EffectState.UNKNOWN ? 1 : 0,
                        lateLookAt,
                        ref == null ? null : ref.id(),
                        ref == null ? null : ref.key(),
                        ref == null ? null : ref.url().map(URI::toString).orElse(null),
                        effect.id(),
                        effect.epoch())
                == 1;
        if (mine) {
            passOn(claim, outcome, now);
        }
        return mine;
    }

    /** What has never been postponed has postponed nothing behind it. */
    private void passOn(Claim claim, Outcome outcome, long now) {
        Effect effect = claim.effect();
        if (!outcome.next().isFinished()) {
            sql.update(DUE_WITH_IT, effect.id(), effect.originId(), effect.target(), effect.id());
        } else if (effect.dueAt().isAfter(effect.plannedAt())) {
            sql.update(DUE_AFTER_IT, now, effect.originId(), effect.target(), effect.id());
        }
    }

    /** Writes down that it has been looked at once more, and when to do so again, if that could not tell. */
    boolean finishLateLook(Claim claim, Optional<Duration> again) {
        origins.keep(claim.origin().id());
        return sql.update(
                        "UPDATE effect SET late_look_at = CAST(? AS BIGINT), lease_until = NULL WHERE id = ? AND epoch = ?",
                        again.map(pause -> now() + pause.toMillis()).orElse(null),
                        claim.effect().id(),
                        claim.effect().epoch())
                == 1;
    }

    /**
     * A worker came back from a call after it had lost its claim: whatever anybody finds out about the effect meanwhile, it
     * may have been done twice.
     */
    void doubt(Effect effect, Optional<Duration> lateLook) {
        sql.update(
                "UPDATE effect SET doubted = 1, late_look_at = CASE WHEN state = 'DONE' THEN CAST(? AS BIGINT)"
                        + " ELSE late_look_at END WHERE id = ?",
                lateLook.map(after -> now() + after.toMillis()).orElse(null),
                effect.id());
    }

    /** The targets at which something is unfinished. */
    Set<String> waitingTargets() {
        return new TreeSet<>(sql.list(
                "SELECT DISTINCT target FROM effect WHERE state IN " + UNFINISHED, row -> row.getString("target")));
    }

    /** Only where the file's lock proves that no other process works on it: its predecessor's workers are gone. */
    int endAllLeases() {
        return sql.update(
                "UPDATE effect SET lease_until = 0 WHERE lease_until IS NOT NULL AND (late_look_at IS NOT NULL"
                        + " OR state IN " + UNFINISHED + ")");
    }

    private long now() {
        return time.instant().toEpochMilli();
    }
}
