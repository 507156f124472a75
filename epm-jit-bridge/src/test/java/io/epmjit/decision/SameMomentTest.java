package io.epmjit.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.TestPostgres;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two people press the button at the same moment, each on a node of their own. */
class SameMomentTest {

    private static final int TIMES = 1_000;
    private static final int CALLS = 100;

    /** Nothing follows here: what counts is who is first. */
    private static final DecisionFlow NOTHING = new DecisionFlow() {
        @Override
        public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {}

        @Override
        public void awaitingSecond(LedgerSession session, Origin origin, RecordedDecision approval) {}
    };

    @Test
    void oneDecisionCountsEachTimeAndTheLoserIsToldWhoWon() throws Exception {
        try (HikariDataSource database = TestPostgres.newLedger();
                Ledger here = Ledger.postgres(database);
                Ledger there = Ledger.postgres(database)) {
            DecisionDesk left = desk(here);
            DecisionDesk right = desk(there);
            ExecutorService people = Executors.newFixedThreadPool(2);
            try {
                for (int i = 0; i < TIMES; i++) {
                    JitRequestRef request = known(here, "r-" + i);
                    decideAtOnce(people, left, right, request);
                    assertThat(decisionsOn(here, request)).isEqualTo(1);
                }
            } finally {
                people.shutdownNow();
            }
        }
    }

    @Test
    void theSameCallOnTwoNodesAtOnceIsOneCallWithOneAnswer() throws Exception {
        try (HikariDataSource database = TestPostgres.newLedger();
                Ledger here = Ledger.postgres(database);
                Ledger there = Ledger.postgres(database)) {
            List<DecisionDesk> desks = List.of(desk(here), desk(there));
            ExecutorService nodes = Executors.newFixedThreadPool(2);
            try {
                for (int i = 0; i < CALLS; i++) {
                    JitRequestRef request = known(here, "same-" + i);
                    CallId call = new CallId("decisions/jira", "msg_" + i, "the very same");
                    List<DecisionVerdict> verdicts =
                            atOnce(nodes, desks, List.of(call, call), List.of(denial(request), denial(request)));
                    assertThat(verdicts).allMatch(DecisionVerdict::isAccepted);
                    assertThat(decisionsOn(here, request)).isEqualTo(1);
                }
            } finally {
                nodes.shutdownNow();
            }
        }
    }

    @Test
    void twoCallsUnderOneIdAtOnceAreNotBothTaken() throws Exception {
        try (HikariDataSource database = TestPostgres.newLedger();
                Ledger here = Ledger.postgres(database);
                Ledger there = Ledger.postgres(database)) {
            List<DecisionDesk> desks = List.of(desk(here), desk(there));
            ExecutorService nodes = Executors.newFixedThreadPool(2);
            try {
                for (int i = 0; i < CALLS; i++) {
                    JitRequestRef one = known(here, "one-" + i);
                    JitRequestRef other = known(here, "other-" + i);
                    List<DecisionVerdict> verdicts = atOnce(
                            nodes,
                            desks,
                            List.of(
                                    new CallId("decisions/jira", "msg_" + i, "says this"),
                                    new CallId("decisions/jira", "msg_" + i, "says that")),
                            List.of(denial(one), denial(other)));
                    assertThat(verdicts).filteredOn(DecisionVerdict::isAccepted).hasSize(1);
                    assertThat(verdicts)
                            .filteredOn(verdict -> !verdict.isAccepted())
                            .extracting(DecisionVerdict::refusal)
                            .containsExactly(Optional.of(Refusal.CALL_ID_REUSED));
                    assertThat(decisionsOn(here, one) + decisionsOn(here, other))
                            .isEqualTo(1);
                }
            } finally {
                nodes.shutdownNow();
            }
        }
    }

    @Test
    void aReplayOnANodeWhoseClockIsFarOffGetsTheFirstAnswer() {
        try (HikariDataSource database = TestPostgres.newLedger();
                Ledger here = Ledger.postgres(database);
                Ledger ahead = Ledger.postgres(database, clockAhead(Duration.ofMinutes(50)))) {
            JitRequestRef request = known(here, "r-1");
            CallId call = new CallId("decisions/jira", "msg_1", "the very same");
            DecisionVerdict first = desk(here).submitOnce(call, denial(request));
            // Any call lets old ones be forgotten.
            desk(ahead).submitOnce(new CallId("decisions/jira", "msg_2", "another"), denial(known(here, "r-2")));
            DecisionVerdict again = desk(ahead).submitOnce(call, denial(request));
            assertThat(again.isAccepted()).isTrue();
            assertThat(again.message()).isEqualTo(first.message());
            assertThat(decisionsOn(here, request)).isEqualTo(1);
        }
    }

    private static MovableClock clockAhead(Duration by) {
        MovableClock clock = MovableClock.running();
        clock.advance(by);
        return clock;
    }

    private static List<DecisionVerdict> atOnce(
            ExecutorService nodes, List<DecisionDesk> desks, List<CallId> calls, List<DecisionProposal> proposals)
            throws Exception {
        CyclicBarrier moment = new CyclicBarrier(2);
        Callable<DecisionVerdict> left = () -> {
            moment.await();
            return desks.get(0).submitOnce(calls.get(0), proposals.get(0));
        };
        Callable<DecisionVerdict> right = () -> {
            moment.await();
            return desks.get(1).submitOnce(calls.get(1), proposals.get(1));
        };
        Future<DecisionVerdict> there = nodes.submit(right);
        return List.of(nodes.submit(left).get(), there.get());
    }

    private static JitRequestRef known(Ledger ledger, String id) {
        JitRequestRef request = JitRequestRef.admin(id);
        ledger.write(session -> session.origins().of(new OriginKey("acme", "ADMIN", id)));
        return request;
    }

    private static int decisionsOn(Ledger ledger, JitRequestRef request) {
        return ledger.<Integer>read(session -> session.decisions()
                .of(session.origins()
                        .find(new OriginKey("acme", "ADMIN", request.requestId()))
                        .orElseThrow())
                .size());
    }

    private static DecisionProposal denial(JitRequestRef request) {
        return DecisionProposal.deny(request)
                .by("b.ray")
                .reason("not this week")
                .build();
    }

    private static DecisionDesk desk(Ledger ledger) {
        return DecisionDesk.over(
                ledger, DecisionPolicy.builder().letRequestersApprove().build(), NOTHING, origin -> List.of());
    }

    private static void decideAtOnce(
            ExecutorService people, DecisionDesk left, DecisionDesk right, JitRequestRef request) throws Exception {
        CyclicBarrier moment = new CyclicBarrier(2);
        Future<DecisionVerdict> approves = people.submit(() -> {
            moment.await();
            return left.submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                    .by("a.lee")
                    .reason("change CHG0042")
                    .build());
        });
        Future<DecisionVerdict> denies = people.submit(() -> {
            moment.await();
            return right.submit(DecisionProposal.deny(request)
                    .by("b.ray")
                    .reason("not this week")
                    .build());
        });
        DecisionVerdict approval = approves.get();
        DecisionVerdict denial = denies.get();

        assertThat(approval.isAccepted()).isNotEqualTo(denial.isAccepted());
        DecisionVerdict lost = approval.isAccepted() ? denial : approval;
        assertThat(lost.refusal()).contains(Refusal.BEING_SENT);
        assertThat(lost.message()).endsWith(approval.isAccepted() ? "(approved by a.lee)" : "(denied by b.ray)");
    }
}
