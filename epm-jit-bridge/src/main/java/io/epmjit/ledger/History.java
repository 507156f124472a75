package io.epmjit.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What has happened, to be read: one topic of a {@link LedgerSession}. */
public final class History {

    /** The most that one page holds. */
    public static final int PAGE = 200;

    private static final String OF_THESE = " WHERE origin_id IN (?" + ", ?".repeat(PAGE - 1) + ")";

    static final String DECISIONS = "SELECT * FROM decision" + OF_THESE + " ORDER BY id";
    static final String SIGHTINGS = "SELECT * FROM sighting" + OF_THESE + " ORDER BY id";
    static final String OUTCOMES =
            "SELECT * FROM effect" + OF_THESE + " AND (ref_id IS NOT NULL OR state = 'DEAD') ORDER BY id";

    private static final long MEDIAN = 50;
    private static final long P95 = 95;

    private final Statements sql;

    History(Statements sql) {
        this.sql = sql;
    }

    /** The first page of what meets the query: at most {@link #PAGE} origins, the oldest first. */
    public List<OriginRecord> firstPage(HistoryQuery query) {
        return page(query, Long.MIN_VALUE, 0);
    }

    /** The page that follows this record; empty at the end. */
    public List<OriginRecord> pageAfter(HistoryQuery query, OriginRecord last) {
        return page(
                query, last.origin().openedAt().toEpochMilli(), last.origin().id());
    }

    /**
     * What meets the query, the newest first.
     *
     * @param most at most this many, and no more than {@link #PAGE}
     */
    public List<OriginRecord> newest(HistoryQuery query, int most) {
        return newest(query, Long.MAX_VALUE, 0, most);
    }

    /** What meets the query and began before this one did, the newest first. */
    public List<OriginRecord> newestBefore(HistoryQuery query, Instant openedAt, long id, int most) {
        return newest(query, openedAt.toEpochMilli(), id, most);
    }

    private List<OriginRecord> newest(HistoryQuery query, long openedAt, long id, int most) {
        HistorySql text = new HistorySql(query);
        return records(sql.list(text.newest(), Origins::read, text.page(openedAt, id, Math.min(most, PAGE))));
    }

    /**
     * Our decisions on what is of these kinds, the newest first.
     *
     * @param before the number of the last one known; {@link Long#MAX_VALUE} to begin
     */
    public List<DecidedOrigin> decisions(Set<String> kinds, long before, int most) {
        List<Object> values = new ArrayList<>(kinds);
        values.add(before);
        values.add(most);
        return sql
                .list(
                        "SELECT d.* FROM decision d CROSS JOIN origin o WHERE o.id = d.origin_id"
                                + " AND COALESCE(o.kind, '') IN (?" + ", ?".repeat(kinds.size() - 1)
                                + ") AND d.id < ? ORDER BY d.id DESC LIMIT ?",
                        Decisions::read,
                        values.toArray())
                .stream()
                .map(decision -> new DecidedOrigin(originOf(decision), decision))
                .toList();
    }

    private Origin originOf(RecordedDecision decision) {
        return sql.first(
                        "SELECT o.* FROM decision d JOIN origin o ON o.id = d.origin_id WHERE d.id = ?",
                        Origins::read,
                        decision.id())
                .orElseThrow();
    }

    private List<OriginRecord> page(HistoryQuery query, long openedAt, long id) {
        HistorySql text = new HistorySql(query);
        return records(sql.list(text.page(), Origins::read, text.page(openedAt, id, PAGE)));
    }

    /** One origin with everything that became of it. */
    public OriginRecord of(Origin origin) {
        return records(List.of(origin)).get(0);
    }

    /** All that meets the query, in figures. */
    public HistoryStatistics statistics(HistoryQuery query) {
        HistorySql text = new HistorySql(query);
        Map<OriginState, Long> byState = new EnumMap<>(OriginState.class);
        sql.list(text.select("o.state AS name, COUNT(*) AS many", " GROUP BY o.state"), History::count, text.values())
                .forEach(count -> byState.put(OriginState.valueOf(count.name()), count.many()));
        Map<String, Long> byApprover = new TreeMap<>();
        sql.list(text.selectApprovers(), History::count, text.values())
                .forEach(count -> byApprover.put(count.name(), count.many()));
        long over = byState.entrySet().stream()
                .filter(entry -> entry.getKey().isOver())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new HistoryStatistics(
                byState.values().stream().mapToLong(Long::longValue).sum(),
                byState,
                byApprover,
                timeToDecision(text, over, MEDIAN),
                timeToDecision(text, over, P95));
    }

    /** The nearest rank: the smallest of the measured times within which so many of a hundred were decided. */
    private Optional<Duration> timeToDecision(HistorySql text, long over, long percent) {
        if (over == 0) {
            return Optional.empty();
        }
        long rank = Math.max(1, (over * percent + 99) / 100);
        return sql.first(
                text.select(
                        "o.decided_at - o.opened_at AS took",
                        " AND o.decided_at IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET ?"),
                row -> Duration.ofMillis(row.getLong("took")),
                text.values(rank - 1));
    }

    private record Count(String name, long many) {}

    private static Count count(ResultSet row) throws SQLException {
        return new Count(row.getString("name"), row.getLong("many"));
    }

    private List<OriginRecord> records(List<Origin> origins) {
        if (origins.isEmpty()) {
            return List.of();
        }
        Object[] ids = new Object[PAGE];
        for (int i = 0; i < PAGE; i++) {
            ids[i] = i < origins.size() ? origins.get(i).id() : -1L;
        }
        Map<Long, List<RecordedDecision>> decisions = byOrigin(DECISIONS, Decisions::read, ids);
        Map<Long, List<Sighting>> sightings = byOrigin(SIGHTINGS, Sightings::read, ids);
        Map<Long, List<Effect>> outcomes = byOrigin(OUTCOMES, Effects::read, ids);
        return origins.stream()
                .map(origin -> record(
                        origin,
                        decisions.getOrDefault(origin.id(), List.of()),
                        sightings.getOrDefault(origin.id(), List.of()),
                        outcomes.getOrDefault(origin.id(), List.of())))
                .toList();
    }

    private static OriginRecord record(
            Origin origin, List<RecordedDecision> decisions, List<Sighting> sightings, List<Effect> outcomes) {
        return OriginRecord.builder()
                .origin(origin)
                .decisions(decisions)
                .tickets(outcomes.stream()
                        .flatMap(effect -> effect.ref().stream())
                        .distinct()
                        .toList())
                .verified(last(sightings, true))
                .reported(last(sightings, false))
                .givenUp((int) outcomes.stream()
                        .filter(effect -> effect.state() == EffectState.DEAD)
                        .count())
                .build();
    }

    private static Optional<Sighting> last(List<Sighting> sightings, boolean verified) {
        return sightings.stream()
                .filter(sighting -> sighting.isVerified() == verified)
                .reduce((earlier, later) -> later);
    }

    private <T> Map<Long, List<T>> byOrigin(String text, Statements.RowReader<T> reader, Object[] ids) {
        record Row<T>(long originId, T value) {}
        Map<Long, List<T>> grouped = new HashMap<>();
        for (Row<T> row : sql.list(text, found -> new Row<>(found.getLong("origin_id"), reader.read(found)), ids)) {
            grouped.computeIfAbsent(row.originId(), unused -> new ArrayList<>()).add(row.value());
        }
        return grouped;
    }
}
