package io.epmjit.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query of the history in SQL. What narrows it most is where the database begins: a person's own list, a ticket, or
 * the times at which requests were opened; each is in order already, so that a page costs what it holds.
 */
final class HistorySql {

    /** Wrapped, so that no database takes the index of all requests of a tenant, and sorts them, for the sake of a page. */
    private static final String SYSTEM = "COALESCE(o.system, '')";

    private static final String KIND = "COALESCE(o.kind, '')";

    private final String from;
    private final String openedAt;
    private final String id;
    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    HistorySql(HistoryQuery query) {
        Optional<String> person = query.approver().or(query::requester);
        if (person.isPresent()) {
            from = "participant p CROSS JOIN origin o";
            openedAt = "p.opened_at";
            id = "p.origin_id";
            where.append("o.id = p.origin_id AND p.name = ? AND p.role = ?");
            values.add(PersonName.folded(person.get()));
            values.add(
                    (query.approver().isPresent() ? Participants.Role.APPROVER : Participants.Role.REQUESTER).name());
        } else if (query.ticket().isPresent()) {
            from = "(SELECT id AS origin_id FROM origin WHERE second_id = ?"
                    + " UNION SELECT origin_id FROM effect WHERE ref_key = ?) t CROSS JOIN origin o";
            openedAt = "o.opened_at";
            id = "o.id";
            where.append("o.id = t.origin_id");
            values.add(query.ticket().get());
            values.add(query.ticket().get());
        } else {
            from = "origin o";
            openedAt = "o.opened_at";
            id = "o.id";
            where.append("o.merged_into IS NULL");
        }
        query.since().ifPresent(since -> and(openedAt + " >= ?", since.toEpochMilli()));
        query.before().ifPresent(before -> and(openedAt + " < ?", before.toEpochMilli()));
        query.system().ifPresent(system -> and(SYSTEM + " = ?", system));
        if (!query.kinds().isEmpty()) {
            and(
                    KIND + " IN (" + marks(query.kinds().size()) + ")",
                    query.kinds().toArray());
        }
        query.decidedAfter().ifPresent(length -> and("o.decided_at - o.opened_at >= ?", length.toMillis()));
        query.decidedWithin().ifPresent(length -> and("o.decided_at - o.opened_at <= ?", length.toMillis()));
        states(query);
        if (!query.decisionStates().isEmpty()) {
            and(
                    "EXISTS (SELECT 1 FROM decision d WHERE d.origin_id = o.id AND d.state IN ("
                            + marks(query.decisionStates().size()) + "))",
                    query.decisionStates().stream().map(Enum::name).toArray());
        }
        if (query.onlyGivenUp()) {
            and("EXISTS (SELECT 1 FROM effect e WHERE e.origin_id = o.id AND e.state = 'DEAD')");
        }
    }

    private void states(HistoryQuery query) {
        if (query.states().isEmpty()) {
            return;
        }
        if (query.states().stream().noneMatch(OriginState::isOver)) {
            and("o.decided_at IS NULL");
        }
        and(
                "o.state IN (" + marks(query.states().size()) + ")",
                query.states().stream().map(Enum::name).toArray());
    }

    private void and(String condition, Object... more) {
        where.append(" AND ").append(condition);
        values.addAll(List.of(more));
    }

    private static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    /** The page that follows an origin, in the order in which they were opened. */
    String page() {
        return "SELECT o.* FROM " + from + " WHERE " + where + " AND (" + openedAt + ", " + id + ") > (?, ?) ORDER BY "
                + openedAt + ", " + id + " LIMIT ?";
    }

    /** The page that precedes an origin, the newest first. */
    String newest() {
        return "SELECT o.* FROM " + from + " WHERE " + where + " AND (" + openedAt + ", " + id + ") < (?, ?) ORDER BY "
                + openedAt + " DESC, " + id + " DESC LIMIT ?";
    }

    Object[] page(long lastOpenedAt, long lastId, int most) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(List.of(lastOpenedAt, lastId, most));
        return all.toArray();
    }

    /** Something about all that meet the query. */
    String select(String what, String more) {
        return "SELECT " + what + " FROM " + from + " WHERE " + where + more;
    }

    /** Something about all that meet the query, and who decided them. */
    String selectApprovers() {
        return "SELECT a.name AS name, COUNT(*) AS many FROM " + from
                + " JOIN participant a ON a.origin_id = o.id AND a.role = 'APPROVER' WHERE " + where
                + " GROUP BY a.name";
    }

    Object[] values() {
        return values.toArray();
    }

    Object[] values(Object more) {
        List<Object> all = new ArrayList<>(values);
        all.add(more);
        return all.toArray();
    }
}
