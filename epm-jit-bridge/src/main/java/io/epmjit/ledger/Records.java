package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removing what need not be kept any longer, and forgetting people: one topic of a {@link LedgerSession}. Every method
 * does one small step; whoever calls it repeats it until nothing is left, in a transaction each.
 */
public final class Records {

    /** What stands in place of a name that was erased. */
    public static final String ERASED = "(erased)";

    private static final String NOTHING_TO_DO = " AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.origin_id = o.id"
            + " AND e.state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN'))";

    static final String OVER = "SELECT o.* FROM origin o WHERE o.kind = ? AND o.decided_at IS NOT NULL"
            + " AND o.decided_at < ?" + NOTHING_TO_DO + " ORDER BY o.decided_at LIMIT ?";

    static final String NEVER_DECIDED = "SELECT o.* FROM origin o WHERE o.decided_at IS NULL AND o.opened_at < ?"
            + " AND COALESCE(o.kind, '') = ?" + NOTHING_TO_DO + " ORDER BY o.opened_at, o.id LIMIT ?";

    static final String OLD_BODIES = "DELETE FROM incoming WHERE id IN (SELECT id FROM incoming"
            + " WHERE quarantined IS NULL AND received_at < ? ORDER BY received_at LIMIT ?)";

    static final String OLD_TOMBSTONES = "DELETE FROM tombstone WHERE id_hash IN (SELECT id_hash FROM tombstone"
            + " WHERE buried_at < ? ORDER BY buried_at LIMIT ?)";

    static final String NAMED = "SELECT o.* FROM participant p CROSS JOIN origin o WHERE o.id = p.origin_id"
            + " AND p.name = ? AND p.role = ? AND p.origin_id > ? ORDER BY p.origin_id LIMIT ?";

    private final Statements sql;
    private final InstantSource time;

