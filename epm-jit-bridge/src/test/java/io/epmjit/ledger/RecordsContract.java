package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises of what it keeps, shows and forgets, whatever database it is kept in. */
abstract class RecordsContract {

    private static final Provenance BY_CODE = new Provenance("code", "CONFIRMED", Optional.empty());

    private Ledger ledger;

    /** A ledger that is empty at the beginning of each test. */
    abstract Ledger open();

    /** Lets time pass for the ledger. */
    abstract void pass(Duration time);

    /** The database of the ledger, as somebody else would open it. */
    abstract Connection connect() throws SQLException;

    @BeforeEach
    void openLedger() {
        ledger = open();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private Origin origin(String id) {
        return ledger.write(session -> session.origins().of(new OriginKey("acme", "ADMIN", id)));
    }

    private Origin requested(String id, String... requesters) {
        Origin origin = origin(id);
        ledger.write(session -> {
            session.origins().learnDetails(origin, Body.of(id.getBytes(StandardCharsets.UTF_8)), List.of(requesters));
            return true;
        });
        return current(origin);
    }

    private Origin current(Origin origin) {
        return ledger.read(session -> session.origins().get(origin.id()));
    }

    private RecordedDecision decide(Origin origin, boolean approve, String by) {
        Decision decision = (approve ? Decision.approve(AccessDuration.minutes(30)) : Decision.deny())
                .by(by)
                .reason("because of " + origin.key().id())
                .build();
        return ledger.write(session -> session.decisions().record(origin, decision, BY_CODE))
                .orElseThrow();
    }

    private void settle(RecordedDecision decision, DecisionState state) {
        assertThat(ledger.<Boolean>write(session -> session.decisions().settle(decision, state, "because")))
                .isTrue();
    }

    private long see(Origin origin, DecisionStatus status, boolean verified, String by) {
        return ledger.write(session -> session.sightings()
                .learn(
                        origin,
                        Sighting.builder()
                                .status(status)
                                .isVerified(verified)
                                .seenAt(session.now())
                                .decidedBy(Optional.ofNullable(by))
                                .build()));
    }

    private Origin over(String id) {
        Origin origin = requested(id, "ACME\\j.doe");
        settle(decide(origin, true, "a.lee"), DecisionState.ACKNOWLEDGED);
        return current(origin);
    }

    private boolean bury(Origin origin) {
        return ledger.write(session -> session.records().bury(origin));
    }

    /** As exactly as the ledger keeps times. */
    private Instant now() {
        return ledger.read(LedgerSession::now).truncatedTo(ChronoUnit.MILLIS);
    }

    // ---- how far a request has come

    @Test
    void aRequestSaysHowFarItHasComeWhateverTheWay() {
        Origin origin = requested("r-1");
        assertThat(origin.state()).isEqualTo(OriginState.PENDING);
        assertThat(origin.decidedAt()).isEmpty();

        see(origin, DecisionStatus.APPROVED, false, null);
        assertThat(current(origin).state()).isEqualTo(OriginState.REPORTED);

        pass(Duration.ofSeconds(1));
        see(origin, DecisionStatus.PENDING, true, null);
        assertThat(current(origin).state())
                .as("EPM was asked, and says pending")
                .isEqualTo(OriginState.PENDING);
        assertThat(current(origin).decidedAt()).isEmpty();

        RecordedDecision refused = decide(origin, true, "a.lee");
        assertThat(current(origin).state()).isEqualTo(OriginState.SUBMITTED);
        settle(refused, DecisionState.REFUSED);
        assertThat(current(origin).state()).as("can be decided again").isEqualTo(OriginState.PENDING);

        RecordedDecision unconfirmed = decide(origin, true, "a.lee");
        settle(unconfirmed, DecisionState.UNCONFIRMED);
        assertThat(current(origin).state()).isEqualTo(OriginState.UNCONFIRMED);

        RecordedDecision denial = decide(origin, false, "b.ray");
        pass(Duration.ofMinutes(1));
        settle(denial, DecisionState.ACKNOWLEDGED);
        assertThat(current(origin).state()).isEqualTo(OriginState.DENIED);
        assertThat(current(origin).decidedAt())
                .as("when it was decided, not when EPM took it")
                .contains(denial.decidedAt());

        see(origin, DecisionStatus.of("Expired"), true, null);
        assertThat(current(origin).state()).as("what EPM says stands").isEqualTo(OriginState.ENDED);
    }

    @Test
    void aDecisionOfTheConsoleCountsFromWhenItWasLearntAndKeepsThatTime() {
        Origin origin = requested("r-1");
        see(origin, DecisionStatus.APPROVED, true, "console.admin");
        Instant learnt = current(origin).decidedAt().orElseThrow();

        pass(Duration.ofDays(1));
        see(origin, DecisionStatus.APPROVED, true, "console.admin");

        assertThat(current(origin).decidedAt()).contains(learnt);
    }

    // ---- history

    @Test
    void theHistoryIsInOrderAndWholeOverManyPages() {
        List<String> ids =
                IntStream.range(0, 2 * History.PAGE + 3).mapToObj(i -> "r-" + i).toList();
        ledger.write(session -> {
            ids.forEach(id -> session.origins().of(new OriginKey("acme", "ADMIN", id)));
            return true;
        });

        assertThat(find(HistoryQuery.builder().build())).isEqualTo(ids);
    }

    @Test
    void theHistoryIsReadBackwardsFromItsEnd() {
        for (int i = 0; i < 5; i++) {
            requested("r-" + i, "someone");
            pass(Duration.ofSeconds(i % 2));
        }
        for (HistoryQuery query : List.of(
                HistoryQuery.builder().build(),
                HistoryQuery.builder().requester("someone").build())) {
            List<OriginRecord> newest = ledger.read(session -> session.history().newest(query, 3));
            Origin last = newest.get(2).origin();
            List<OriginRecord> rest =
                    ledger.read(session -> session.history().newestBefore(query, last.openedAt(), last.id(), 3));
            assertThat(Stream.concat(newest.stream(), rest.stream())
                            .map(record -> record.origin().key().id()))
                    .containsExactly("r-4", "r-3", "r-2", "r-1", "r-0");
        }
    }

    @Test
    void decisionsAreReadFromTheNewestOnWithWhatTheyAreAbout() {
        Origin one = requested("r-1", "someone");
        Origin two = requested("r-2", "someone");
        settle(decide(one, true, "a.lee"), DecisionState.REFUSED);
        decide(two, false, "b.ray");
        decide(one, false, "b.ray");

        Set<String> kinds = Set.of(one.key().kind());
        List<DecidedOrigin> newest = ledger.read(session -> session.history().decisions(kinds, Long.MAX_VALUE, 2));
        assertThat(newest).extracting(found -> found.origin().key().id()).containsExactly("r-1", "r-2");
        long last = newest.get(1).decision().id();
        assertThat(ledger.<List<DecidedOrigin>>read(session -> session.history().decisions(kinds, last, 2)))
                .singleElement()
                .satisfies(found -> assertThat(found.decision().decidedBy()).isEqualTo("a.lee"));
        assertThat(ledger.<List<DecidedOrigin>>read(
                        session -> session.history().decisions(Set.of("OTHER"), Long.MAX_VALUE, 9)))
                .isEmpty();
    }

    @Test
    void whatCameInIsToldWithoutItsBody() {
        Origin origin = requested("r-1", "someone");
        long understood = ledger.write(session -> session.bodies().keep(body("{\"a\":\"ü\"}", now(), null), origin));
        long waiting = ledger.write(session -> session.bodies().keep(body("nonsense", now(), "NOT_JSON")));
        long discarded = ledger.write(session -> session.bodies().keep(body("a test", now(), "NOT_JSON")));
        ledger.write(session -> session.bodies().discard(discarded, "only a test"));

        List<ReceivedBody> newest = ledger.read(session -> session.bodies().newest(Long.MAX_VALUE, 9));
        assertThat(newest).extracting(ReceivedBody::id).containsExactly(discarded, waiting, understood);
        assertThat(newest.get(0).discarded()).contains("only a test");
        assertThat(newest.get(1).quarantined()).contains("NOT_JSON");
        assertThat(newest.get(1).origin()).isEmpty();
        assertThat(newest.get(2).origin()).contains(origin.key());
        assertThat(newest.get(2).size()).isEqualTo(10);
        assertThat(ledger.<List<ReceivedBody>>read(session -> session.bodies().newest(waiting, 9)))
                .extracting(ReceivedBody::id)
                .containsExactly(understood);
        assertThat(ledger.<List<ReceivedBody>>read(session -> session.bodies().waiting(0, 9)))
                .extracting(ReceivedBody::id)
                .containsExactly(waiting);
        assertThat(ledger.<List<ReceivedBody>>read(session -> session.bodies().about(origin, 9)))
                .extracting(ReceivedBody::id)
                .containsExactly(understood);
    }

    private List<String> find(HistoryQuery query) {
        List<String> found = new ArrayList<>();
        for (List<OriginRecord> page = ledger.read(session -> session.history().firstPage(query)); !page.isEmpty(); ) {
            page.forEach(record -> found.add(record.origin().key().id()));
            OriginRecord last = page.get(page.size() - 1);
            page = ledger.read(session -> session.history().pageAfter(query, last));
        }
        return found;
    }

    @Test
    void everyConditionNarrowsTheHistoryDown() {
        Instant begin = now();
        Origin approved = requested("approved", "ACME\\J.Doe", "S-1-5-21");
        Origin application =
                ledger.write(session -> session.origins().of(new OriginKey("other", "APPLICATION", "pending")));
        pass(Duration.ofMinutes(10));
        settle(decide(approved, true, "A.Lee"), DecisionState.ACKNOWLEDGED);
        Origin expired = requested("expired", "someone.else");
        settle(decide(expired, true, "b.ray"), DecisionState.EXPIRED);
        Origin console = requested("console", "someone.else");
        see(console, DecisionStatus.DENIED, true, "Console.Admin");
        open("expired", "JIT-42");
        ledger.write(session -> session.origins().learnSecondId(console, "EPM000123"));

        assertThat(find(HistoryQuery.builder()
                        .since(begin)
                        .before(begin.plusSeconds(60))
                        .build()))
                .containsExactly("approved", "pending");
        assertThat(find(HistoryQuery.builder().since(begin.plusSeconds(60)).build()))
                .containsExactly("expired", "console");
        assertThat(find(HistoryQuery.builder().system("other").build())).containsExactly("pending");
        assertThat(find(HistoryQuery.builder().kind(RequestKind.APPLICATION).build()))
                .containsExactly(application.key().id());
        assertThat(find(HistoryQuery.builder()
                        .states(Set.of(OriginState.PENDING))
                        .build()))
                .containsExactly("pending", "expired");
        assertThat(find(HistoryQuery.builder()
                        .states(Set.of(OriginState.APPROVED, OriginState.DENIED))
                        .build()))
                .containsExactly("approved", "console");
        assertThat(find(HistoryQuery.builder()
                        .decisionStates(Set.of(DecisionState.EXPIRED))
                        .build()))
                .containsExactly("expired");
        assertThat(find(HistoryQuery.builder().approver("a.LEE ").build())).containsExactly("approved");
        assertThat(find(HistoryQuery.builder().approver("console.admin").build()))
                .containsExactly("console");
        assertThat(find(HistoryQuery.builder().requester("acme\\j.doe").build()))
                .containsExactly("approved");
        assertThat(find(HistoryQuery.builder().requester("s-1-5-21").build())).containsExactly("approved");
        assertThat(find(HistoryQuery.builder()
                        .requester("someone.else")
                        .kind(RequestKind.APPLICATION)
                        .build()))
                .isEmpty();
        assertThat(find(HistoryQuery.builder().ticket("JIT-42").build())).containsExactly("expired");
        assertThat(find(HistoryQuery.builder().ticket("EPM000123").build())).containsExactly("console");
        assertThat(find(HistoryQuery.builder()
                        .decidedAfter(Duration.ofMinutes(5))
                        .build()))
                .containsExactly("approved");
        assertThat(find(HistoryQuery.builder()
                        .decidedWithin(Duration.ofMinutes(5))
                        .build()))
                .containsExactly("console");
        assertThat(find(HistoryQuery.builder().onlyGivenUp(true).build())).isEmpty();
    }

    private void open(String id, String ticket) {
        finish(id, "open", Outcome.done(TicketRef.of("jira", ticket, ticket)));
    }

    private void finish(String id, String action, Outcome outcome) {
        Origin origin = origin(id);
        ledger.write(session -> session.effects().plan(origin, EffectPlan.of("jira", action, action)));
        Claim claim = ledger.write(session -> session.claims()
                        .take("jira", new Holds.Admission(1, false), Duration.ofMinutes(1), Optional.empty()))
                .get(0);
        ledger.write(session -> session.claims().finish(claim, outcome, Duration.ZERO, Optional.empty()));
    }

    @Test
    void aRecordTellsWhatBecameOfARequest() {
        Origin origin = over("r-1");
        open("r-1", "JIT-1");
        finish("r-1", "note", Outcome.dead("no such field"));
        see(origin, DecisionStatus.APPROVED, false, "a.lee");
        long seen = see(origin, DecisionStatus.APPROVED, true, "a.lee");

        OriginRecord record = ledger.read(session -> session.history().of(origin));

        assertThat(record.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.decidedBy()).isEqualTo("a.lee");
            assertThat(decision.state()).isEqualTo(DecisionState.ACKNOWLEDGED);
        });
        assertThat(record.tickets()).extracting(TicketRef::key).containsExactly("JIT-1");
        assertThat(record.verified())
                .contains(ledger.read(session -> session.sightings().get(seen)));
        assertThat(record.reported()).isPresent();
        assertThat(record.givenUp()).isEqualTo(1);
        assertThat(find(HistoryQuery.builder().onlyGivenUp(true).build())).containsExactly("r-1");
    }

    @Test
    void theFiguresAreThoseOfTheRequestsAskedFor() {
        List<Origin> asked =
                IntStream.rangeClosed(1, 20).mapToObj(i -> requested("r-" + i)).toList();
        Instant opened = now();
        for (int i = 0; i < 19; i++) {
            pass(Duration.ofMinutes(1));
            settle(decide(asked.get(i), i % 2 == 0, i < 5 ? "a.lee" : "b.ray"), DecisionState.ACKNOWLEDGED);
        }

        HistoryStatistics figures = ledger.read(
                session -> session.history().statistics(HistoryQuery.builder().build()));

        assertThat(figures.total()).isEqualTo(20);
        assertThat(figures.byState())
                .isEqualTo(Map.of(OriginState.APPROVED, 10L, OriginState.DENIED, 9L, OriginState.PENDING, 1L));
        assertThat(figures.byApprover()).isEqualTo(Map.of("a.lee", 5L, "b.ray", 14L));
        assertThat(figures.medianTimeToDecision().orElseThrow())
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(figures.p95TimeToDecision().orElseThrow()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        assertThat(ledger.<HistoryStatistics>read(session -> session.history()
                                .statistics(HistoryQuery.builder()
                                        .since(opened.plus(Duration.ofDays(1)))
                                        .build()))
                        .medianTimeToDecision())
                .isEmpty();
    }

    // ---- removal and tombstones

    @Test
    void aBuriedRequestIsGoneWithEverythingAndLeavesATombstoneByEachOfItsIds() throws SQLException {
        Origin origin = over("r-1");
        ledger.write(session -> session.origins().learnSecondId(origin, "EPM000007"));
        open("r-1", "JIT-1");
        see(origin, DecisionStatus.APPROVED, true, "a.lee");
        ledger.write(session -> {
            long body = session.bodies().keep(body("it came", session.now(), null));
            session.bodies().attribute(body, origin);
            return body;
        });

        assertThat(bury(current(origin))).isTrue();
        assertThat(bury(origin)).as("it is gone").isFalse();

        for (String table : List.of("origin", "effect", "decision", "sighting", "incoming", "participant")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(ledger.<Optional<Tombstone>>read(
                        session -> session.tombstones().find(origin.key())))
                .map(Tombstone::state)
                .contains(OriginState.APPROVED);
        assertThat(ledger.<Optional<Tombstone>>read(
                        session -> session.tombstones().findBySecondId("acme", "ADMIN", "EPM000007")))
                .isPresent();
        for (OriginKey other : List.of(
                new OriginKey("other", "ADMIN", "r-1"),
                new OriginKey("acme", "APPLICATION", "r-1"),
                new OriginKey("acme", "ADMIN", "EPM000007"))) {
            assertThat(ledger.<Boolean>read(session -> session.tombstones().covers(other)))
                    .as(other.toString())
                    .isFalse();
        }
    }

    private static Incoming body(String text, Instant at, String quarantined) {
        return Incoming.builder()
                .source("acme")
                .receivedAt(at)
                .body(Body.of(text.getBytes(StandardCharsets.UTF_8)))
                .quarantined(Optional.ofNullable(quarantined))
                .build();
    }

    private long count(String table) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void atombstoneShowsNoIdAndIsForgottenInItsTurn() throws SQLException {
        Origin origin = over("canary-request-id");
        bury(origin);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id_hash FROM tombstone")) {
            assertThat(row.next()).isTrue();
            assertThat(new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                    .hasSize(32)
                    .doesNotContain("canary");
        }
        pass(Duration.ofDays(2));
        assertThat(ledger.<Integer>write(session ->
                        session.records().removeTombstones(session.now().minus(Duration.ofDays(1)), 10)))
                .isEqualTo(1);
        assertThat(ledger.<Boolean>read(session -> session.tombstones().covers(origin.key())))
                .isFalse();
    }

    @Test
    void nothingIsRemovedWhileSomethingIsToBeDoneForIt() {
        Origin origin = over("r-1");
        ledger.write(session -> session.effects().plan(origin, EffectPlan.of("jira", "open", "open")));
        pass(Duration.ofDays(400));

        assertThat(ledger.<List<Origin>>read(session -> session.records().over("ADMIN", session.now(), 10)))
                .isEmpty();
        assertThat(bury(origin)).isFalse();
        assertThat(current(origin).key().id()).isEqualTo("r-1");
    }

    @Test
    void whatIsOverAndWhatWasNeverDecidedAreFoundApartByTheirAge() {
        Origin old = over("old");
        Origin waiting = requested("waiting");
        pass(Duration.ofDays(10));
        over("young");
        requested("new");

        Instant dayAgo = now().minus(Duration.ofDays(1));
        assertThat(ledger.<List<Origin>>read(session -> session.records().over("ADMIN", dayAgo, 10)))
                .extracting(Origin::id)
                .containsExactly(old.id());
        assertThat(ledger.<List<Origin>>read(session -> session.records().over("APPLICATION", dayAgo, 10)))
                .isEmpty();
        assertThat(ledger.<List<Origin>>read(session -> session.records().neverDecided("ADMIN", dayAgo, 10)))
                .extracting(Origin::id)
                .containsExactly(waiting.id());
    }

    @Test
    void bodiesAreRemovedByTheirAgeAndTheQuarantineByItsOwn() throws SQLException {
        Instant then = now();
        ledger.write(session -> {
            session.bodies().keep(body("read 1", then, null));
            session.bodies().keep(body("read 2", then, null));
            session.bodies().keep(body("unread", then, "NOT_JSON"));
            return true;
        });
        pass(Duration.ofDays(2));
        ledger.write(session -> session.bodies().keep(body("new", session.now(), null)));
        Instant dayAgo = now().minus(Duration.ofDays(1));

        assertThat(ledger.<Integer>write(session -> session.records().removeBodies(dayAgo, 1)))
                .isEqualTo(1);
        assertThat(ledger.<Integer>write(session -> session.records().removeBodies(dayAgo, 10)))
                .isEqualTo(1);
        assertThat(count("incoming")).isEqualTo(2);
        assertThat(ledger.<Integer>write(session -> session.records().removeQuarantined(dayAgo, 10)))
                .isEqualTo(1);
        assertThat(count("incoming")).isEqualTo(1);
    }

    // ---- the audit trail

    @Test
    void theTrailKeepsWhoDidWhatInOrder() {
        Origin origin = requested("r-1");
        ledger.write(session -> session.audit().operator("d.po", "switch off", "jira", "done"));
        pass(Duration.ofHours(1));
        Instant later = now();
        ledger.write(session -> session.audit().operator("d.po", "replay", origin, "planned again"));

        assertThat(trail(TrailQuery.builder().build()))
                .extracting(record -> record.entry().action())
                .containsExactly("switch off", "replay");
        assertThat(trail(TrailQuery.builder().since(later).build()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.entry().by()).contains("d.po");
                    assertThat(record.entry().subject()).isEqualTo("ADMIN r-1");
                    assertThat(record.entry().system()).contains("acme");
                    assertThat(record.entry().outcome()).isEqualTo("planned again");
                    assertThat(record.at()).isBetween(later, later.plusSeconds(60));
                });
        assertThat(trail(TrailQuery.builder().before(later).build())).hasSize(1);
        assertThat(trail(TrailQuery.builder().subject("jira").build())).hasSize(1);
        assertThat(trail(TrailQuery.builder().kind(TrailEntry.Kind.START).build()))
                .isEmpty();
    }

    private List<TrailRecord> trail(TrailQuery query) {
        return ledger.read(session -> session.audit().page(query, 0, 100));
    }

    @Test
    void theDatabaseItselfRefusesToChangeOrRemoveAnEntry() throws SQLException {
        ledger.write(session -> session.audit().operator("d.po", "switch off", "jira", "done"));
        for (String sql : List.of("UPDATE audit_entry SET outcome = 'never happened'", "DELETE FROM audit_entry")) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate(sql))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("the audit trail is only ever added to");
            }
        }
        assertThat(trail(TrailQuery.builder().build())).hasSize(1);
    }

    @Test
    void hostileTextsOnTheTrailAreCutAndPrintedOnOneLine() {
        ledger.write(session -> session.audit()
                .append(TrailEntry.builder()
                        .kind(TrailEntry.Kind.DECISION)
                        .by("mallory\n2026-11-22 OPERATOR root " + "x".repeat(100_000))
                        .wayIn("code\r\n")
                        .action("deny\u202e\0")
                        .subject("ADMIN r-1")
                        .outcome("refused")
                        .build()));

        assertThat(trail(TrailQuery.builder().build())).singleElement().satisfies(record -> {
            assertThat(record.entry().by().orElseThrow()).hasSize(255).doesNotContain("\n");
            assertThat(record.entry().action()).isEqualTo("deny");
            assertThat(record.entry().wayIn()).contains("code");
        });
    }

    @Test
    void theTrailIsReadBackwardsFromItsEnd() {
        Origin origin = origin("r-1");
        Operator page = new Operator("d.po", "page");
        ledger.write(session -> session.audit().operator("d.po", "first", "jira", "done"));
        ledger.write(session -> session.audit().operator(page, "second", origin, "done"));
        ledger.write(session -> session.audit().operator(page, "third", "jira", "done"));

        TrailQuery all = TrailQuery.builder().build();
        List<TrailRecord> newest = newest(all, Long.MAX_VALUE, 2);
        assertThat(newest).extracting(record -> record.entry().action()).containsExactly("third", "second");
        assertThat(newest(all, newest.get(1).id(), 2))
                .extracting(record -> record.entry().action())
                .containsExactly("first");
        assertThat(newest(TrailQuery.builder().system(origin.key().system()).build(), Long.MAX_VALUE, 9))
                .extracting(record -> record.entry().action())
                .containsExactly("second");
        assertThat(newest)
                .allSatisfy(record -> assertThat(record.entry().wayIn()).contains("page"));
        assertThat(trail(all).get(0).entry().wayIn()).contains("code");
    }

    private List<TrailRecord> newest(TrailQuery query, long before, int most) {
        return ledger.read(session -> session.audit().newest(query, before, most));
    }

    // ---- forgetting people

    @Test
    void anErasedPersonIsANumberOnTheTrailAndTheSameNumberForAllTheirEntries() {
        ledger.write(session -> session.audit().operator("A.Lee", "replay", "jira", "done"));
        ledger.write(session -> session.audit().operator("a.lee", "drop", "jira", "done"));
        ledger.write(session -> session.audit().operator("b.ray", "drop", "jira", "done"));

        List<String> called = ledger.write(session -> session.records().forgetInTrail(Set.of("A.LEE", "unknown")));

        assertThat(called).hasSize(1);
        List<TrailRecord> entries = trail(TrailQuery.builder().build());
        assertThat(entries)
                .extracting(record -> record.entry().by().orElseThrow())
                .containsExactly(called.get(0) + " (erased)", called.get(0) + " (erased)", "b.ray");

        ledger.write(session -> session.audit().operator("a.lee", "drop", "jira", "done"));
        assertThat(trail(TrailQuery.builder().build()).get(3).entry().by())
                .as("whoever comes back is somebody new")
                .contains("a.lee");
    }

    @Test
    void anApproverIsForgottenInOtherPeoplesRequestsAndNobodyElseIs() {
        Origin origin = requested("r-1", "someone.else");
        RecordedDecision refused = decide(origin, true, "A.Lee");
        settle(refused, DecisionState.REFUSED);
        settle(decide(origin, false, "b.ray"), DecisionState.ACKNOWLEDGED);
        see(origin, DecisionStatus.DENIED, true, "a.lee");

        assertThat(ledger.<List<Origin>>read(session -> session.records().decidedBy(Set.of("a.lee"), 0, 10)))
                .extracting(Origin::id)
                .containsExactly(origin.id());
        assertThat(ledger.<Integer>write(session -> session.records().forgetApprover(origin, Set.of("a.lee"))))
                .isEqualTo(2);

        OriginRecord record = ledger.read(session -> session.history().of(origin));
        assertThat(record.decisions()).extracting(RecordedDecision::decidedBy).containsExactly("(erased)", "b.ray");
        assertThat(record.verified().orElseThrow().decidedBy()).isEmpty();
        assertThat(ledger.<List<Origin>>read(session -> session.records().decidedBy(Set.of("a.lee"), 0, 10)))
                .isEmpty();
        assertThat(find(HistoryQuery.builder().approver("b.ray").build())).containsExactly("r-1");
    }

    @Test
    void namesAreFoundAsWordsAndNotAsPartsOfOthers() {
        ErasedNames names = new ErasedNames(Set.of("lee", "ACME\\J.Müller"));
        assertThat(names.areIn("approved by LEE.")).isTrue();
        assertThat(names.areIn("acme\\j.MÜLLER")).isTrue();
        assertThat(names.areIn("the fleet")).isFalse();
        assertThat(names.include("Lee")).isTrue();
        assertThat(names.include("leeds")).isFalse();
    }
}
