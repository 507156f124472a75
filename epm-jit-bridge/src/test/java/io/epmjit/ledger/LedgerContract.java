package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises, whatever database it is kept in. */
abstract class LedgerContract {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Provenance BY_CODE = new Provenance("code", "CONFIRMED", Optional.empty());
    private static final Duration LEASE = Duration.ofSeconds(60);

    private Ledger ledger;

    /** A ledger that is empty at the beginning of each test. */
    abstract Ledger open();

    /** Lets time pass for the ledger. */
    abstract void pass(Duration time);

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

    private boolean plan(Origin origin, String target, String key) {
        return ledger.write(session -> session.effects().plan(origin, EffectPlan.of(target, "open", key)));
    }

    private List<Claim> claim(int most) {
        return ledger.write(session -> {
            session.claims().releaseLapsed();
            List<Claim> claims = new ArrayList<>(
                    session.claims().take("jira", new Holds.Admission(most, false), LEASE, Optional.empty()));
            claims.addAll(session.claims().take("epm", new Holds.Admission(most, false), LEASE, Optional.empty()));
            return claims;
        });
    }

    private Effect only(Origin origin) {
        List<Effect> effects = ledger.read(session -> session.effects().of(origin));
        assertThat(effects).hasSize(1);
        return effects.get(0);
    }

