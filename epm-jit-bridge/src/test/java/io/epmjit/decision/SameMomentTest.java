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
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two people press the button at the same moment, each on a node of their own. */
class SameMomentTest {

    private static final int TIMES = 1_000;

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
                    JitRequestRef request = JitRequestRef.admin("r-" + i);
                    here.write(session -> session.origins().of(new OriginKey("acme", "ADMIN", request.requestId())));
                    decideAtOnce(people, left, right, request);
                    assertThat(here.<Integer>read(session -> session.decisions()
                                    .of(session.origins()
                                            .find(new OriginKey("acme", "ADMIN", request.requestId()))
                                            .orElseThrow())
                                    .size()))
                            .isEqualTo(1);
                }
            } finally {
                people.shutdownNow();
            }
        }
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
