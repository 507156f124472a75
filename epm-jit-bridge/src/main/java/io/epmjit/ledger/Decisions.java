package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What was decided here: one topic of a {@link LedgerSession}. */
public final class Decisions {

    private final Statements sql;
    private final InstantSource time;

    Decisions(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** Records a decision; empty if one is in force: the first one wins. */
    public Optional<RecordedDecision> record(Origin origin, Decision decision, String wayIn) {
        return sql.first(
                        "INSERT INTO decision (origin_id, approved, duration, decided_by, reason, way_in, decided_at,"
                                + " state) VALUES (?, ?, ?, ?, ?, ?, ?, 'ACCEPTED') ON CONFLICT DO NOTHING RETURNING id",
                        row -> row.getLong("id"),
                        origin.id(),
                        decision.isApproved() ? 1 : 0,
                        decision.duration().map(AccessDuration::wireValue).orElse(null),
                        decision.by(),
                        decision.reason(),
                        wayIn,
                        time.instant().toEpochMilli())
                .map(this::get);
    }

    public RecordedDecision get(long id) {
        return sql.first("SELECT * FROM decision WHERE id = ?", Decisions::read, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no decision " + id));
    }

    /** All decisions on an origin, the oldest first. */
    public List<RecordedDecision> of(Origin origin) {
        return sql.list("SELECT * FROM decision WHERE origin_id = ? ORDER BY id", Decisions::read, origin.id());
    }

    /**
     * Moves a decision on: from {@link DecisionState#ACCEPTED} anywhere, and from {@link DecisionState#UNCONFIRMED} to what
     * the source turned out to have. {@code false} if it has moved already.
     */
    public boolean settle(RecordedDecision decision, DecisionState state, String explanation) {
        boolean foundOut = state == DecisionState.ACKNOWLEDGED || state == DecisionState.CONFLICT;
        return sql.update(
                        "UPDATE decision SET state = ?, explanation = ? WHERE id = ? AND state IN ('ACCEPTED', ?)",
                        state.name(),
                        explanation,
                        decision.id(),
                        foundOut ? "UNCONFIRMED" : "ACCEPTED")
                == 1;
    }

    private static RecordedDecision read(ResultSet row) throws SQLException {
        return RecordedDecision.builder()
                .id(row.getLong("id"))
                .isApproved(row.getInt("approved") == 1)
                .duration(Optional.ofNullable(row.getString("duration")).flatMap(AccessDuration::fromWire))
                .decidedBy(row.getString("decided_by"))
                .reason(row.getString("reason"))
                .wayIn(row.getString("way_in"))
                .decidedAt(Instant.ofEpochMilli(row.getLong("decided_at")))
                .state(DecisionState.valueOf(row.getString("state")))
                .explanation(Optional.ofNullable(row.getString("explanation")))
                .build();
    }
}