    @Test
    void workThatThrowsLeavesNothingBehind() {
        assertThatThrownBy(() -> ledger.write(session -> {
                    session.origins().of(new OriginKey("acme", "ADMIN", "r-1"));
                    throw new IllegalStateException("changed its mind");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed its mind");

        assertThat(ledger.<Optional<Origin>>read(
                        session -> session.origins().find(new OriginKey("acme", "ADMIN", "r-1"))))
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
        assertThatThrownBy(() -> ledger.read(session -> session.origins().get(4711)))
                .isInstanceOf(IllegalArgumentException.class);
        Origin origin = origin("r-1");
        assertThat(ledger.<Origin>read(session -> session.origins().get(origin.id())))
                .isEqualTo(origin);
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
    void anOriginIsOpenedWithAllThatIsKnownOfItOnlyIfItsNamesAreNew() {
        OriginKey key = new OriginKey("acme", "ADMIN", "r-1");
        Body details = Body.of(new byte[] {1, 2, 3});
        Origin opened = ledger.<Optional<Origin>>write(
                        session -> session.origins().open(key, "EPM000001", details, List.of()))
                .orElseThrow();
        assertThat(ledger.<Origin>read(session -> session.origins().get(opened.id())))
                .isEqualTo(opened);

        assertThat(open(key, "EPM000002")).isEmpty();
        assertThat(open(new OriginKey("acme", "ADMIN", "r-2"), "EPM000001")).isEmpty();
        assertThat(open(new OriginKey("acme", "ADMIN", "r-3"), "EPM000003")).isPresent();
        assertThat(ledger.<Origin>read(session -> session.origins().get(opened.id())))
                .isEqualTo(opened);
    }

    private Optional<Origin> open(OriginKey key, String secondId) {
        return ledger.write(session -> session.origins().open(key, secondId, Body.of(new byte[0]), List.of()));
    }

    @Test
    void aSecondIdBelongsToOneOriginOnly() {
        Origin first = origin("r-1");
        Origin second = origin("r-2");

        assertThat(ledger.<Boolean>write(session -> session.origins().learnSecondId(first, "EPM000001")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.origins().learnSecondId(first, "EPM000001")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.origins().learnSecondId(second, "EPM000001")))
                .isFalse();
        assertThat(ledger.<Origin>read(session -> session.origins().get(first.id()))
                        .secondId())
                .contains("EPM000001");
    }

    @Test
    void theFirstAccountOfAnOriginStands() {
        Origin origin = origin("r-1");
        ledger.write(session -> {
            session.origins().learnDetails(origin, Body.of(new byte[] {1}), List.of());
            session.origins().learnDetails(origin, Body.of(new byte[] {2}), List.of());
            return true;
        });

        assertThat(ledger.<Origin>read(session -> session.origins().get(origin.id()))
                        .details())
                .contains(Body.of(new byte[] {1}));
    }

    @Test
    void whatIsReportedAndWhatIsVerifiedStandSideBySide() {
        Origin origin = origin("r-1");
        long report = learn(origin, sighting(DecisionStatus.APPROVED, false, 0).build());
        long verified = learn(origin, sighting(DecisionStatus.DENIED, true, 1).build());

        assertThat(ledger.<Optional<Long>>read(session -> session.sightings().reported(origin)))
                .contains(report);
        assertThat(ledger.<Optional<Long>>read(session -> session.sightings().verified(origin)))
                .contains(verified);
        assertThat(ledger.<Sighting>read(session -> session.sightings().get(verified))
                        .status())
                .isEqualTo(DecisionStatus.DENIED);
    }

    @Test
    void whatIsSaidAgainIsNoNewsButMayAddParticulars() {
        Origin origin = origin("r-1");
        long first = learn(origin, sighting(DecisionStatus.APPROVED, true, 0).build());
        long again = learn(
                origin,
                sighting(DecisionStatus.APPROVED, true, 1)
                        .decidedBy("A.Lee")
                        .startsAt("12:01")
                        .build());

        assertThat(again).isEqualTo(first);
        Sighting seen = ledger.read(session -> session.sightings().get(first));
        assertThat(seen.decidedBy()).contains("A.Lee");
        assertThat(seen.startsAt()).contains("12:01");
    }

    @Test
    void everyChangeOfMindIsNewsAlsoBackAndForth() {
        Origin origin = origin("r-1");
        long approved = learn(origin, sighting(DecisionStatus.APPROVED, true, 0).build());
        long denied = learn(origin, sighting(DecisionStatus.DENIED, true, 1).build());
        long approvedAgain =
                learn(origin, sighting(DecisionStatus.APPROVED, true, 2).build());
        long longer = learn(
                origin,
                sighting(DecisionStatus.APPROVED, true, 3).duration("60").build());
        long muchLonger = learn(
                origin,
                sighting(DecisionStatus.APPROVED, true, 4).duration("3600").build());

        assertThat(List.of(approved, denied, approvedAgain, muchLonger)).doesNotHaveDuplicates();
        assertThat(longer).isEqualTo(approvedAgain);
    }

    @Test
    void anAnswerThatIsOlderThanWhatIsKnownChangesNothing() {
        Origin origin = origin("r-1");
        long denied = learn(origin, sighting(DecisionStatus.DENIED, true, 5).build());
        long late = learn(origin, sighting(DecisionStatus.PENDING, true, 1).build());

        assertThat(late).isEqualTo(denied);
        assertThat(ledger.<Sighting>read(session -> session.sightings().get(late))
                        .status())
                .isEqualTo(DecisionStatus.DENIED);
    }

    private long learn(Origin origin, Sighting sighting) {
        return ledger.write(session -> session.sightings().learn(origin, sighting));
    }

    private static Sighting.Builder sighting(DecisionStatus status, boolean verified, int second) {
        return Sighting.builder().status(status).isVerified(verified).seenAt(NOON.plusSeconds(second));
    }

    @Test
    void oneFailingWorkInASharedCommitTakesNoOtherWithIt() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Future<Object> holder = pool.submit(() -> ledger.write(session -> {
                holding.countDown();
                awaitQuietly(held);
                return origin(session, "holder");
            }));
            holding.await();
            Future<Origin> good = pool.submit(() -> ledger.write(session -> origin(session, "good")));
            Future<Origin> bad = pool.submit(() -> ledger.write(session -> {
                origin(session, "bad");
                throw new IllegalStateException("bad");
            }));
            Future<Origin> alsoGood = pool.submit(() -> ledger.write(session -> origin(session, "also-good")));
            held.countDown();

            assertThat(holder.get()).isNotNull();
            assertThat(good.get().key().id()).isEqualTo("good");
            assertThat(alsoGood.get().key().id()).isEqualTo("also-good");
            assertThatThrownBy(bad::get).hasRootCauseMessage("bad");
            assertThat(ledger.<Optional<Origin>>read(
                            session -> session.origins().find(new OriginKey("acme", "ADMIN", "bad"))))
                    .isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    private static Origin origin(LedgerSession session, String id) {
        return session.origins().of(new OriginKey("acme", "ADMIN", id));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWhileWorkWaitsEndsAndWhatWasAnsweredIsThere() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Origin>> writes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "r-" + i;
                writes.add(pool.submit(() -> ledger.write(session -> origin(session, id))));
            }
            ledger.close();
            for (Future<Origin> write : writes) {
                try {
                    assertThat(write.get()).isNotNull();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(LedgerException.class);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anUnconfirmedDecisionIsSettledByWhatTheSourceTurnsOutToHave() {
        Origin origin = origin("r-1");
        Decision denial = Decision.deny().by("b.ray").reason("no").build();
        RecordedDecision decision = ledger.write(session -> session.decisions().record(origin, denial, BY_CODE))
                .orElseThrow();
        assertThat(settle(decision, DecisionState.UNCONFIRMED)).isTrue();
        assertThat(settle(decision, DecisionState.REFUSED)).isFalse();
        assertThat(settle(decision, DecisionState.ACKNOWLEDGED)).isTrue();
        assertThat(settle(decision, DecisionState.CONFLICT)).isFalse();
    }

    private boolean settle(RecordedDecision decision, DecisionState state) {
        return ledger.write(session -> session.decisions().settle(decision, state, "because"));
    }

    @Test
    void theTicketsThatProveASearchHaveHadTheTimeToBeFound() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        finish(claim(1).get(0), Outcome.done());

        assertThat(ledger.<List<Origin>>read(session -> session.effects()
                        .newestDone("jira", "open", session.now().minus(LEASE), 3)))
                .isEmpty();
        assertThat(ledger.<List<Origin>>read(session -> session.effects()
                        .newestDone("jira", "open", session.now().plusSeconds(1), 3)))
                .containsExactly(origin);
    }

    @Test
    void quarantinedBodiesAreKeptAsTheyCame() {
        byte[] body = {'{', 0, (byte) 0xff};
        ledger.write(session -> session.bodies()
                .keep(Incoming.builder()
                        .source("acme")
                        .receivedAt(NOON)
                        .body(Body.of(body))
                        .quarantined("NOT_JSON")
                        .build()));
        ledger.write(session -> session.bodies()
                .keep(Incoming.builder()
                        .source("acme")
                        .receivedAt(NOON)
                        .body(Body.of(new byte[] {'{', '}'}))
                        .build()));

        List<KeptBody> waiting = ledger.read(session -> session.bodies().quarantine(10));
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).incoming().body().bytes()).isEqualTo(body);
        assertThat(waiting.get(0).incoming().quarantined()).contains("NOT_JSON");
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

        List<Claim> claims = claim(5);

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).looks()).isFalse();
        assertThat(claim(5)).isEmpty();
        assertThat(only(origin).state()).isEqualTo(EffectState.IN_FLIGHT);
        assertThat(only(origin).attempts()).isEqualTo(1);
    }

    @Test
    void oneUnfinishedEffectPerOriginAndTargetTheOldestFirst() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        plan(origin, "jira", "note");
        plan(origin, "epm", "decide");

        List<Claim> first = claim(5);
        assertThat(first).extracting(claim -> claim.effect().key()).containsExactlyInAnyOrder("open", "decide");

        Claim open = first.stream()
                .filter(claim -> claim.effect().key().equals("open"))
                .findFirst()
                .orElseThrow();
        finish(open, Outcome.dead("it cannot be"));
        assertThat(claim(5)).extracting(claim -> claim.effect().key()).containsExactly("note");
    }

