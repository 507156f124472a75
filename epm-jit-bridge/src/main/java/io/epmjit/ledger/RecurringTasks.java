package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Which recurring task is due, who has it, and where it stands: the engine's own topic of a {@link LedgerSession}. */
final class RecurringTasks {

    private final Statements sql;
    private final InstantSource time;

    RecurringTasks(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /**
     * A node's hold on a task.
     *
     * @param name the task's
     * @param epoch counts the claims
     * @param bookmark where the last run that ended well stopped
     */
    record Turn(String name, long epoch, Optional<String> bookmark) {}

    /** Takes the task if it is due and nobody has it. */
    Optional<Turn> take(String name, Duration lease) {
        long now = now();
        sql.update(
                "INSERT INTO recurring_task (name, due_at, epoch) VALUES (?, ?, 0) ON CONFLICT (name) DO NOTHING",
                name,
                now);
        return sql.first(
                "UPDATE recurring_task SET epoch = epoch + 1, lease_until = ? WHERE name = ? AND due_at <= ?"
                        + " AND (lease_until IS NULL OR lease_until <= ?) RETURNING name, epoch, bookmark",
                RecurringTasks::turn,
                now + lease.toMillis(),
                name,
                now,
                now);
    }

    private static Turn turn(ResultSet row) throws SQLException {
        return new Turn(row.getString("name"), row.getLong("epoch"), Optional.ofNullable(row.getString("bookmark")));
    }

    /** Writes down that the task has run, and where it stopped; {@code false} if another node has taken it meanwhile. */
    boolean done(Turn turn, Optional<String> bookmark, Duration interval) {
        long now = now();
        return sql.update(
                        "UPDATE recurring_task SET bookmark = ?, due_at = ?, lease_until = NULL, done_at = ?, failure = NULL"
                                + " WHERE name = ? AND epoch = ?",
                        bookmark.orElse(null),
                        now + interval.toMillis(),
                        now,
                        turn.name(),
                        turn.epoch())
                == 1;
    }

    /** Writes down why the task failed; it begins again where it began. */
    boolean failed(Turn turn, String why, Duration pause) {
        return sql.update(
                        "UPDATE recurring_task SET due_at = ?, lease_until = NULL, failure = ? WHERE name = ? AND epoch = ?",
                        now() + pause.toMillis(),
                        why,
                        turn.name(),
                        turn.epoch())
                == 1;
    }

    /** How it went last, if it has ever begun. */
    Optional<TaskReport> report(String name) {
        return sql.first("SELECT * FROM recurring_task WHERE name = ?", RecurringTasks::report, name);
    }

    static TaskReport report(ResultSet row) throws SQLException {
        long doneAt = row.getLong("done_at");
        return new TaskReport(
                row.getString("name"),
                row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(doneAt)),
                Optional.ofNullable(row.getString("failure")));
    }

    /** Only where the file's lock proves that no other process works on it. */
    int endAllLeases() {
        return sql.update("UPDATE recurring_task SET lease_until = NULL WHERE lease_until IS NOT NULL");
    }

    private long now() {
        return time.instant().toEpochMilli();
    }
}
