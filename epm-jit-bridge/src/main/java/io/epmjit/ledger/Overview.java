package io.epmjit.ledger;

import java.time.Instant;
import java.util.List;

/** How the ledger's work stands, without reading all of it: one topic of a {@link LedgerSession}. */
public final class Overview {

    static final String UNFINISHED = "SELECT target, state, COUNT(*) AS many, MIN(due_at) AS due FROM effect"
            + " WHERE state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN') GROUP BY target, state ORDER BY target, state";

    static final String GIVEN_UP = "SELECT * FROM effect WHERE state = 'DEAD' ORDER BY id DESC LIMIT ?";

    private final Statements sql;

    Overview(Statements sql) {
        this.sql = sql;
    }

    /**
     * Unfinished work of one state at one target.
     *
     * @param target where
     * @param state in which state
     * @param count how much
     * @param oldestDue when the oldest of it was, or is, due
     */
    public record Unfinished(String target, EffectState state, long count, Instant oldestDue) {}

    /** All unfinished work, by target and state. */
    public List<Unfinished> unfinished() {
        return sql.list(
                UNFINISHED,
                row -> new Unfinished(
                        row.getString("target"),
                        EffectState.valueOf(row.getString("state")),
                        row.getLong("many"),
                        Instant.ofEpochMilli(row.getLong("due"))));
    }

    /** What was given up, the newest first, at most this many. */
    public List<Effect> givenUp(int most) {
        return sql.list(GIVEN_UP, Effects::read, most);
    }

    /** How each recurring task went last. */
    public List<TaskReport> tasks() {
        return sql.list("SELECT * FROM recurring_task ORDER BY name", RecurringTasks::report);
    }
}
