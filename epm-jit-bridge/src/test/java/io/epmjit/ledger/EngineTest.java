package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

    private static final Duration DELAY = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T12:00:00Z"));
    private Ledger ledger;
    private Origin origin;

    @BeforeEach
    void openLedger() {
        ledger = Ledger.sqlite(directory.resolve("jit.db"), clock);
        origin = ledger.write(session -> session.origins().of(new OriginKey("acme", "ADMIN", "r-1")));
        ledger.write(session -> session.effects().plan(origin, EffectPlan.of("jira", "open", "open")));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private static final class Failure extends EpmJitException {

        private static final long serialVersionUID = 1L;

        Failure(Retryability retryability) {
            super("the tracker failed", retryability, null);
        }
    }

    private static Outcome sends(EffectCall call, Outcome outcome) {
        return call.send(() -> outcome);
    }

    private static Outcome fails(EffectCall call, Retryability how) {
        return call.send(() -> {
            throw new Failure(how);
        });
    }

    private static Outcome notAsked(EffectCall call) {
        throw new AssertionError("should not be asked about " + call.effect().key());
    }

    private Engine engine(EffectHandler handler) {
        return Engine.builder(ledger)
                .handler("jira", "open", handler)
                .settings(EngineSettings.builder().attempts(3).build())
                .build();
    }

    private Effect effect() {
        return ledger.read(session -> session.effects().of(origin)).get(0);
    }

    @Test
    void whatIsDoneIsDoneOnce() {
        TicketRef ticket = TicketRef.of("jira", "10001", "JIT-1");
        Scripted handler = new Scripted(DELAY, call -> sends(call, Outcome.done(ticket)), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            assertThat(engine.runDue()).isEqualTo(1);
            clock.advance(Duration.ofDays(1));
            assertThat(engine.runDue()).isZero();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
        assertThat(ledger.<Optional<TicketRef>>read(session -> session.effects().ticket(origin, "jira")))
                .contains(ticket);
    }

    @Test
    void aSafeFailureIsTriedAgainLaterAndLaterAndGivenUpWhenItIsTooOld() {
        Scripted handler = new Scripted(DELAY, call -> fails(call, Retryability.SAFE), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            assertThat(engine.runDue()).isEqualTo(1);
            assertThat(engine.runDue()).isZero();
            assertThat(untilDue()).isBetween(Duration.ofMillis(3_750), Duration.ofSeconds(5));

            clock.advance(Duration.ofSeconds(5));
            assertThat(engine.runDue()).isEqualTo(1);
            assertThat(untilDue()).isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(10));

            for (int failure = 2; failure < 40; failure++) {
                clock.advance(Duration.ofMinutes(15));
                assertThat(engine.runDue()).isEqualTo(1);
            }
            assertThat(effect().state()).isEqualTo(EffectState.PLANNED);
            assertThat(untilDue()).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(15));

            clock.advance(Duration.ofDays(3));
            assertThat(engine.runDue()).isEqualTo(1);
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().explanation().orElseThrow()).contains("41 failures").contains("the tracker failed");
        assertThat(handler.asked).last().asString().startsWith("died: given up after 41 failures");
    }

    private Duration untilDue() {
        return Duration.between(clock.instant(), effect().dueAt());
    }

    @Test
    void thePauseThatTheOtherSideAsksForIsALeastNotAnInstead() {
        List<Duration> asked = new ArrayList<>(List.of(Duration.ZERO, Duration.ofHours(1)));
        Scripted handler = new Scripted(
                DELAY, call -> sends(call, Outcome.again("throttled", asked.remove(0))), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            engine.runDue();
            assertThat(untilDue()).isGreaterThanOrEqualTo(Duration.ofMillis(3_750));
            clock.advance(Duration.ofSeconds(5));
            engine.runDue();
            assertThat(untilDue()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void theLastAttemptIsLookedForBeforeItIsGivenUp() {
        Scripted handler = new Scripted(
                DELAY,
                call -> sends(call, Outcome.unknown("no answer")),
                call -> call.effect().attempts() == 3 ? Outcome.done() : Outcome.absent());
        try (Engine engine = engine(handler)) {
            for (int i = 0; i < 6; i++) {
                engine.runDue();
                clock.advance(Duration.ofMinutes(5));
            }
        }
        assertThat(effect().attempts()).isEqualTo(3);
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void anEffectThatKillsItsWorkersEnds() {
        try (Engine engine = engine(new Scripted(DELAY, EngineTest::notAsked, EngineTest::notAsked))) {
            for (int death = 0; death < 3; death++) {
                ledger.write(session -> {
                    session.claims().releaseLapsed();
                    return session.claims()
                            .take("jira", new Holds.Admission(1, false), Duration.ofSeconds(2), Optional.empty());
                });
                clock.advance(Duration.ofSeconds(2));
            }
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().explanation()).contains("no worker has come back from it");
    }

    @Test
    void aTargetThatHangsDoesNotKeepAnotherFromItsWork() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            String id = "hang-" + i;
            ledger.write(session -> session.effects()
                    .plan(
                            session.origins().of(new OriginKey("acme", "ADMIN", id)),
                            EffectPlan.of("jira", "open", "open")));
        }
        ledger.write(session -> session.effects().plan(origin, EffectPlan.of("epm", "decide", "decide")));
        Scripted stuck = new Scripted(
                DELAY,
                call -> call.send(() -> {
                    await(hanging);
                    return Outcome.done();
                }),
                EngineTest::notAsked);
        Scripted quick = new Scripted(
                DELAY,
                call -> call.send(() -> {
                    other.countDown();
                    return Outcome.done();
                }),
                EngineTest::notAsked);
        Engine engine = Engine.builder(ledger)
                .handler("jira", "open", stuck)
                .handler("epm", "decide", quick)
                .settings(EngineSettings.builder().workers(4).build())
                .build();
        try (engine) {
            engine.start();
            assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
            hanging.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCanNeverWorkIsDeadAtOnce() {
        Scripted handler = new Scripted(DELAY, call -> fails(call, Retryability.NEVER), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(handler.asked).containsExactly("perform", "died: the tracker failed");
    }

    @Test
    void anUnknownOutcomeIsOnlyLookedForAndNotBeforeDeadlineAndDelay() {
        Scripted handler =
                new Scripted(DELAY, call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> Outcome.done());
        try (Engine engine = engine(handler)) {
            engine.runDue();
            assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
            clock.advance(Duration.ofSeconds(30).plus(DELAY).minusMillis(1));
            assertThat(engine.runDue()).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(engine.runDue()).isEqualTo(1);
        }
        assertThat(handler.asked).containsExactly("perform", "look");
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void whatALookShowsToBeAbsentIsDoneAtOnce() {
        List<Outcome> answers = new ArrayList<>(List.of(Outcome.unknown("no answer"), Outcome.done()));
        Scripted handler = new Scripted(DELAY, call -> sends(call, answers.remove(0)), call -> Outcome.absent());
        try (Engine engine = engine(handler)) {
            engine.runDue();
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
        }
        assertThat(handler.asked).containsExactly("perform", "look", "perform");
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aFailedLookSettlesNothing() {
        Scripted handler = new Scripted(DELAY, call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> {
            throw new Failure(Retryability.NEVER);
        });
        try (Engine engine = engine(handler)) {
            engine.runDue();
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
            assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().looks()).isEqualTo(3);
    }

    @Test
    void anUnexpectedFailureAfterTheCallWentOutIsAnUnknownOutcome() {
        Scripted handler = new Scripted(
                DELAY,
                call -> call.send(() -> {
                    throw new IllegalStateException("a defect");
                }),
                call -> Outcome.done());
        try (Engine engine = engine(handler)) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
    }

    @Test
    void aFailureBeforeTheCallWentOutChangedNothingWhateverItSays() {
        Scripted handler = new Scripted(
                DELAY,
                call -> {
                    throw new Failure(Retryability.OUTCOME_UNKNOWN);
                },
                EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.PLANNED);
    }

    @Test
    void aLookMustNotSend() {
        Scripted handler = new Scripted(
                DELAY, call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> sends(call, Outcome.done()));
        try (Engine engine = engine(handler)) {
            engine.runDue();
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
        assertThat(effect().explanation().orElseThrow()).contains("an unexpected IllegalStateException");
    }

    @Test
    void workForATargetThatIsNotSetUpStaysPlanned() {
        try (Engine engine = Engine.builder(ledger)
                .handler("elsewhere", "open", new Scripted(DELAY, EngineTest::notAsked, EngineTest::notAsked))
                .build()) {
            assertThat(engine.runDue()).isZero();
        }
        assertThat(effect().state()).isEqualTo(EffectState.PLANNED);
    }

    @Test
    void anActionThatNobodyKnowsAtAKnownTargetIsDead() {
        try (Engine engine = Engine.builder(ledger)
                .handler("jira", "note", new Scripted(DELAY, EngineTest::notAsked, EngineTest::notAsked))
                .build()) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().explanation()).contains("nothing here can do open at jira");
    }

    @Test
    void whatAnOutcomePlansIsDoneInTheSameRun() {
        Scripted note = new Scripted(DELAY, call -> sends(call, Outcome.done()), EngineTest::notAsked);
        Scripted open = new Scripted(
                DELAY,
                call -> sends(call, Outcome.done())
                        .also(session ->
                                session.effects().plan(call.origin(), EffectPlan.of("jira", "note", "note:opened"))),
                EngineTest::notAsked);
        try (Engine engine = Engine.builder(ledger)
                .handler("jira", "open", open)
                .handler("jira", "note", note)
                .build()) {
            assertThat(engine.runDue()).isEqualTo(2);
        }
        assertThat(note.asked).containsExactly("perform");
    }

    @Test
    void aStartedEngineWorksByItself() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Scripted handler = new Scripted(
                DELAY,
                call -> sends(call, Outcome.done()).also(session -> session.afterCommit(done::countDown)),
                EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            engine.start();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
    }

    @Test
    void aLeaseMustOutlastACall() {
        assertThatThrownBy(() -> EngineSettings.builder()
                        .call(Duration.ofSeconds(60))
                        .lease(Duration.ofSeconds(60))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a lease must last longer than a call");
    }
}
