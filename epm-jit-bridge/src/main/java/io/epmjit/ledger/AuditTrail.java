package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who tried and did what, for good: one topic of a {@link LedgerSession}. The database itself refuses to change or remove
 * an entry. Names of people stand in a table of their own, which can be told to forget one.
 */
public final class AuditTrail {

    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_DETAIL = 32_000;

    private final Statements sql;
    private final InstantSource time;

    AuditTrail(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** Adds an entry, and answers its number. Texts are cut to what a reader can take, and printed on one line. */
    public long append(TrailEntry entry) {
        return sql.insert(
                "INSERT INTO audit_entry (at, kind, person_id, way_in, system, action, subject, outcome, rule, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                time.instant().toEpochMilli(),
                entry.kind().name(),
                entry.by().filter(name -> !name.isBlank()).map(this::person).orElse(null),
                entry.wayIn().map(AuditTrail::line).orElse(null),
                entry.system().map(AuditTrail::line).orElse(null),
                line(entry.action()),
                line(entry.subject()),
                line(entry.outcome()),
                entry.rule().map(AuditTrail::line).orElse(null),
                entry.detail().map(AuditTrail::detail).orElse(null));
    }

    /**
     * Adds what somebody who runs the bridge did.
     *
     * @param by who
     * @param action what was done, such as {@code replay}
     * @param subject to what, such as {@code jira}, or {@link TrailEntry#subjectOf} a request
     * @param outcome what came of it
     */
    public long operator(Operator by, String action, String subject, String outcome) {
        return append(TrailEntry.of(by)
                .action(action)
                .subject(subject)
                .outcome(outcome)
                .build());
    }

    /** The same about a request. */
    public long operator(Operator by, String action, Origin origin, String outcome) {
        return append(TrailEntry.of(by)
                .system(origin.key().system())
                .action(action)
                .subject(TrailEntry.subjectOf(origin.key()))
                .outcome(outcome)
                .build());
    }

    /** {@link #operator(Operator, String, String, String)} for a program. */
    public long operator(String by, String action, String subject, String outcome) {
        return operator(Operator.inCode(by), action, subject, outcome);
    }

    /** {@link #operator(Operator, String, Origin, String)} for a program. */
    public long operator(String by, String action, Origin origin, String outcome) {
        return operator(Operator.inCode(by), action, origin, outcome);
    }

    /**
     * The entries that a query is for, the oldest first, from behind this number on.
     *
     * @param after the number of the last one known; 0 to begin
     * @param most at most this many
     */
    public List<TrailRecord> page(TrailQuery query, long after, int most) {
        return list(query, "a.id > ?", after, "a.id", most);
    }

    /**
     * The entries that a query is for, the newest first, from before this number on.
     *
     * @param before the number of the last one known; {@link Long#MAX_VALUE} to begin
     * @param most at most this many
     */
    public List<TrailRecord> newest(TrailQuery query, long before, int most) {
        return list(query, "a.id < ?", before, "a.id DESC", most);
    }

    private List<TrailRecord> list(TrailQuery query, String beyond, long known, String order, int most) {
        StringBuilder text = new StringBuilder(
                        "SELECT a.*, p.name AS person FROM audit_entry a LEFT JOIN person p ON p.id = a.person_id WHERE ")
                .append(beyond);
        List<Object> values = new ArrayList<>(List.of(known));
        query.since().ifPresent(since -> {
            text.append(" AND a.at >= ?");
            values.add(since.toEpochMilli());
        });
        query.before().ifPresent(before -> {
            text.append(" AND a.at < ?");
            values.add(before.toEpochMilli());
        });
        query.kind().ifPresent(kind -> {
            text.append(" AND a.kind = ?");
            values.add(kind.name());
        });
        query.subject().ifPresent(subject -> {
            text.append(" AND a.subject = ?");
            values.add(subject);
        });
        query.system().ifPresent(system -> {
            text.append(" AND a.system = ?");
            values.add(system);
        });
        values.add(most);
        return sql.list(
                text.append(" ORDER BY ").append(order).append(" LIMIT ?").toString(),
                AuditTrail::read,
                values.toArray());
    }

    private Long person(String name) {
        String folded = PersonName.folded(name);
        sql.update(
                "INSERT INTO person (folded, name) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING",
                folded,
                PersonName.readable(name));
        return sql.first("SELECT id FROM person WHERE folded = ?", row -> row.getLong("id"), folded)
                .orElseThrow();
    }

    private static String line(String text) {
        String printable = Outcome.printable(text);
        return printable.length() <= LONGEST_LINE ? printable : printable.substring(0, LONGEST_LINE);
    }

    private static String detail(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
    }

    private static TrailRecord read(ResultSet row) throws SQLException {
        return new TrailRecord(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                TrailEntry.builder()
                        .kind(TrailEntry.Kind.valueOf(row.getString("kind")))
                        .by(by(row))
                        .wayIn(Optional.ofNullable(row.getString("way_in")))
                        .system(Optional.ofNullable(row.getString("system")))
                        .action(row.getString("action"))
                        .subject(row.getString("subject"))
                        .outcome(row.getString("outcome"))
                        .rule(Optional.ofNullable(row.getString("rule")))
                        .detail(Optional.ofNullable(row.getString("detail")))
                        .build());
    }

    private static Optional<String> by(ResultSet row) throws SQLException {
        long person = row.getLong("person_id");
        if (row.wasNull()) {
            return Optional.empty();
        }
        String name = row.getString("person");
        return Optional.of(name == null ? "person " + person + " (erased)" : name);
    }
}
