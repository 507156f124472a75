package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises, whatever database it is kept in. */
abstract class LedgerContract {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ClaimTerms TERMS = new ClaimTerms(Duration.ofSeconds(30), Duration.ofSeconds(60), 20);

    private Ledger ledger;

    /** A ledger that is empty at the beginning of each test. */
    abstract Ledger open();

    @BeforeEach
    void openLedger() {
        ledger = open();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private Origin origin(String id) {
        return ledger.write(session -> session.originOf(new OriginKey("acme", "ADMIN", id), "tenant-1", NOON));
    }

    private boolean plan(Origin origin, String target, String key) {
        return ledger.write(session -> session.plan(origin, EffectPlan.of(target, "open", key), NOON));
    }

    private List<Claim> claimAt(Instant now, int most) {
        return ledger.write(session -> session.claim(now, most, TERMS));
    }

    private Effect only(Origin origin) {
        List<Effect> effects = ledger.read(session -> session.effects(origin));
        assertThat(effects).hasSize(1);
        return effects.get(0);
    }

    @Test
    void workThatThrowsLeavesNothingBehind() {
        assertThatThrownBy(() -> ledger.write(session -> {
                    session.originOf(new OriginKey("acme", "ADMIN", "r-1"), "tenant-1", NOON);
                    throw new IllegalStateException("changed its mind");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed its mind");

        assertThat(ledger.<Optional<Origin>>read(session -> session.findOrigin(new OriginKey("acme", "ADMIN", "r-1"))))
                .isEmpty();
    }

    @Test
    void anErrorInOnesWorkIsOnesOwnAndTheLedgerGoesOn() {
        assertThatThrownBy(() -> ledger.write(session -> {
                    throw new AssertionError("a defect");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(origin("r-1").key().id()).isEqualTo("r-1");
    }

    @Test
    void aReadSeesWhatWasWrittenBeforeItEvenAfterAReadThatFailed() {
        assertThatThrownBy(() -> ledger.read(session -> session.origin(4711)))
                .isInstanceOf(IllegalArgumentException.class);
        Origin origin = origin("r-1");
        assertThat(ledger.<Origin>read(session -> session.origin(origin.id()))).isEqualTo(origin);
    }

    @Test
    void nothingRunsAfterACommitThatDidNotHappen() {
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> ledger.write(session -> {
                    session.afterCommit(() -> told.add("told"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        ledger.write(session -> {
            session.afterCommit(() -> told.add("committed"));
            return true;
        });

        assertThat(told).containsExactly("committed");
    }

    @Test
    void anOriginIsMadeOnceHoweverOftenItIsHeardOf() {
        Origin first = origin("r-1");
        Origin again = origin("r-1");

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(origin("r-2").id()).isNotEqualTo(first.id());
    }

    @Test
    void aSecondIdBelongsToOneOriginOnly() {
        Origin first = origin("r-1");
        Origin second = origin("r-2");

        assertThat(ledger.<Boolean>write(session -> session.learnSecondId(first, "EPM000001")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.learnSecondId(first, "EPM000001")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.learnSecondId(second, "EPM000001")))
                .isFalse();
        assertThat(ledger.<Origin>read(session -> session.origin(first.id())).secondId())
                .contains("EPM000001");
    }

    @Test
    void theFirstAccountOfAnOriginStands() {
        Origin origin = origin("r-1");
        ledger.write(session -> {
            session.learnDetails(origin, Body.of(new byte[] {1}));
            session.learnDetails(origin, Body.of(new byte[] {2}));
            return true;
        });

        assertThat(ledger.<Origin>read(session -> session.origin(origin.id())).details())
                .contains(Body.of(new byte[] {1}));
    }

    @Test
    void whatIsOnlyReportedDoesNotOverwriteWhatWasVerified() {
        Origin origin = origin("r-1");
        ledger.write(session -> {
            session.learnSighting(origin, sighting(DecisionStatus.PENDING, false));
            session.learnSighting(origin, sighting(DecisionStatus.DENIED, true));
            session.learnSighting(origin, sighting(DecisionStatus.APPROVED, false));
            return true;
        });

        Sighting seen = ledger.<Origin>read(session -> session.origin(origin.id()))
                .seen()
                .orElseThrow();
        assertThat(seen.status()).isEqualTo(DecisionStatus.DENIED);
        assertThat(seen.isVerified()).isTrue();
        assertThat(seen.decidedBy()).contains("a.lee");
    }

    private static Sighting sighting(DecisionStatus status, boolean verified) {
        return Sighting.builder()
                .status(status)
                .isVerified(verified)
                .seenAt(NOON)
                .decidedBy("a.lee")
                .build();
    }

    @Test
    void quarantinedBodiesAreKeptAsTheyCame() {
        byte[] body = {'{', 0, (byte) 0xff};
        ledger.write(session -> session.keep(Incoming.builder()
                .source("acme")
                .receivedAt(NOON)
                .body(Body.of(body))
                .quarantined("NOT_JSON")
                .build()));
        ledger.write(session -> session.keep(Incoming.builder()
                .source("acme")
                .receivedAt(NOON)
                .body(Body.of(new byte[] {'{', '}'}))
                .build()));

        List<Incoming> waiting = ledger.read(session -> session.quarantine(10));
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).body().bytes()).isEqualTo(body);
        assertThat(waiting.get(0).quarantined()).contains("NOT_JSON");
    }

    @Test
    void anEffectIsPlannedOnce() {
        Origin origin = origin("r-1");

        assertThat(plan(origin, "jira", "open")).isTrue();
        assertThat(plan(origin, "jira", "open")).isFalse();
        assertThat(only(origin).state()).isEqualTo(EffectState.PLANNED);
    }

    @Test
    void aClaimIsForOneWorkerAloneAndCountsTheAttempt() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");

        List<Claim> claims = claimAt(NOON, 5);

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).looks()).isFalse();
        assertThat(claims.get(0).deadline()).isEqualTo(NOON.plusSeconds(30));
        assertThat(claimAt(NOON, 5)).isEmpty();
        assertThat(only(origin).state()).isEqualTo(EffectState.IN_FLIGHT);
        assertThat(only(origin).attempts()).isEqualTo(1);
    }

    @Test
    void oneUnfinishedEffectPerOriginAndTargetTheOldestFirst() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        plan(origin, "jira", "note");
        plan(origin, "epm", "decide");

        List<Claim> first = claimAt(NOON, 5);
        assertThat(first).extracting(claim -> claim.effect().key()).containsExactlyInAnyOrder("open", "decide");

        Claim open = first.stream()
                .filter(claim -> claim.effect().key().equals("open"))
                .findFirst()
                .orElseThrow();
        finish(open, Outcome.dead("it cannot be"));
        assertThat(claimAt(NOON, 5)).extracting(claim -> claim.effect().key()).containsExactly("note");
    }

    private boolean finish(Claim claim, Outcome outcome) {
        return ledger.write(session -> session.finish(claim, outcome, NOON, NOON));
    }

    @Test
    void anOutcomeOfALostClaimIsNotTaken() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim slow = claimAt(NOON, 1).get(0);
        Claim quick = claimAt(NOON.plusSeconds(61), 1).get(0);

        assertThat(finish(slow, Outcome.done())).isFalse();
        assertThat(ledger.<Boolean>write(session -> session.depart(slow, NOON, NOON.plusSeconds(61))))
                .isFalse();
        assertThat(finish(quick, Outcome.done())).isTrue();
        assertThat(only(origin).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aLeaseThatLapsedBeforeTheCallWentOutIsDoneAgain() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        claimAt(NOON, 1);

        Claim next = claimAt(NOON.plusSeconds(60), 1).get(0);
        assertThat(next.looks()).isFalse();
        assertThat(next.effect().hasDeparted()).isFalse();
        assertThat(next.effect().attempts()).isEqualTo(2);
    }

    @Test
    void aLeaseThatLapsedAfterTheCallWentOutIsOnlyLookedForAndNotTooEarly() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claimAt(NOON, 1).get(0);
        Instant lookAt = NOON.plusSeconds(90);
        assertThat(ledger.<Boolean>write(session -> session.depart(claim, lookAt, NOON.plusSeconds(1))))
                .isTrue();

        assertThat(claimAt(NOON.plusSeconds(60), 1)).isEmpty();
        assertThat(only(origin).state()).isEqualTo(EffectState.UNKNOWN);
        Claim look = claimAt(lookAt, 1).get(0);
        assertThat(look.looks()).isTrue();
        assertThat(look.effect().attempts()).isEqualTo(1);
        assertThat(look.effect().looks()).isEqualTo(1);
    }

    @Test
    void aCallThatCertainlyDidNothingLeavesNoTraceOfHavingDeparted() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claimAt(NOON, 1).get(0);
        ledger.write(session -> session.depart(claim, NOON, NOON));
        finish(claim, Outcome.again("connection refused"));

        assertThat(claimAt(NOON, 1).get(0).effect().hasDeparted()).isFalse();
    }

    @Test
    void aCallThatMayHaveArrivedIsRememberedEvenIfALookFoundNothing() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claimAt(NOON, 1).get(0);
        ledger.write(session -> session.depart(claim, NOON, NOON));
        finish(claim, Outcome.unknown("no answer"));
        finish(claimAt(NOON, 1).get(0), Outcome.absent());

        assertThat(claimAt(NOON, 1).get(0).effect().hasDeparted()).isTrue();
    }

    @Test
    void theFirstDecisionWinsUntilItIsSettledOtherwise() {
        Origin origin = origin("r-1");
        Decision approval = Decision.approve(AccessDuration.minutes(30))
                .by("a.lee")
                .reason("change")
                .build();
        Decision denial = Decision.deny().by("b.ray").reason("no").build();

        RecordedDecision first = ledger.write(session -> session.decide(origin, approval, "code", NOON))
                .orElseThrow();
        assertThat(ledger.<Optional<RecordedDecision>>write(session -> session.decide(origin, denial, "code", NOON)))
                .isEmpty();

        assertThat(ledger.<Boolean>write(session -> session.settle(first, DecisionState.REFUSED, "EPM said no")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.settle(first, DecisionState.ACKNOWLEDGED, "late")))
                .isFalse();
        assertThat(ledger.<Optional<RecordedDecision>>write(session -> session.decide(origin, denial, "code", NOON)))
                .isPresent();
        assertThat(ledger.<List<RecordedDecision>>read(session -> session.decisions(origin)))
                .extracting(RecordedDecision::state)
                .containsExactly(DecisionState.REFUSED, DecisionState.ACCEPTED);
    }

    @Test
    void ofManyWhoDecideAtOnceOneWins() throws Exception {
        Origin origin = origin("r-1");
        Callable<Boolean> decider = () -> ledger.<Optional<RecordedDecision>>write(session -> session.decide(
                        origin, Decision.deny().by("b.ray").reason("no").build(), "code", NOON))
                .isPresent();

        assertThat(inParallel(16, decider)).containsOnlyOnce(true);
    }

    @Test
    void concurrentArrivalsAllStayEachForItself() throws Exception {
        Set<Long> numbers = new HashSet<>(inParallel(
                64,
                () -> ledger.write(session -> session.keep(Incoming.builder()
                        .source("acme")
                        .receivedAt(NOON)
                        .body(Body.of(new byte[] {1}))
                        .quarantined("x")
                        .build()))));

        assertThat(numbers).hasSize(64);
        assertThat(ledger.<List<Incoming>>read(session -> session.quarantine(100)))
                .hasSize(64);
    }

    private static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> tasks = java.util.Collections.nCopies(threads, task);
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
