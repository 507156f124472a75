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
import java.util.function.Function;
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
        ledger = Ledger.sqlite(directory.resolve("jit.db"));
        origin = ledger.write(
                session -> session.originOf(new OriginKey("acme", "ADMIN", "r-1"), "tenant", clock.instant()));
        ledger.write(session -> session.plan(origin, EffectPlan.of("jira", "open", "open"), clock.instant()));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    /** A handler that answers as a test wants, and writes down what it was asked. */
    private static final class Scripted implements EffectHandler {

        private final List<String> asked = new ArrayList<>();
        private final Function<EffectCall, Outcome> performs;
        private final Function<EffectCall, Outcome> looks;

        Scripted(Function<EffectCall, Outcome> performs, Function<EffectCall, Outcome> looks) {
            this.performs = performs;
            this.looks = looks;
        }

        @Override
        public Outcome perform(EffectCall call) {
            asked.add("perform");
            return performs.apply(call);
        }

        @Override
        public Outcome look(EffectCall call) {
            asked.add("look");
            return looks.apply(call);
        }

        @Override
        public Duration consistencyDelay() {
            return DELAY;
        }

        @Override
        public void died(LedgerSession session, Origin origin, Effect effect, String why) {
            asked.add("died: " + why);
        }
    }

    private static final class Failure extends EpmJitException {

        private static final long serialVersionUID = 1L;

        Failure(Retryability retryability) {
            super("the tracker failed", retryability, null);
        }
    }

    private static Outcome sends(EffectCall call, Outcome outcome) {
        assertThat(call.departs()).isTrue();
        return outcome;
    }

    private static Outcome fails(EffectCall call, Retryability how) {
        assertThat(call.departs()).isTrue();
        throw new Failure(how);
    }

    private static Outcome notAsked(EffectCall call) {
        throw new AssertionError("should not be asked about " + call.effect().key());
    }

    private Engine engine(EffectHandler handler) {
        return Engine.builder(ledger)
                .handler("jira", "open", handler)
                .clock(clock)
                .settings(EngineSettings.builder().attempts(3).build())
                .build();
    }

    private Effect effect() {
        return ledger.read(session -> session.effects(origin)).get(0);
    }

    @Test
    void whatIsDoneIsDoneOnce() {
        TicketRef ticket = TicketRef.of("jira", "10001", "JIT-1");
        Scripted handler = new Scripted(call -> sends(call, Outcome.done(ticket)), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            assertThat(engine.runDue()).isEqualTo(1);
            clock.advance(Duration.ofDays(1));
            assertThat(engine.runDue()).isZero();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DONE);
        assertThat(ledger.<Optional<TicketRef>>read(session -> session.ticket(origin, "jira")))
                .contains(ticket);
    }

    @Test
    void aSafeFailureIsTriedAgainLaterAndLaterAndGivenUpInTheEnd() {
        Scripted handler = new Scripted(call -> fails(call, Retryability.SAFE), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            assertThat(engine.runDue()).isEqualTo(1);
            assertThat(engine.runDue()).isZero();
            Duration first = Duration.between(clock.instant(), effect().dueAt());
            assertThat(first).isBetween(Duration.ofMillis(3_750), Duration.ofSeconds(5));

            clock.advance(Duration.ofSeconds(5));
            assertThat(engine.runDue()).isEqualTo(1);
            Duration second = Duration.between(clock.instant(), effect().dueAt());
            assertThat(second).isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(10));

            clock.advance(Duration.ofSeconds(10));
            assertThat(engine.runDue()).isEqualTo(1);
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().explanation().orElseThrow()).contains("3 attempts").contains("the tracker failed");
        assertThat(handler.asked.get(3)).startsWith("died: given up after 3 attempts");
    }

    @Test
    void whatCanNeverWorkIsDeadAtOnce() {
        Scripted handler = new Scripted(call -> fails(call, Retryability.NEVER), EngineTest::notAsked);
        try (Engine engine = engine(handler)) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(handler.asked).containsExactly("perform", "died: the tracker failed");
    }

    @Test
    void anUnknownOutcomeIsOnlyLookedForAndNotBeforeDeadlineAndDelay() {
        Scripted handler = new Scripted(call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> Outcome.done());
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
        Scripted handler = new Scripted(call -> sends(call, answers.remove(0)), call -> Outcome.absent());
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
        Scripted handler = new Scripted(call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> {
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
                call -> {
                    call.departs();
                    throw new IllegalStateException("a defect");
                },
                call -> Outcome.done());
        try (Engine engine = engine(handler)) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
    }

    @Test
    void aFailureBeforeTheCallWentOutChangedNothingWhateverItSays() {
        Scripted handler = new Scripted(
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
        Scripted handler =
                new Scripted(call -> fails(call, Retryability.OUTCOME_UNKNOWN), call -> sends(call, Outcome.done()));
        try (Engine engine = engine(handler)) {
            engine.runDue();
            clock.advance(Duration.ofMinutes(5));
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.UNKNOWN);
        assertThat(effect().explanation().orElseThrow()).contains("a look sends none");
    }

    @Test
    void anEffectThatNobodyCanDoIsDead() {
        try (Engine engine = Engine.builder(ledger).clock(clock).build()) {
            engine.runDue();
        }
        assertThat(effect().state()).isEqualTo(EffectState.DEAD);
        assertThat(effect().explanation()).contains("nothing here can do open at jira");
    }

    @Test
    void whatAnOutcomePlansIsDoneInTheSameRun() {
        Scripted note = new Scripted(call -> sends(call, Outcome.done()), EngineTest::notAsked);
        Scripted open = new Scripted(
                call -> sends(call, Outcome.done())
                        .also(session -> session.plan(
                                call.origin(), EffectPlan.of("jira", "note", "note:opened"), clock.instant())),
                EngineTest::notAsked);
        try (Engine engine = Engine.builder(ledger)
                .handler("jira", "open", open)
                .handler("jira", "note", note)
                .clock(clock)
                .build()) {
            assertThat(engine.runDue()).isEqualTo(2);
        }
        assertThat(note.asked).containsExactly("perform");
    }

    @Test
    void aStartedEngineWorksByItself() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Scripted handler = new Scripted(
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
