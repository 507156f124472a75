package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was decided here: one topic of a {@link LedgerSession}. */
public final class Decisions {

    private final Statements sql;
    private final InstantSource time;
    private final Participants participants;
    private final OriginStates states;

    Decisions(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
        this.participants = new Participants(sql);
        this.states = new OriginStates(sql);
    }

    /** Records a decision; empty if one is in force: the first one wins. */
    public Optional<RecordedDecision> record(Origin origin, Decision decision, Provenance from) {
        return insert(origin, decision, from, DecisionState.ACCEPTED);
    }

    /** Records an approval that counts only once a second approver agrees. */
    public RecordedDecision awaitSecond(Origin origin, Decision approval, Provenance from) {
        return insert(origin, approval, from, DecisionState.AWAITING_SECOND).orElseThrow();
    }

    private Optional<RecordedDecision> insert(Origin origin, Decision decision, Provenance from, DecisionState state) {
        return sql.first(
                        "INSERT INTO decision (origin_id, approved, duration, decided_by, approver_id, assurance, reason,"
                                + " way_in, decided_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING RETURNING id",
                        row -> row.getLong("id"),
                        origin.id(),
                        decision.isApproved() ? 1 : 0,
                        decision.duration().map(AccessDuration::wireValue).orElse(null),
                        decision.by(),
                        from.approverId().orElse(null),
                        from.assurance(),
                        decision.reason(),
                        from.wayIn(),
                        time.instant().toEpochMilli(),
                        state.name())
                .map(id -> {
                    participants.note(
                            origin.id(),
                            Participants.Role.APPROVER,
                            Stream.concat(Stream.of(decision.by()), from.approverId().stream())
                                    .toList());
                    states.refresh(origin.id());
                    return get(id);
                });
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
     * Moves a decision on: from {@link DecisionState#ACCEPTED} anywhere, from {@link DecisionState#UNCONFIRMED} to what the
     * source turned out to have, and from {@link DecisionState#AWAITING_SECOND} to what became of it. {@code false} if it
     * has moved already.
     */
    public boolean settle(RecordedDecision decision, DecisionState state, String explanation) {
        boolean moved = sql.update(
                        "UPDATE decision SET state = ?, explanation = ? WHERE id = ? AND state IN (?, ?)",
                        state.name(),
                        explanation,
                        decision.id(),
                        before(state).name(),
                        isFoundOut(state)
                                ? DecisionState.UNCONFIRMED.name()
                                : before(state).name())
                == 1;
        if (moved) {
            states.refreshByDecision(decision.id());
        }
        return moved;
    }

    /** Puts a decision of which nobody can tell whether it has arrived in force again, so that it is looked into. */
    public boolean reopen(RecordedDecision decision) {
        return sql.update(
                        "UPDATE decision SET state = 'ACCEPTED', explanation = NULL WHERE id = ? AND state = 'UNCONFIRMED'",
                        decision.id())
                == 1;
    }

    private static DecisionState before(DecisionState state) {
        return state == DecisionState.SECONDED || state == DecisionState.SUPERSEDED
                ? DecisionState.AWAITING_SECOND
                : DecisionState.ACCEPTED;
    }

    private static boolean isFoundOut(DecisionState state) {
        return state == DecisionState.ACKNOWLEDGED || state == DecisionState.CONFLICT;
    }

    static RecordedDecision read(ResultSet row) throws SQLException {
        return RecordedDecision.builder()
                .id(row.getLong("id"))
                .isApproved(row.getInt("approved") == 1)
                .duration(Optional.ofNullable(row.getString("duration")).flatMap(AccessDuration::fromWire))
                .decidedBy(row.getString("decided_by"))
                .approverId(Optional.ofNullable(row.getString("approver_id")))
                .assurance(row.getString("assurance"))
                .reason(row.getString("reason"))
                .wayIn(row.getString("way_in"))
                .decidedAt(Instant.ofEpochMilli(row.getLong("decided_at")))
                .state(DecisionState.valueOf(row.getString("state")))
                .explanation(Optional.ofNullable(row.getString("explanation")))
                .build();
    }
}