    @Test
    void whatWaitsBehindAnEffectIsDueWithIt() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        plan(origin, "jira", "planned-before-the-failure");
        Claim open = claim(1).get(0);
        ledger.write(session ->
                session.claims().finish(open, Outcome.again("it is away"), Duration.ofHours(1), Optional.empty()));
        plan(origin, "jira", "planned-after-the-failure");

        List<Effect> waiting = ledger.read(session -> session.effects().of(origin));
        assertThat(waiting)
                .hasSize(3)
                .extracting(Effect::dueAt)
                .containsOnly(waiting.get(0).dueAt());
        assertThat(waiting.get(0).dueAt()).isAfter(waiting.get(0).plannedAt());
        assertThat(claim(10)).isEmpty();

        pass(Duration.ofHours(1));
        finish(claim(10).get(0), Outcome.done());
        assertThat(claim(10)).extracting(claim -> claim.effect().key()).containsExactly("planned-before-the-failure");
    }

    private boolean finish(Claim claim, Outcome outcome) {
        return ledger.write(session -> session.claims().finish(claim, outcome, Duration.ZERO, Optional.empty()));
    }

    @Test
    void anOutcomeOfALostClaimIsNotTaken() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim slow = claim(1).get(0);
        pass(LEASE.plusSeconds(1));
        Claim quick = claim(1).get(0);

        assertThat(finish(slow, Outcome.done())).isFalse();
        assertThat(ledger.<Boolean>write(session -> session.claims().depart(slow, LEASE)))
                .isFalse();
        assertThat(finish(quick, Outcome.done())).isTrue();
        assertThat(only(origin).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aLeaseThatLapsedBeforeTheCallWentOutIsDoneAgain() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        claim(1);

        pass(LEASE);
        Claim next = claim(1).get(0);
        assertThat(next.looks()).isFalse();
        assertThat(next.effect().hasDeparted()).isFalse();
        assertThat(next.effect().attempts()).isEqualTo(2);
    }

    @Test
    void aLeaseThatLapsedAfterTheCallWentOutIsOnlyLookedForAndNotTooEarly() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claim(1).get(0);
        assertThat(ledger.<Boolean>write(session -> session.claims().depart(claim, LEASE.plusSeconds(30))))
                .isTrue();

        pass(LEASE);
        assertThat(claim(1)).isEmpty();
        assertThat(only(origin).state()).isEqualTo(EffectState.UNKNOWN);
        pass(Duration.ofSeconds(30));
        Claim look = claim(1).get(0);
        assertThat(look.looks()).isTrue();
        assertThat(look.effect().attempts()).isEqualTo(1);
        assertThat(look.effect().looks()).isEqualTo(1);
    }

    @Test
    void aCallThatCertainlyDidNothingLeavesNoTraceOfHavingDeparted() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claim(1).get(0);
        ledger.write(session -> session.claims().depart(claim, Duration.ZERO));
        finish(claim, Outcome.again("connection refused"));

        Effect again = claim(1).get(0).effect();
        assertThat(again.hasDeparted()).isFalse();
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.failures()).isEqualTo(1);
    }

    @Test
    void aCallThatMayHaveArrivedIsRememberedEvenIfALookFoundNothing() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        Claim claim = claim(1).get(0);
        ledger.write(session -> session.claims().depart(claim, Duration.ZERO));
        finish(claim, Outcome.unknown("no answer"));
        finish(claim(1).get(0), Outcome.absent());

        assertThat(claim(1).get(0).effect().hasDeparted()).isTrue();
    }

    @Test
    void theFirstDecisionWinsUntilItIsSettledOtherwise() {
        Origin origin = origin("r-1");
        Decision approval = Decision.approve(AccessDuration.minutes(30))
                .by("a.lee")
                .reason("change")
                .build();
        Decision denial = Decision.deny().by("b.ray").reason("no").build();

        RecordedDecision first = ledger.write(session -> session.decisions().record(origin, approval, BY_CODE))
                .orElseThrow();
        assertThat(ledger.<Optional<RecordedDecision>>write(
                        session -> session.decisions().record(origin, denial, BY_CODE)))
                .isEmpty();

        assertThat(ledger.<Boolean>write(
                        session -> session.decisions().settle(first, DecisionState.REFUSED, "EPM said no")))
                .isTrue();
        assertThat(ledger.<Boolean>write(
                        session -> session.decisions().settle(first, DecisionState.ACKNOWLEDGED, "late")))
                .isFalse();
        assertThat(ledger.<Optional<RecordedDecision>>write(
                        session -> session.decisions().record(origin, denial, BY_CODE)))
                .isPresent();
        assertThat(ledger.<List<RecordedDecision>>read(
                        session -> session.decisions().of(origin)))
                .extracting(RecordedDecision::state)
                .containsExactly(DecisionState.REFUSED, DecisionState.ACCEPTED);
    }

    @Test
    void ofManyWhoDecideAtOnceOneWins() throws Exception {
        Origin origin = origin("r-1");
        Callable<Boolean> decider = () -> ledger.<Optional<RecordedDecision>>write(session -> session.decisions()
                        .record(origin, Decision.deny().by("b.ray").reason("no").build(), BY_CODE))
                .isPresent();

        assertThat(inParallel(16, decider)).containsOnlyOnce(true);
    }

    @Test
    void concurrentArrivalsAllStayEachForItself() throws Exception {
        Set<Long> numbers = new HashSet<>(inParallel(
                64,
                () -> ledger.write(session -> session.bodies()
                        .keep(Incoming.builder()
                                .source("acme")
                                .receivedAt(NOON)
                                .body(Body.of(new byte[] {1}))
                                .quarantined("x")
                                .build()))));

        assertThat(numbers).hasSize(64);
        assertThat(ledger.<List<KeptBody>>read(session -> session.bodies().quarantine(100)))
                .hasSize(64);
    }

    // ---- what waits, what is gone, what is one

    @Test
    void whatIsPlannedForLaterIsNotClaimedBefore() {
        Origin origin = origin("r-1");
        Instant later = ledger.<Instant>read(LedgerSession::now).plusSeconds(600);
        ledger.write(session -> session.effects()
                .plan(origin, EffectPlan.of("jira", "open", "open").notBefore(later)));
        assertThat(claim(5)).isEmpty();
        pass(Duration.ofMinutes(11));
        assertThat(claim(5)).hasSize(1);
    }

    @Test
    void onlyWhatHasCertainlyNotBeenDoneIsTakenBack() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "first");
        claim(1);
        plan(origin, "jira", "second");
        int taken = ledger.<Integer>write(session -> session.effects().withdraw(origin, "jira"));
        assertThat(taken).isEqualTo(1);
        assertThat(only(origin).key()).isEqualTo("first");
        assertThat(plan(origin, "jira", "second")).isTrue();
    }

    @Test
    void aTicketThatIsGoneNoLongerStandsAndTheNextOneDoes() {
        Origin origin = origin("r-1");
        TicketRef first = TicketRef.of("jira", "1", "JIT-1");
        TicketRef second = TicketRef.of("jira", "2", "JIT-2");
        open(origin, "open", first);
        assertThat(ticket(origin)).contains(first);
        assertThat(ledger.<Boolean>write(session -> session.effects().lose(origin, first)))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.effects().lose(origin, first)))
                .isFalse();
        assertThat(ticket(origin)).isEmpty();
        open(origin, "open:2", second);
        assertThat(ticket(origin)).contains(second);
    }

    private void open(Origin origin, String key, TicketRef ref) {
        plan(origin, "jira", key);
        Claim claim = claim(1).get(0);
        ledger.write(session -> session.claims().finish(claim, Outcome.done(ref), Duration.ZERO, Optional.empty()));
    }

    private Optional<TicketRef> ticket(Origin origin) {
        return ledger.read(session -> session.effects().ticket(origin, "jira"));
    }

    @Test
    void whateverBelongedToAnOriginBelongsToTheOneThatItTurnedOutToBe() {
        Origin byNumber = origin("EPM000001");
        ledger.write(session -> session.origins().learnSecondId(byNumber, "EPM000001"));
        TicketRef ticket = TicketRef.of("jira", "1", "JIT-1");
        open(byNumber, "open", ticket);
        plan(byNumber, "jira", "note");
        Origin byId = origin("r-1");
        plan(byId, "jira", "open");
        ledger.write(session -> {
            session.undecided().add(byNumber);
            session.sightings()
                    .learn(byNumber, sighting(DecisionStatus.PENDING, true, 1).build());
            Origin from = session.origins().get(byNumber.id());
            assertThat(from.hasOnlySecondId()).isTrue();
            session.origins().merge(from, byId);
            return byId;
        });

        Origin one = ledger.read(session -> session.origins().get(byNumber.id()));
        assertThat(one.id()).isEqualTo(byId.id());
        assertThat(one.secondId()).contains("EPM000001");
        assertThat(origin("EPM000001").id()).isEqualTo(byId.id());
        assertThat(ledger.<List<Origin>>read(session -> session.origins().named("ADMIN", "EPM000001")))
                .containsExactly(one);
        assertThat(ledger.<List<String>>read(session -> session.origins().names(one)))
                .containsExactlyInAnyOrder("EPM000001", "r-1");
        assertThat(ticket(one)).contains(ticket);
        assertThat(ledger.<List<Effect>>read(session -> session.effects().of(one)))
                .extracting(Effect::state)
                .containsExactlyInAnyOrder(EffectState.DONE, EffectState.PLANNED);
        assertThat(ledger.<Optional<Long>>read(session -> session.sightings().verified(one)))
                .isPresent();
        assertThat(ledger.<Integer>read(session -> session.undecided().count())).isZero();
    }

    @Test
    void whatIsUnderWayIsNotMerged() {
        Origin from = origin("EPM000001");
        Origin into = origin("r-1");
        plan(from, "jira", "open");
        claim(1);
        assertThatThrownBy(() -> ledger.write(session -> {
                    session.origins().merge(from, into);
                    return into;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.<Origin>read(session -> session.origins().get(from.id()))
                        .id())
                .isEqualTo(from.id());
    }

    @Test
    void whatIsUndecidedIsCheckedInTurnAndRemindedOf() {
        Origin first = origin("r-1");
        Origin second = origin("r-2");
        ledger.write(session -> {
            session.undecided().add(first);
            return first;
        });
        pass(Duration.ofMinutes(1));
        ledger.write(session -> {
            session.undecided().add(second);
            session.undecided().add(first);
            return second;
        });
        pass(Duration.ofMinutes(1));
        Instant now = ledger.read(LedgerSession::now);
        assertThat(unchecked(now)).containsExactly(first.id(), second.id());
        ledger.write(session -> {
            session.undecided().checked(first);
            return first;
        });
        pass(Duration.ofMinutes(1));
        assertThat(unchecked(ledger.read(LedgerSession::now))).containsExactly(second.id(), first.id());
        assertThat(waiting(now.minusSeconds(90))).containsExactly(first.id());
        assertThat(ledger.<Integer>write(session -> session.undecided().reminded(first)))
                .isEqualTo(1);
        assertThat(waiting(ledger.read(LedgerSession::now))).containsExactly(second.id());
        pass(Duration.ofMinutes(1));
        assertThat(ledger.<List<Origin>>read(session -> session.undecided().remindedBefore("acme", session.now(), 5)))
                .extracting(Origin::id)
                .containsExactly(first.id());
        ledger.write(session -> {
            session.undecided().remove(first);
            return first;
        });
        assertThat(ledger.<Integer>read(session -> session.undecided().count())).isEqualTo(1);
        assertThat(ledger.<Optional<Instant>>read(session -> session.undecided().oldest()))
                .isPresent();
    }

    private List<Long> unchecked(Instant since) {
        return ledger.<List<Origin>>read(session -> session.undecided().uncheckedSince("acme", since, 5)).stream()
                .map(Origin::id)
                .toList();
    }

    private List<Long> waiting(Instant since) {
        return ledger.<List<Origin>>read(session -> session.undecided().waitingSince("acme", since, 5)).stream()
                .map(Origin::id)
                .toList();
    }

    @Test
    void whatIsReadOfAnOriginStaysTrueUntilTheTransactionEnds() throws Exception {
        Origin origin = origin("r-1");
        Callable<Boolean> planner = () -> ledger.write(session -> {
            Origin mine = session.origins().find(origin.key()).orElseThrow();
            int known = session.effects().of(mine).size();
            return session.effects().plan(mine, EffectPlan.of("jira", "note", "note:" + known));
        });

        assertThat(inParallel(16, planner)).containsOnly(true);
        assertThat(ledger.<List<Effect>>read(session -> session.effects().of(origin)))
                .hasSize(16);
    }

    @Test
    void ofManyWhoLearnTheSameSecondIdAtOnceOneDoes() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Callable<Boolean> learner = () -> {
            Origin mine = origin("r-" + number.incrementAndGet());
            return ledger.write(session -> session.origins().learnSecondId(mine, "EPM000001"));
        };

        assertThat(inParallel(16, learner)).containsOnlyOnce(true);
    }

    @Test
    void aTransactionMustNotWaitForAnother() {
        assertThatThrownBy(() -> ledger.write(session -> origin("r-1"))).isInstanceOf(IllegalStateException.class);
        assertThat(origin("r-1").key().id()).isEqualTo("r-1");
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> ledger.read(session -> origin(session, "r-1"))).isInstanceOf(LedgerException.class);
        assertThat(origin("r-1").key().id()).isEqualTo("r-1");
    }

    @Test
    void textThatNoDatabaseTakesIsKeptAsFarAsItCanBe() {
        Origin origin = origin("r-1");
        Decision denial =
                Decision.deny().by("b.ray").reason("a\0b \uD83D c \uD83D\uDE00").build();
        ledger.write(session -> session.decisions().record(origin, denial, BY_CODE));

        assertThat(ledger.<List<RecordedDecision>>read(
                                session -> session.decisions().of(origin))
                        .get(0)
                        .reason())
                .startsWith("a\uFFFDb ")
                .endsWith(" c \uD83D\uDE00");
    }

    @Test
    void anEffectThatIsTakenUpAgainWaitsForTheOneUnderWay() {
        Origin origin = origin("r-1");
        plan(origin, "jira", "open");
        plan(origin, "jira", "note");
        finish(claim(1).get(0), Outcome.dead("it cannot be"));
        Claim note = claim(1).get(0);
        ledger.write(session -> session.effects().revive("jira"));

        assertThat(claim(5)).isEmpty();
        finish(note, Outcome.done());
        assertThat(claim(5)).extracting(claim -> claim.effect().key()).containsExactly("open");
    }

    @Test
    void aKeyIsMadeOnceHoweverManyWantItAtTheSameMoment() throws Exception {
        assertThat(ledger.<Optional<byte[]>>read(session -> session.keys().find("web")))
                .isEmpty();
        List<String> made = inParallel(
                8,
                () -> HexFormat.of()
                        .formatHex(
                                ledger.<byte[]>write(session -> session.keys().findOrMake("web"))));

        assertThat(made).hasSize(8).containsOnly(made.get(0));
        assertThat(made.get(0)).hasSize(64);
        assertThat(ledger.<Optional<byte[]>>read(session -> session.keys().find("web")))
                .hasValueSatisfying(
                        key -> assertThat(HexFormat.of().formatHex(key)).isEqualTo(made.get(0)));
        assertThat(ledger.<byte[]>write(session -> session.keys().findOrMake("another")))
                .isNotEqualTo(HexFormat.of().parseHex(made.get(0)));
    }

    private static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> tasks = Collections.nCopies(threads, task);
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    // ---- what waits for people

    private long quarantined(String source, String reason) {
        return ledger.write(session -> session.bodies()
                .keep(Incoming.builder()
                        .source(source)
                        .receivedAt(NOON)
                        .body(Body.of(new byte[] {1}))
                        .quarantined(reason)
                        .build()));
    }

    @Test
    void aQuarantinedBodyIsLetOutOrDiscardedOnceAndStaysOnRecord() {
        long first = quarantined("acme", "one");
        long other = quarantined("other", "two");
        long last = quarantined("acme", "three");

        assertThat(ledger.<Integer>read(session -> session.bodies().quarantineSize(10)))
                .isEqualTo(3);
        assertThat(ledger.<Integer>read(session -> session.bodies().quarantineSize(2)))
                .isEqualTo(2);
        assertThat(ledger.<List<KeptBody>>read(session -> session.bodies().quarantine("acme", first, 10)))
                .extracting(KeptBody::id)
                .containsExactly(last);

        ledger.<Boolean>write(session -> {
            session.bodies().keepWaiting(first, "another difference");
            return true;
        });
        assertThat(ledger.<Optional<KeptBody>>read(session -> session.bodies().quarantined(first)))
                .hasValueSatisfying(
                        kept -> assertThat(kept.incoming().quarantined()).contains("another difference"));

        assertThat(ledger.<Boolean>write(session -> session.bodies().release(first)))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.bodies().release(first)))
                .isFalse();
        assertThat(ledger.<Boolean>write(session -> session.bodies().discard(other, "a test")))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.bodies().discard(other, "a test")))
                .isFalse();
        assertThat(ledger.<List<KeptBody>>read(session -> session.bodies().quarantine(10)))
                .extracting(KeptBody::id)
                .containsExactly(last);
    }

    @Test
    void aHeldOriginIsLetGoOnce() {
        Origin held = origin("r-1");
        origin("r-2");
        ledger.<Boolean>write(session -> {
            session.origins().hold(held, "no route");
            return true;
        });
        assertThat(ledger.<List<Origin>>read(session -> session.origins().held(0, 10)))
                .singleElement()
                .satisfies(one -> assertThat(one.heldBecause()).contains("no route"));
        assertThat(ledger.<Integer>read(session -> session.origins().countHeld(10)))
                .isEqualTo(1);

        assertThat(ledger.<Boolean>write(session -> session.origins().letGo(held)))
                .isTrue();
        assertThat(ledger.<Boolean>write(session -> session.origins().letGo(held)))
                .isFalse();
        ledger.<Boolean>write(session -> {
            session.origins().holdOn(held, "too late");
            return true;
        });
        assertThat(ledger.<List<Origin>>read(session -> session.origins().held(0, 10)))
                .isEmpty();
    }

    @Test
    void aBacklogIsCountedByStateUpToALimit() {
        for (int i = 1; i <= 3; i++) {
            plan(origin("r-" + i), "jira", "open");
        }
        claim(1);
        pass(Duration.ofSeconds(1));

        Backlog all = ledger.read(session -> session.effects().backlog("jira", 10));
        assertThat(all.waiting()).containsEntry(EffectState.PLANNED, 2).containsEntry(EffectState.IN_FLIGHT, 1);
        assertThat(all.oldest()).isPresent();
        assertThat(all.longestDue()).isPresent();
        Backlog limited = ledger.read(session -> session.effects().backlog("jira", 2));
        assertThat(limited.size()).isEqualTo(2);
        Backlog none = ledger.read(session -> session.effects().backlog("epm", 10));
        assertThat(none.size()).isZero();
        assertThat(none.oldest()).isEmpty();
    }

    @Test
    void whatHasBeenGivenUpIsCountedAndTheLastOfItShown() {
        plan(origin("r-1"), "jira", "open");
        Claim claim = claim(1).get(0);
        ledger.<Boolean>write(session ->
                session.claims().finish(claim, Outcome.dead("no such project"), Duration.ZERO, Optional.empty()));

        assertThat(ledger.<Integer>read(session -> session.effects().countGivenUp("jira", 10)))
                .isEqualTo(1);
        assertThat(ledger.<Optional<Effect>>read(session -> session.effects().lastGivenUp("jira")))
                .hasValueSatisfying(effect -> assertThat(effect.explanation()).contains("no such project"));
        assertThat(ledger.<Integer>read(session -> session.effects().countGivenUp("epm", 10)))
                .isZero();
    }
}
