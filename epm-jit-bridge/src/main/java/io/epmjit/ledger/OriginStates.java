package io.epmjit.ledger;

import io.epmjit.model.DecisionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps with each origin how far it has come: worked out anew whenever a decision or a sighting changes, so that nobody
 * who asks for the history, or clears it up, has to.
 */
final class OriginStates {

    private final Statements sql;

    OriginStates(Statements sql) {
        this.sql = sql;
    }

    /** The origin that a decision is about has come to something new, perhaps. */
    void refreshByDecision(long decisionId) {
        refresh(sql.first("SELECT origin_id FROM decision WHERE id = ?", row -> row.getLong("origin_id"), decisionId)
                .orElseThrow());
    }

    void refresh(long originId) {
        Optional<Said> verified = said(originId, 1);
        Optional<Said> reported = said(originId, 0);
        List<RecordedDecision> decisions =
                sql.list("SELECT * FROM decision WHERE origin_id = ? ORDER BY id DESC", Decisions::read, originId);
        OriginState state = state(verified, reported, decisions);
        Long decidedAt = state.isOver() ? decidedAt(state, verified, reported, decisions) : null;
        sql.update(
                "UPDATE origin SET decided_at = CASE WHEN state = ? AND decided_at IS NOT NULL THEN decided_at"
                        + " ELSE CAST(? AS BIGINT) END, state = ? WHERE id = ?",
                state.name(),
                decidedAt,
                state.name(),
                originId);
    }

    private static OriginState state(
            Optional<Said> verified, Optional<Said> reported, List<RecordedDecision> newestFirst) {
        if (verified.isPresent() && !verified.get().status().isPending()) {
            return verified.get().asState();
        }
        for (RecordedDecision decision : newestFirst) {
            if (decision.state() == DecisionState.ACKNOWLEDGED) {
                return decision.isApproved() ? OriginState.APPROVED : OriginState.DENIED;
            } else if (decision.state() == DecisionState.ACCEPTED) {
                return OriginState.SUBMITTED;
            }
        }
        Optional<DecisionState> last = newestFirst.stream()
                .map(RecordedDecision::state)
                .filter(one -> !one.isFirstApproval())
                .findFirst();
        if (last.filter(one -> one == DecisionState.UNCONFIRMED).isPresent()) {
            return OriginState.UNCONFIRMED;
        }
        boolean isNews = reported.filter(report -> !report.status().isPending())
                .filter(report ->
                        verified.isEmpty() || report.at().isAfter(verified.get().at()))
                .isPresent();
        return isNews ? OriginState.REPORTED : OriginState.PENDING;
    }

    /** When our decision was made, if that is what stands; otherwise when the bridge learnt of it. */
    private static @Nullable Long decidedAt(
            OriginState state, Optional<Said> verified, Optional<Said> reported, List<RecordedDecision> newestFirst) {
        Optional<Instant> ours = newestFirst.stream()
                .filter(decision -> decision.state().isInForce())
                .filter(decision -> state == (decision.isApproved() ? OriginState.APPROVED : OriginState.DENIED))
                .map(RecordedDecision::decidedAt)
                .findFirst();
        Optional<Said> theirs = state == OriginState.REPORTED ? reported : verified;
        return ours.or(() -> theirs.map(Said::at)).map(Instant::toEpochMilli).orElse(null);
    }

    private Optional<Said> said(long originId, int verified) {
        return sql.first(
                "SELECT status, seen_at FROM sighting WHERE origin_id = ? AND verified = ? ORDER BY id DESC LIMIT 1",
                row -> new Said(
                        DecisionStatus.of(row.getString("status")), Instant.ofEpochMilli(row.getLong("seen_at"))),
                originId,
                verified);
    }

    private record Said(DecisionStatus status, Instant at) {

        OriginState asState() {
            if (status.isApproved()) {
                return OriginState.APPROVED;
            }
            return status.isDenied() ? OriginState.DENIED : OriginState.ENDED;
        }
    }
}
