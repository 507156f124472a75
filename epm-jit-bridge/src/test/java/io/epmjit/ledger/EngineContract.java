package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.epmjit.logging.LogHeard;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What the engine keeps in the ledger for all nodes: holds, dead letters, late looks, restores; on every database. */
abstract class EngineContract {

    private static final Duration DELAY = Duration.ofSeconds(60);
    private static final Duration FOUR_DAYS = Duration.ofDays(4);
    private static final TicketRef TICKET = TicketRef.of("jira", "10001", "JIT-1");

    private final List<Engine> engines = new ArrayList<>();
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
    void closeAll() {
        engines.forEach(Engine::close);
        ledger.close();
    }

    private Engine engine(EffectHandler handler) {
        return engine(handler, handler);
    }

    private Engine engine(EffectHandler jira, EffectHandler epm) {
        Engine engine = Engine.builder(ledger)
                .handler("jira", "open", jira)
                .handler("epm", "open", epm)
                .settings(EngineSettings.builder().attempts(3).build())
                .build();
        engines.add(engine);
        return engine;
    }

    private Origin plan(String request) {
        return plan(request, "jira");
    }

    private Origin plan(String request, String target) {
        return ledger.write(session -> {
            Origin origin = session.origins().of(new OriginKey("acme", "ADMIN", request));
            session.effects().plan(origin, EffectPlan.of(target, "open", "open"));
            return origin;
        });
    }

    private Effect effect(Origin origin) {
        return ledger.<List<Effect>>read(session -> session.effects().of(origin))
                .get(0);
    }

    private List<TargetHold> holds() {
        return ledger.read(session -> session.holds().all());
    }

    /** Answers with what each attempt is to come to, one after the other, and with the last one for ever. */
    private static Function<EffectCall, Outcome> sending(Outcome... outcomes) {
        Deque<Outcome> left = new ArrayDeque<>(List.of(outcomes));
        return call -> call.send(() -> left.size() > 1 ? left.pop() : left.peek());
    }

    private static Scripted doing(Outcome... outcomes) {
        return new Scripted(DELAY, sending(outcomes), EngineContract::notAsked);
    }

    private static Outcome notAsked(EffectCall call) {
        throw new AssertionError("should not be asked about " + call.effect().key());
    }

    private static Outcome throttled(Duration patience) {
        return Outcome.again("too many requests").throttled(patience);
    }

    private static Outcome refused() {
        return Outcome.again("the token has expired").refused();
    }

    // ---- what becomes known before a call departs

    @Test
    void nothingDepartsOnceTheLedgerKnowsThatItMustNot() {
        Origin origin = plan("r-1");
        Scripted jira = new Scripted(
                DELAY,
                call -> call.send(
                        session -> Optional.of(
                                Outcome.dead("session of " + call.origin().key().id())),
                        () -> notAsked(call)),
                EngineContract::notAsked);
        engine(jira).runDue();

        assertThat(jira.asked).containsExactly("perform", "died: session of r-1");
        assertThat(effect(origin).state()).isEqualTo(EffectState.DEAD);
        assertThat(effect(origin).hasDeparted()).isFalse();
    }

    @Test
    void whereThatCannotBeFoundOutNothingDepartsEither() {
        Origin origin = plan("r-1");
        Scripted jira = new Scripted(
                DELAY,
                call -> call.send(
                        session -> {
                            throw new IllegalStateException("a handler that fails");
                        },
                        () -> notAsked(call)),
                EngineContract::notAsked);
        engine(jira).runDue();

        assertThat(effect(origin).state()).isEqualTo(EffectState.PLANNED);
        assertThat(effect(origin).hasDeparted()).isFalse();
    }

