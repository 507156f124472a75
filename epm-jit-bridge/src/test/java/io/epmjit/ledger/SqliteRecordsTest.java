package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.model.RequestKind;
import io.epmjit.testkit.MovableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqliteRecordsTest extends RecordsContract {

    @TempDir
    private Path directory;

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T12:00:00Z"));

    private Path file() {
        return directory.resolve("records.db");
    }

    @Override
    Ledger open() {
        return Ledger.sqlite(file(), clock);
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    static Stream<String> pages() {
        Instant then = Instant.parse("2026-11-01T00:00:00Z");
        Stream<HistoryQuery> queries = Stream.of(
                HistoryQuery.builder().since(then).build(),
                HistoryQuery.builder()
                        .since(then)
                        .kind(RequestKind.ADMIN)
                        .system("acme")
                        .build(),
                HistoryQuery.builder().states(Set.of(OriginState.PENDING)).build(),
                HistoryQuery.builder()
                        .since(then)
                        .states(Set.of(OriginState.APPROVED))
                        .decisionStates(Set.of(DecisionState.CONFLICT))
                        .onlyGivenUp(true)
                        .build(),
                HistoryQuery.builder().approver("a.lee").build(),
                HistoryQuery.builder().requester("j.doe").since(then).build(),
                HistoryQuery.builder().ticket("JIT-42").build());
        return Stream.concat(
                queries.map(query -> new HistorySql(query).page()),
                Stream.of(Records.OVER, Records.NEVER_DECIDED, Records.OLD_BODIES, Records.OLD_TOMBSTONES));
    }

    /** A page is taken from an index in its order; only the few requests that have a ticket of one name are sorted. */
    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsNotSortedOutOfEverything(String sql) throws Exception {
        boolean sorts = plan(sql).stream().anyMatch(step -> step.contains("USE TEMP B-TREE FOR ORDER BY"));
        assertThat(sorts).as(sql).isEqualTo(sql.contains(" t CROSS JOIN "));
        usesIndexes(sql);
    }

    static Stream<String> besides() {
        return Stream.of(
                History.DECISIONS,
                History.SIGHTINGS,
                History.OUTCOMES,
                Records.NAMED,
                Overview.GIVEN_UP,
                Overview.UNFINISHED);
    }

    @ParameterizedTest
    @MethodSource("besides")
    void whatIsReadBesideAPageUsesIndexes(String sql) throws Exception {
        usesIndexes(sql);
    }

    private void usesIndexes(String sql) throws SQLException {
        assertThat(plan(sql)).as(sql).isNotEmpty().noneMatch(step -> step.matches("SCAN (?!t$)\\w+"));
    }

    private List<String> plan(String sql) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet plan = statement.executeQuery()) {
            List<String> steps = new ArrayList<>();
            while (plan.next()) {
                steps.add(plan.getString("detail"));
            }
            return steps;
        }
    }

    @Test
    void nothingOfWhatWasRemovedIsLeftInTheFiles() throws Exception {
        String canary = "canary-" + "j.doe".repeat(3);
        try (Ledger ledger = Ledger.sqlite(directory.resolve("scrubbed.db"), clock)) {
            Origin origin = ledger.write(session -> {
                Origin made = session.origins().of(new OriginKey("acme", "ADMIN", "r-1"));
                session.origins().learnDetails(made, Body.of(canary.getBytes(StandardCharsets.UTF_8)), List.of(canary));
                return made;
            });
            assertThat(found(canary)).isTrue();

            assertThat(ledger.<Boolean>write(session -> session.records().bury(origin)))
                    .isTrue();
            assertThat(ledger.scrub()).isTrue();
            assertThat(found(canary)).isFalse();
        }
    }

    private boolean found(String text) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("scrubbed.db"))
                    .toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