    Records(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** Origins of this kind that have been over since before this moment, with nothing left to do for them. */
    public List<Origin> over(String kind, Instant before, int most) {
        return sql.list(OVER, Origins::read, kind, before.toEpochMilli(), most);
    }

    /** Origins of this kind that began before this moment and are not over, with nothing left to do for them. */
    public List<Origin> neverDecided(String kind, Instant before, int most) {
        return sql.list(NEVER_DECIDED, Origins::read, before.toEpochMilli(), kind, most);
    }

    /**
     * Removes an origin with everything that belongs to it, and leaves a tombstone.
     *
     * @return {@code false} if there is something left to do for it, or it is gone
     */
    public boolean bury(Origin origin) {
        Optional<Origin> now = new Origins(sql, time).find(origin.key());
        if (now.isEmpty() || !now.get().state().equals(origin.state()) || hasWork(origin)) {
            return false;
        }
        new Tombstones(sql, time).raise(now.get());
        sql.update("DELETE FROM effect WHERE origin_id = ?", origin.id());
        sql.update("DELETE FROM decision WHERE origin_id = ?", origin.id());
        sql.update("DELETE FROM sighting WHERE origin_id = ?", origin.id());
        sql.update("DELETE FROM incoming WHERE origin_id = ?", origin.id());
        sql.update("DELETE FROM participant WHERE origin_id = ?", origin.id());
        return sql.update("DELETE FROM origin WHERE id = ?", origin.id()) == 1;
    }

    /** Whether something is planned, under way or in doubt for an origin. */
    public boolean hasWork(Origin origin) {
        return sql.first(
                        "SELECT 1 FROM effect WHERE origin_id = ? AND state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN') LIMIT 1",
                        row -> true,
                        origin.id())
                .isPresent();
    }

    /** Removes bodies that were understood and came in before this moment; answers how many. */
    public int removeBodies(Instant receivedBefore, int most) {
        return sql.update(OLD_BODIES, receivedBefore.toEpochMilli(), most);
    }

    /** Removes bodies that came in before this moment and still wait in quarantine; answers how many. */
    public int removeQuarantined(Instant receivedBefore, int most) {
        return sql.update(
                "DELETE FROM incoming WHERE id IN (SELECT id FROM incoming WHERE quarantined IS NOT NULL"
                        + " AND received_at < ? LIMIT ?)",
                receivedBefore.toEpochMilli(),
                most);
    }

    /**
     * Bodies that wait in quarantine, in the order of their numbers.
     *
     * @param after the number of the last one known; 0 to begin
     */
    public List<KeptBody> quarantined(long after, int most) {
        return sql.list(
                "SELECT * FROM incoming WHERE quarantined IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
                Bodies::keptBody,
                after,
                most);
    }

    /** Removes one body. */
    public void removeBody(KeptBody body) {
        sql.update("DELETE FROM incoming WHERE id = ?", body.id());
    }

    /** Removes tombstones from before this moment; answers how many. */
    public int removeTombstones(Instant buriedBefore, int most) {
        return sql.update(OLD_TOMBSTONES, buriedBefore.toEpochMilli(), most);
    }

    /**
     * Origins that somebody of these names has asked for, in the order of their numbers.
     *
     * @param after the number of the last one known; 0 to begin
     */
    public List<Origin> requestedBy(Collection<String> names, long after, int most) {
        return of(names, Participants.Role.REQUESTER, after, most);
    }

    /** Origins that somebody of these names has decided, here or at the source, in the order of their numbers. */
    public List<Origin> decidedBy(Collection<String> names, long after, int most) {
        return of(names, Participants.Role.APPROVER, after, most);
    }

    private List<Origin> of(Collection<String> names, Participants.Role role, long after, int most) {
        Map<Long, Origin> found = new LinkedHashMap<>();
        for (String name : names) {
            sql.list(NAMED, Origins::read, PersonName.folded(name), role.name(), after, most)
                    .forEach(origin -> found.put(origin.id(), origin));
        }
        return found.values().stream()
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .limit(most)
                .toList();
    }

    /** All bodies that spoke of an origin. */
    public List<KeptBody> bodiesOf(Origin origin) {
        return sql.list("SELECT * FROM incoming WHERE origin_id = ? ORDER BY id", Bodies::keptBody, origin.id());
    }

    /**
     * Replaces the name of somebody who decided, in decisions and in what the source was seen to say.
     *
     * @return how many decisions and sightings named them
     */
    public int forgetApprover(Origin origin, Collection<String> names) {
        ErasedNames erased = new ErasedNames(names);
        int replaced = 0;
        for (RecordedDecision decision : new Decisions(sql, time).of(origin)) {
            boolean isTheirs = erased.include(decision.decidedBy())
                    || decision.approverId().filter(erased::include).isPresent();
            replaced += isTheirs ? 1 : 0;
            sql.update(
                    "UPDATE decision SET decided_by = ?, approver_id = ?, reason = ?, explanation = ? WHERE id = ?",
                    isTheirs ? ERASED : decision.decidedBy(),
                    isTheirs ? null : decision.approverId().orElse(null),
                    erased.blackOut(decision.reason()),
                    decision.explanation().map(erased::blackOut).orElse(null),
                    decision.id());
        }
        record Seen(long id, String by) {}
        for (Seen seen : sql.list(
                "SELECT id, decided_by FROM sighting WHERE origin_id = ? AND decided_by IS NOT NULL",
                row -> new Seen(row.getLong("id"), row.getString("decided_by")),
                origin.id())) {
            if (erased.include(seen.by())) {
                replaced += sql.update("UPDATE sighting SET decided_by = NULL WHERE id = ?", seen.id());
            }
        }
        for (String name : names) {
            sql.update(
                    "DELETE FROM participant WHERE origin_id = ? AND role = 'APPROVER' AND name = ?",
                    origin.id(),
                    PersonName.folded(name));
        }
        return replaced;
    }

    /**
     * Makes the audit trail forget these names; its entries stay, and say {@code person 17 (erased)}.
     *
     * @return what the trail calls them now
     */
    public List<String> forgetInTrail(Collection<String> names) {
        List<String> forgotten = new ArrayList<>();
        for (String name : names) {
            sql.first(
                            "UPDATE person SET name = NULL, folded = NULL WHERE folded = ? RETURNING id",
                            row -> "person " + row.getLong("id"),
                            PersonName.folded(name))
                    .ifPresent(forgotten::add);
        }
        return forgotten;
    }
}
