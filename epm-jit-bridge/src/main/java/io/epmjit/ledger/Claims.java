package io.epmjit.ledger;

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

    private static final String UNFINISHED = "('PLANNED', 'IN_FLIGHT', 'UNKNOWN')";

    /**
     * Whose turn it is: the oldest unfinished effect of its origin and target, and none while another one is under way. A
     * partial index serves only a query that repeats the index's own condition.
     */
    private static final String TURN = " e.state IN " + UNFINISHED + " AND e.state <> 'IN_FLIGHT'"
            + " AND e.due_at <= ? AND (e.lease_until IS NULL OR e.lease_until <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM effect b WHERE b.origin_id = e.origin_id AND b.target = e.target"
            + " AND b.id <> e.id AND b.state IN " + UNFINISHED
            + " AND (b.id < e.id OR b.state = 'IN_FLIGHT' OR b.lease_until > ?))";

    static final String DUE = "SELECT e.* FROM effect e JOIN origin o ON o.id = e.origin_id WHERE e.target = ? AND"
            + TURN + " ORDER BY e.due_at LIMIT ?";

    static final String TAKE = "UPDATE effect AS e SET"
            + " state = CASE WHEN state = 'UNKNOWN' THEN 'UNKNOWN' ELSE 'IN_FLIGHT' END,"
            + " attempts = attempts + CASE WHEN state = 'UNKNOWN' THEN 0 ELSE 1 END,"
            + " looks = looks + CASE WHEN state = 'UNKNOWN' THEN 1 ELSE 0 END,"
            + " epoch = epoch + 1, lease_until = ? WHERE e.id = ? AND" + TURN + " RETURNING *";

    static final String LAPSED = "SELECT l.id FROM effect l WHERE l.state = 'IN_FLIGHT' AND l.lease_until <= ?";

    /** A lease that ran out is a call that may have gone out, if it had departed; else it certainly did not. */
    private static final String RELEASE =
            "UPDATE effect SET state = CASE WHEN departed_at IS NULL THEN 'PLANNED' ELSE 'UNKNOWN' END,"
                    + " due_at = CASE WHEN departed_at IS NULL THEN due_at ELSE look_at END, lease_until = NULL,"
                    + " explanation = 'the worker did not come back' WHERE id IN (";

    private final Statements sql;
    private final InstantSource time;
    private final Origins origins;

    Claims(Statements sql, InstantSource time, Origins origins) {
        this.sql = sql;
        this.time = time;
        this.origins = origins;
    }

    /** Makes what workers did not come back from due again: to be looked for, if its call may have gone out. */
    int releaseLapsed() {
        return sql.update(RELEASE + sql.locks().keepingFree("l", LAPSED) + ")", now());
    }

    /** Since when something has been due at this target. */
    Optional<Instant> oldestDue(String target) {
        return due(target, 1).stream().map(Effect::dueAt).findFirst();
    }

    private List<Effect> due(String target, int most) {
        return due(DUE, target, most);
    }

    private List<Effect> due(String query, String target, int most) {
        long now = now();
        return sql.list(query, Effects::read, target, now, now, now, most);
    }

    /**
     * Takes effects of this target that are due, and whose turn it is, for this worker alone; counts the attempt. Where
     * several nodes do so at once, each passes over the origins that another one has in hand, and asks again, of those
     * that it has got itself, whether it still is their turn.
     */
    List<Claim> take(String target, int most, Duration lease) {
        List<Claim> claims = new ArrayList<>();
        for (Effect effect : due(sql.locks().keepingFree("o", DUE), target, most)) {
            take(effect, lease).ifPresent(claims::add);
        }
        return claims;
    }

    private Optional<Claim> take(Effect effect, Duration lease) {
        long now = now();
        return sql.first(TAKE, Effects::read, now + lease.toMillis(), effect.id(), now, now, now)
                .map(taken -> new Claim(taken, origins.get(taken.originId()), taken.state() == EffectState.UNKNOWN));
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

    /** Writes the outcome of a claim; {@code false} if somebody else has claimed the effect meanwhile. What is in doubt for the
     * first time is looked for when its departure said, anything else goes on after the pause. */
    boolean finish(Claim claim, Outcome outcome, Duration pause) {
        origins.keep(claim.origin().id());
        long now = now();
        Effect effect = claim.effect();
        boolean isFirstDoubt = outcome.next() == EffectState.UNKNOWN && !claim.looks();
        TicketRef ref = outcome.ref().orElse(null);
        boolean nothingEverSent = outcome.isWithoutTrace() && !claim.looks() && !effect.hasDeparted();
        return sql.update(
                        "UPDATE effect SET state = ?,"
                                + " due_at = CASE WHEN ? = 1 THEN COALESCE(look_at, ?) ELSE ? END, lease_until = NULL, explanation = ?, ended_at = ?,"
                                + " failures = failures + 1, attempts = attempts - ?,"
                                + " departed_at = CASE WHEN ? = 1 THEN NULL ELSE departed_at END,"
                                + " ref_id = ?, ref_key = ?, ref_url = ?"
                                + " WHERE id = ? AND epoch = ? AND state IN ('IN_FLIGHT', 'UNKNOWN')",
                        outcome.next().name(),
                        isFirstDoubt ? 1 : 0,
                        now + pause.toMillis(),
                        now + pause.toMillis(),
                        outcome.explanation().orElse(null),
                        outcome.next().isFinished() ? now : null,
                        outcome.isWithoutTrace() && !claim.looks() ? 1 : 0,
                        nothingEverSent ? 1 : 0,
                        ref == null ? null : ref.id(),
                        ref == null ? null : ref.key(),
                        ref == null ? null : ref.url().map(URI::toString).orElse(null),
                        effect.id(),
                        effect.epoch())
                == 1;
    }

    /** The targets at which something is unfinished. */
    Set<String> waitingTargets() {
        return new TreeSet<>(sql.list(
                "SELECT DISTINCT target FROM effect WHERE state IN " + UNFINISHED, row -> row.getString("target")));
    }

    /** Only where the file's lock proves that no other process works on it: its predecessor's workers are gone. */
    int endAllLeases() {
        return sql.update("UPDATE effect SET lease_until = 0 WHERE lease_until IS NOT NULL AND state IN " + UNFINISHED);
    }

    private long now() {
        return time.instant().toEpochMilli();
    }
}