    @Test
    void whatIsLearntOfAnOriginDuringAnAttemptIsSeenBeforeItsCall() {
        Origin origin = plan("r-1");
        List<String> seen = new ArrayList<>();
        Scripted jira = new Scripted(
                DELAY,
                call -> {
                    learn(origin, "Denied");
                    return call.send(
                            session -> {
                                session.sightings()
                                        .of(origin)
                                        .forEach(said -> seen.add(said.status().value()));
                                return Optional.empty();
                            },
                            Outcome::done);
                },
                EngineContract::notAsked);
        engine(jira).runDue();
        assertThat(seen).containsExactly("Denied");
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);
    }

    private void learn(Origin origin, String status) {
        ledger.write(session -> session.sightings()
                .learn(
                        origin,
                        Sighting.builder()
                                .status(DecisionStatus.of(status))
                                .isVerified(true)
                                .seenAt(session.now())
                                .build()));
    }

    // ---- throttling

    @Test
    void aThrottledTargetIsLeftAloneAsAWholeAndOthersGoOn() {
        Origin first = plan("r-1");
        plan("r-2");
        Origin elsewhere = plan("r-3", "epm");
        Scripted jira = doing(throttled(Duration.ofMinutes(2)), Outcome.done());
        Engine engine = engine(jira, doing(Outcome.done()));

        engine.runDue();
        assertThat(jira.asked).containsExactly("perform");
        assertThat(effect(first).attempts()).isZero();
        assertThat(effect(first).failures()).isZero();
        assertThat(effect(elsewhere).state()).isEqualTo(EffectState.DONE);
        assertThat(holds()).singleElement().satisfies(hold -> {
            assertThat(hold.target()).isEqualTo("jira");
            assertThat(hold.reason()).isEqualTo(HoldReason.THROTTLED);
            assertThat(hold.why()).isEqualTo("too many requests");
        });

        pass(Duration.ofSeconds(110));
        assertThat(engine.runDue()).isZero();
        pass(Duration.ofSeconds(15));
        assertThat(engine.runDue()).isEqualTo(2);
        assertThat(holds()).isEmpty();
    }

    @Test
    void otherTargetsOfTheSameAccountAreLeftAloneTogether() {
        plan("r-1");
        plan("r-1", "epm");
        Scripted epm = doing(Outcome.done());
        Engine engine = engine(
                doing(Outcome.again("too many requests").throttled(Duration.ofMinutes(2), "epm"), Outcome.done()), epm);
        engine.runDue();
        assertThat(holds()).extracting(TargetHold::target).containsExactly("epm", "jira");
        plan("r-2", "epm");
        epm.asked.clear();
        assertThat(engine.runDue()).isZero();
        pass(Duration.ofMinutes(3));
        engine.runDue();
        assertThat(epm.asked).isNotEmpty();
        assertThat(holds()).isEmpty();
    }

    @Test
    void anotherNodeKeepsToAHoldToo() {
        plan("r-1");
        plan("r-2");
        Scripted other = doing(Outcome.done());
        engine(doing(throttled(Duration.ofMinutes(2)))).runDue();
        assertThat(engine(other).runDue()).isZero();
        assertThat(other.asked).isEmpty();
    }

    @Test
    void whatIsThrottledForOneOriginHoldsNothingElse() {
        Origin busy = plan("r-1");
        Origin other = plan("r-2");
        engine(doing(Outcome.again("this ticket is written too often", Duration.ofMinutes(1)), Outcome.done()))
                .runDue();
        assertThat(effect(busy).state()).isEqualTo(EffectState.PLANNED);
        assertThat(effect(other).state()).isEqualTo(EffectState.DONE);
        assertThat(holds()).isEmpty();
    }

    // ---- an account that is refused

    @Test
    void aRefusedAccountIsTriedByOneCallAtATimeAndEachTimeLater() {
        for (int i = 0; i < 5; i++) {
            plan("r-" + i);
        }
        Scripted jira = doing(refused(), refused(), refused(), Outcome.done());
        Engine engine = engine(jira);
        List<Duration> pauses = new ArrayList<>();
        for (int probe = 1; probe <= 3; probe++) {
            assertThat(engine.runDue()).isEqualTo(1);
            TargetHold hold = holds().get(0);
            assertThat(hold.reason()).isEqualTo(HoldReason.REFUSED);
            assertThat(hold.times()).isEqualTo(probe);
            Duration pause = ledger.read(
                    session -> Duration.between(session.now(), hold.until().orElseThrow()));
            pauses.add(pause);
            pass(pause.plusSeconds(1));
        }
        assertThat(pauses.get(1)).isGreaterThan(pauses.get(0));
        assertThat(pauses.get(2)).isGreaterThan(pauses.get(1));

        engine.runDue();
        pass(Duration.ofMinutes(1));
        engine.runDue();
        assertThat(holds()).isEmpty();
        assertThat(jira.asked).hasSize(3 + 5);
    }

    @Test
    void aHoldOutlastsTheAgeLimitAndIsNotCountedAfterIt() {
        Origin first = plan("r-1");
        Outcome hiccup = Outcome.again("connection reset");
        Engine engine = engine(doing(refused(), refused(), hiccup, hiccup, Outcome.done()));
        engine.runDue();
        pass(FOUR_DAYS);
        engine.runDue();
        pass(FOUR_DAYS);
        engine.runDue();
        assertThat(effect(first).explanation()).contains("connection reset");
        assertThat(effect(first).state()).isEqualTo(EffectState.PLANNED);
        Origin second = plan("r-2");
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(5));
            engine.runDue();
        }
        assertThat(effect(first).state()).isEqualTo(EffectState.DONE);
        assertThat(effect(second).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aProbeThatNobodyCameBackFromIsFollowedByAnother() {
        plan("r-1");
        plan("r-2");
        Scripted jira = doing(refused(), Outcome.done());
        Engine engine = engine(jira);
        engine.runDue();
        pass(Duration.ofMinutes(1));
        ledger.write(session -> session.claims()
                .take(
                        "jira",
                        session.holds().admit("jira", 5, Duration.ofSeconds(60)),
                        Duration.ofSeconds(60),
                        Optional.empty()));
        assertThat(engine.runDue()).isZero();
        pass(Duration.ofMinutes(2));
        engine.runDue();
        assertThat(holds()).isEmpty();
    }

    // ---- switched off

    @Test
    void whatIsSwitchedOffIsKeptAndWorkedOffLaterHoweverLateThatIs() {
        Origin early = plan("r-1");
        Function<EffectCall, Outcome> slowly =
                sending(Outcome.again("connection reset"), Outcome.again("connection reset"), Outcome.done());
        Engine engine = engine(new Scripted(
                DELAY,
                call -> call.origin().id() == early.id() ? slowly.apply(call) : call.send(Outcome::done),
                EngineContract::notAsked));
        engine.runDue();
        ledger.write(session -> session.holds().switchOff("jira", "a.lee", "migration"));
        Origin late = plan("r-2");
        pass(FOUR_DAYS);
        assertThat(engine.runDue()).isZero();
        assertThat(holds()).singleElement().satisfies(hold -> {
            assertThat(hold.reason()).isEqualTo(HoldReason.SWITCHED_OFF);
            assertThat(hold.by()).contains("a.lee");
            assertThat(hold.why()).isEqualTo("migration");
        });
        assertThat(ledger.<Boolean>write(session -> session.holds().switchOff("jira", "b.ray", "again")))
                .isFalse();

        assertThat(ledger.<Boolean>write(session -> session.holds().switchOn("jira")))
                .isTrue();
        engine.runDue();
        assertThat(effect(early).state()).isEqualTo(EffectState.PLANNED);
        pass(Duration.ofMinutes(1));
        engine.runDue();
        assertThat(effect(early).state()).isEqualTo(EffectState.DONE);
        assertThat(effect(late).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aCallThatWasUnderWayWhenItsTargetWasSwitchedOffDoesNotSwitchItOn() {
        plan("r-1");
        plan("r-2");
        Engine engine = engine(new Scripted(
                DELAY,
                call -> call.send(() -> {
                    ledger.write(session -> session.holds().switchOff("jira", "a.lee", "now"));
                    return Outcome.done();
                }),
                EngineContract::notAsked));
        assertThat(engine.runDue()).isEqualTo(1);
        assertThat(holds()).hasSize(1);
    }

    @Test
    void aSwitchedOffTargetThatAlsoRefusesStaysOff() {
        plan("r-1");
        Engine engine = engine(doing(refused(), Outcome.done()));
        engine.runDue();
        ledger.write(session -> session.holds().switchOff("jira", "a.lee", "now"));
        pass(Duration.ofHours(1));
        assertThat(engine.runDue()).isZero();
        assertThat(holds()).hasSize(2);
    }

    // ---- pausing

    @Test
    void aPausedEngineBeginsNothingAndAnotherOneGoesOn() throws Exception {
        Origin origin = plan("r-1");
        Engine paused = engine(doing(Outcome.done()));
        paused.pause();
        paused.pause();
        assertThat(paused.runDue()).isZero();
        assertThat(effect(origin).state()).isEqualTo(EffectState.PLANNED);
        paused.resume();
        assertThat(paused.runDue()).isEqualTo(1);

        CountDownLatch done = new CountDownLatch(1);
        Engine started = engine(new Scripted(
                DELAY,
                call -> call.send(Outcome::done).also(session -> session.afterCommit(done::countDown)),
                EngineContract::notAsked));
        started.pause();
        started.start();
        plan("r-2");
        started.resume();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    // ---- dead letters

    @Test
    void aDeadLetterSaysAllAndIsReplayed() {
        Origin origin = plan("r-1");
        Scripted jira = doing(Outcome.dead("no such project"), Outcome.done(TICKET));
        Engine engine = engine(jira);
        engine.runDue();

        DeadLetter letter = engine.deadLetters().list(DeadLetterFilter.all()).get(0);
        assertThat(letter.origin()).isEqualTo(origin.key());
        assertThat(letter.target()).isEqualTo("jira");
        assertThat(letter.action()).isEqualTo("open");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.explanation()).isEqualTo("no such project");
        assertThat(letter.replay()).isEqualTo(DeadLetter.Replay.LOOKS_FIRST);
        assertThat(engine.deadLetters().find(letter.id())).contains(letter);

        assertThat(engine.deadLetters().replay(letter.id(), "a.lee")).isEmpty();
        assertThat(engine.deadLetters().list(DeadLetterFilter.all())).isEmpty();
        assertThat(engine.deadLetters().replay(letter.id(), "a.lee").orElseThrow())
                .contains("replayed or dropped already");
        assertThat(effect(origin).state()).isEqualTo(EffectState.UNKNOWN);
        assertThat(trail()).contains("replay: open at jira: planned again");
    }

    private List<String> trail() {
        return ledger
                .<List<TrailRecord>>read(
                        session -> session.audit().page(TrailQuery.builder().build(), 0, 100))
                .stream()
                .map(TrailRecord::entry)
                .map(entry -> entry.action() + ": " + entry.outcome())
                .toList();
    }

    @Test
    void whatNeverWentOutIsDoneWithoutALookAndWhatMayHaveIsLookedFor() {
        Origin unsent = plan("r-1");
        Origin sent = plan("r-2");
        Scripted jira = new Scripted(
                DELAY,
                call -> call.origin().key().id().equals("r-1")
                        ? Outcome.dead("no draft")
                        : call.send(() -> Outcome.dead("refused")),
                call -> Outcome.done(TICKET));
        Engine engine = engine(jira);
        engine.runDue();
        List<DeadLetter> letters = engine.deadLetters().list(DeadLetterFilter.all());
        assertThat(letters)
                .extracting(DeadLetter::replay)
                .containsExactly(DeadLetter.Replay.LOOKS_FIRST, DeadLetter.Replay.DOES_IT);

        letters.forEach(letter -> engine.deadLetters().replay(letter.id(), "a.lee"));
        jira.asked.clear();
        engine.runDue();
        assertThat(jira.asked).contains("perform", "look");
        assertThat(effect(sent).state()).isEqualTo(EffectState.DONE);
        assertThat(effect(unsent).state()).isEqualTo(EffectState.DEAD);
    }

    @Test
    void whatIsDroppedStaysOnRecordWithTheReason() {
        Origin origin = plan("r-1");
        Engine engine = engine(doing(Outcome.dead("no such project")));
        engine.runDue();
        long letter = engine.deadLetters().list(DeadLetterFilter.all()).get(0).id();

        assertThat(engine.deadLetters().drop(letter, "a.lee", "the request was a test"))
                .isTrue();
        assertThat(engine.deadLetters().drop(letter, "a.lee", "twice")).isFalse();
        assertThat(engine.deadLetters().list(DeadLetterFilter.all())).isEmpty();
        assertThat(effect(origin).state()).isEqualTo(EffectState.DROPPED);
        assertThat(effect(origin).explanation().orElseThrow()).contains("the request was a test", "no such project");
        assertThat(trail()).contains("drop: open at jira: dropped: the request was a test");
        assertThat(ledger.<Integer>write(session -> session.effects().revive("jira")))
                .isZero();
    }

    @Test
    void deadLettersAreListedByTargetByTenantAndPageByPage() {
        for (int i = 0; i < 5; i++) {
            plan("r-" + i, i == 0 ? "epm" : "jira");
        }
        Engine engine = engine(doing(Outcome.dead("no")));
        engine.runDue();
        DeadLetters letters = engine.deadLetters();
        assertThat(letters.list(DeadLetterFilter.builder().target("epm").build()))
                .hasSize(1);
        assertThat(letters.list(DeadLetterFilter.builder().tenant("nobody").build()))
                .isEmpty();
        List<DeadLetter> page = letters.list(DeadLetterFilter.builder().most(3).build());
        assertThat(page).hasSize(3);
        assertThat(letters.list(
                        DeadLetterFilter.builder().before(page.get(2).id()).build()))
                .hasSize(2);
    }

    // ---- looking late

    @Test
    void whatWasEverInDoubtIsLookedAtOnceMoreMuchLater() {
        Origin origin = plan("r-1");
        Deque<Outcome> answers = new ArrayDeque<>(List.of(Outcome.unknown("no answer"), Outcome.done(TICKET)));
        Scripted jira = new Scripted(DELAY, call -> call.send(answers::pop), call -> Outcome.absent())
                .lookingAgain(call -> {
                    assertThat(call.effect().ref()).contains(TICKET);
                    return Outcome.done();
                });
        Engine engine = engine(jira);
        engine.runDue();
        pass(Duration.ofMinutes(2));
        engine.runDue();
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);

        pass(Duration.ofMinutes(9));
        assertThat(engine.runDue()).isZero();
        pass(Duration.ofMinutes(2));
        assertThat(engine.runDue()).isEqualTo(1);
        pass(Duration.ofDays(1));
        assertThat(engine.runDue()).isZero();
        assertThat(jira.asked).containsExactly("perform", "look", "perform", "look again");
        assertThat(effect(origin).ref()).contains(TICKET);
    }

    @Test
    void aLateLookThatCannotTellIsRepeatedAndEnds() {
        Origin origin = plan("r-1");
        Scripted jira = new Scripted(DELAY, sending(Outcome.unknown("no answer")), call -> Outcome.done(TICKET))
                .lookingAgain(call -> Outcome.unknown("the search is down"));
        Engine engine = engine(jira);
        for (int i = 0; i < 30; i++) {
            engine.runDue();
            pass(Duration.ofMinutes(15));
        }
        assertThat(jira.asked.stream().filter("look again"::equals)).hasSize(2);
        assertThat(effect(origin).looks()).isEqualTo(3);
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void whatWasNeverInDoubtIsNotLookedAtAgain() {
        plan("r-1");
        Scripted jira = doing(Outcome.done(TICKET));
        Engine engine = engine(jira);
        engine.runDue();
        pass(Duration.ofDays(1));
        assertThat(engine.runDue()).isZero();
    }

    @Test
    void aWorkerThatComesBackAfterItsLeaseIsReportedAndLookedAfter() {
        Origin origin = plan("r-1");
        Scripted successor = new Scripted(DELAY, EngineContract::notAsked, call -> Outcome.done(TICKET));
        Scripted frozen = new Scripted(
                DELAY,
                call -> call.send(() -> {
                    pass(Duration.ofMinutes(5));
                    engine(successor).runDue();
                    return Outcome.done(TicketRef.of("jira", "10002", "JIT-2"));
                }),
                EngineContract::notAsked);
        Engine engine = engine(frozen);
        engine.runDue();

        assertThat(frozen.asked).containsExactly("perform", "overtaken: DONE");
        assertThat(effect(origin).ref()).contains(TICKET);
        pass(Duration.ofMinutes(11));
        assertThat(engine.runDue()).isEqualTo(1);
        assertThat(frozen.asked).last().isEqualTo("look again");
    }

    // ---- after a restore

    @Test
    void afterARestoreEverythingIsLookedForFirstAlsoWhatIsPlannedLater() {
        plan("r-1");
        Scripted jira = new Scripted(DELAY, EngineContract::notAsked, call -> {
            assertThat(call.effect().hasDeparted()).isTrue();
            return Outcome.done(TICKET);
        });
        Engine engine = engine(jira);
        engine.restored();
        engine.runDue();
        pass(Duration.ofDays(6));
        Origin later = plan("r-2");
        engine.runDue();
        assertThat(effect(later).state()).isEqualTo(EffectState.DONE);
        assertThat(jira.asked).doesNotContain("perform");
    }

    @Test
    void afterARestoreWhatIsPlannedWhileWorkIsTakenIsLookedForToo() throws InterruptedException {
        int requests = 300;
        CountDownLatch done = new CountDownLatch(requests);
        Scripted jira = new Scripted(Duration.ZERO, EngineContract::notAsked, call -> {
            done.countDown();
            return Outcome.done(TICKET);
        });
        engine(jira).start(StartMode.AFTER_RESTORE);
        for (int i = 0; i < requests; i++) {
            plan("r-" + i);
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(jira.asked).doesNotContain("perform");
    }

    @Test
    void whatWasInDoubtOnceAndIsToBeTriedAgainIsLookedForAfterARestore() {
        Origin origin = plan("r-1");
        Deque<Outcome> looks = new ArrayDeque<>(List.of(Outcome.absent(), Outcome.done(TICKET)));
        Scripted jira = new Scripted(
                DELAY, sending(Outcome.unknown("no answer"), Outcome.again("an error of Jira's")), call -> looks.pop());
        Engine engine = engine(jira);
        engine.runDue();
        pass(Duration.ofHours(1));
        engine.runDue();
        assertThat(jira.asked).containsExactly("perform", "look", "perform");

        engine.restored();
        pass(Duration.ofHours(1));
        engine.runDue();
        assertThat(jira.asked).containsExactly("perform", "look", "perform", "look");
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aWeekAfterARestoreThingsAreDoneAsEver() {
        Scripted jira = doing(Outcome.done(TICKET));
        Engine engine = engine(jira);
        engine.restored();
        pass(Duration.ofDays(8));
        plan("r-1");
        engine.runDue();
        assertThat(jira.asked).containsExactly("perform");
    }

    @Test
    void whatIsReallyAbsentAfterARestoreIsDoneButNeverAsAFirstSend() {
        Origin origin = plan("r-1");
        Scripted jira = new Scripted(
                DELAY,
                call -> {
                    assertThat(call.effect().hasDeparted()).isTrue();
                    return call.send(() -> Outcome.done(TICKET));
                },
                call -> Outcome.absent());
        Engine engine = engine(jira);
        engine.restored();
        engine.runDue();
        assertThat(jira.asked).containsExactly("look", "perform");
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);
    }

    // ---- tasks that come back

    private static RecurringTask task(String name, Consumer<TaskRun> work) {
        return new RecurringTask() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Duration interval() {
                return Duration.ofMinutes(5);
            }

            @Override
            public void run(TaskRun run) {
                work.accept(run);
            }
        };
    }

    // ---- while the ledger cannot be reached

    @Test
    void thatTheLedgerCannotBeReachedIsLoggedOnceAndOnceThatItCanAgain() throws InterruptedException {
        AtomicBoolean away = new AtomicBoolean(true);
        CountDownLatch asked = new CountDownLatch(5);
        CountDownLatch done = new CountDownLatch(2);
        FailingLedger failing = new FailingLedger(ledger, () -> {
            asked.countDown();
            return away.get();
        });
        Origin origin = plan("r-1");
        Scripted jira = new Scripted(
                Duration.ZERO,
                call -> {
                    done.countDown();
                    return Outcome.done();
                },
                call -> Outcome.absent());
        Engine engine = Engine.builder(failing)
                .handler("jira", "open", jira)
                .source(only(task("lists", run -> done.countDown())))
                .build();
        engines.add(engine);
        try (LogHeard log = LogHeard.begin()) {
            engine.start();
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            away.set(false);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            engine.close();

            assertThat(log.lines("io.epmjit.ledger"))
                    .extracting(LogHeard.Line::level, line -> line.failure().isPresent())
                    .containsExactly(tuple(Level.WARN, true), tuple(Level.INFO, false));
            assertThat(log.lines("io.epmjit.ledger"))
                    .extracting(LogHeard.Line::message)
                    .satisfiesExactly(
                            gone -> assertThat(gone).contains("The ledger cannot be reached"),
                            back -> assertThat(back).contains("can be reached again"));
        }
        assertThat(effect(origin).state()).isEqualTo(EffectState.DONE);
    }

    private static Source only(RecurringTask task) {
        return new Source() {
            @Override
            public void register(Handlers handlers) {
                // the test does so itself
            }

            @Override
            public List<RecurringTask> tasks() {
                return List.of(task);
            }
        };
    }

    private TaskReport report(TaskRunner runner) {
        return runner.reports().get(0);
    }

    @Test
    void aTaskRunsOnItsIntervalAndGoesOnWhereItStopped() {
        List<Optional<String>> bookmarks = new ArrayList<>();
        try (TaskRunner runner = new TaskRunner(
                ledger,
                List.of(task("lists", run -> {
                    bookmarks.add(run.bookmark());
                    run.stopAt("page " + bookmarks.size());
                })),
                new Outage())) {
            assertThat(runner.runDue()).isEqualTo(1);
            assertThat(runner.runDue()).isZero();
            pass(Duration.ofMinutes(6));
            assertThat(runner.runDue()).isEqualTo(1);
            assertThat(report(runner).doneAt()).isPresent();
        }
        assertThat(bookmarks).containsExactly(Optional.empty(), Optional.of("page 1"));
    }

    @Test
    void aTaskThatFailsSaysWhyAndBeginsAgainWhereItBegan() {
        Deque<Boolean> fails = new ArrayDeque<>(List.of(false, true, false));
        List<Optional<String>> bookmarks = new ArrayList<>();
        try (TaskRunner runner = new TaskRunner(
                ledger,
                List.of(task("lists", run -> {
                    bookmarks.add(run.bookmark());
                    run.stopAt("page " + bookmarks.size());
                    if (fails.pop()) {
                        throw new IllegalStateException("EPM is down");
                    }
                })),
                new Outage())) {
            runner.runDue();
            pass(Duration.ofMinutes(6));
            runner.runDue();
            assertThat(report(runner).failure()).contains("EPM is down");
            pass(Duration.ofSeconds(61));
            runner.runDue();
            assertThat(report(runner).failure()).isEmpty();
        }
        assertThat(bookmarks).containsExactly(Optional.empty(), Optional.of("page 1"), Optional.of("page 1"));
    }

    @Test
    void ofAllNodesOneRunsATaskAndAnotherTakesItOverFromADeadOne() {
        RecurringTasks.Turn dead = ledger.write(
                        session -> session.recurringTasks().take("lists", Duration.ofMinutes(5)))
                .orElseThrow();
        List<String> ran = new ArrayList<>();
        try (TaskRunner runner = new TaskRunner(ledger, List.of(task("lists", run -> ran.add("ran"))), new Outage())) {
            assertThat(runner.runDue()).isZero();
            pass(Duration.ofMinutes(6));
            assertThat(runner.runDue()).isEqualTo(1);
        }
        assertThat(ran).hasSize(1);
        assertThat(ledger.<Boolean>write(
                        session -> session.recurringTasks().done(dead, Optional.of("stale"), Duration.ZERO)))
                .isFalse();
    }

    @Test
    void aTurnThatWasLostMovesNoBookmark() {
        List<Optional<String>> bookmarks = new ArrayList<>();
        RecurringTask quick = task("lists", run -> {
            bookmarks.add(run.bookmark());
            run.stopAt("by the quick one");
        });
        try (TaskRunner other = new TaskRunner(ledger, List.of(quick), new Outage());
                TaskRunner slow = new TaskRunner(
                        ledger,
                        List.of(task("lists", run -> {
                            pass(Duration.ofMinutes(10));
                            other.runDue();
                            run.stopAt("by the slow one");
                        })),
                        new Outage())) {
            slow.runDue();
            pass(Duration.ofMinutes(6));
            other.runDue();
        }
        assertThat(bookmarks).containsExactly(Optional.empty(), Optional.of("by the quick one"));
    }

    @Test
    void aPausedEngineRunsNoTask() {
        List<String> ran = new ArrayList<>();
        Engine engine = Engine.builder(ledger)
                .source(new Source() {
                    @Override
                    public void register(Handlers handlers) {
                        handlers.handle("jira", "open", doing(Outcome.done()));
                    }

                    @Override
                    public List<RecurringTask> tasks() {
                        return List.of(task("lists", run -> ran.add("ran")));
                    }
                })
                .build();
        engines.add(engine);
        engine.pause();
        engine.runDue();
        assertThat(ran).isEmpty();
        engine.resume();
        engine.runDue();
        assertThat(ran).hasSize(1);
    }
}
