package io.epmjit.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.TicketView.Condition;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desk over a ledger, and nothing around it: calls that come again, and requests of the same name. */
class DecisionDeskTest {

    private static final JitRequestRef REQUEST = JitRequestRef.admin("r-1");
    private static final ConnectorId JIRA = ConnectorId.of("jira");

    private static final DecisionFlow NOTHING = new DecisionFlow() {
        @Override
        public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {}

        @Override
        public void awaitingSecond(LedgerSession session, Origin origin, RecordedDecision approval) {}
    };

    @TempDir
    private Path directory;

    private Ledger ledger;
    private Condition ticket = Condition.ACTIVE;

    @BeforeEach
    void begin() {
        ledger = Ledger.sqlite(directory.resolve("jit.db"));
        known("acme");
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    private void known(String tenant) {
        ledger.write(session -> session.origins().of(new OriginKey(tenant, "ADMIN", REQUEST.requestId())));
    }

    private DecisionDesk desk(DecisionPolicy policy) {
        return DecisionDesk.over(ledger, policy, NOTHING, origin -> List.of(new TicketView(JIRA, ticket)));
    }

    private DecisionDesk desk() {
        return desk(DecisionPolicy.builder().letRequestersApprove().build());
    }

    private static DecisionProposal.Builder approval(String by) {
        return DecisionProposal.approve(REQUEST, AccessDuration.minutes(30))
                .by(by)
                .reason("change CHG0042");
    }

    private static CallId call(String id) {
        return new CallId("decisions/jira", id, "says so");
    }

    private static void assertSame(DecisionVerdict again, DecisionVerdict first) {
        assertThat(again.isAccepted()).isEqualTo(first.isAccepted());
        assertThat(again.isAwaitingSecond()).isEqualTo(first.isAwaitingSecond());
        assertThat(again.refusal()).isEqualTo(first.refusal());
        assertThat(again.message()).isEqualTo(first.message());
        assertThat(again).hasToString(first.toString());
    }

    @Test
    void anAcceptedCallGetsTheSameAnswerAgain() {
        DecisionVerdict first = desk().submitOnce(call("1"), approval("a.lee").build());
        assertThat(first).hasToString("ACCEPTED: submitted, waiting for EPM");
        assertSame(desk().submitOnce(call("1"), approval("a.lee").build()), first);
    }

    @Test
    void aFirstApprovalGetsTheSameAnswerAgain() {
        DecisionDesk desk = desk(DecisionPolicy.builder()
                .letRequestersApprove()
                .identities(name -> Optional.of(name))
                .secondApprover(about -> true, Duration.ofHours(1))
                .build());
        DecisionVerdict first = desk.submitOnce(call("1"), approval("a.lee").build());
        assertThat(first.isAwaitingSecond()).isTrue();
        assertSame(desk.submitOnce(call("1"), approval("a.lee").build()), first);
        assertThat(desk.submitOnce(call("2"), approval("b.ray").build()).isAccepted())
                .isTrue();
    }

    @Test
    void aRefusedCallGetsTheSameAnswerAgainAlsoWhenItCouldBeTakenByNow() {
        ticket = Condition.INACTIVE;
        DecisionVerdict first = desk().submitOnce(call("1"), approval("a.lee").build());
        assertThat(first.refusal()).contains(Refusal.INACTIVE);
        ticket = Condition.ACTIVE;
        assertSame(desk().submitOnce(call("1"), approval("a.lee").build()), first);
    }

    @Test
    void whatWasOnlySoForTheMomentIsAskedAgain() {
        ticket = Condition.UNREADABLE;
        DecisionProposal proposal = approval("a.lee").cameThrough(JIRA).build();
        assertThat(desk().submitOnce(call("1"), proposal).refusal()).contains(Refusal.TICKET_UNREADABLE);
        ticket = Condition.ACTIVE;
        assertThat(desk().submitOnce(call("1"), proposal).isAccepted()).isTrue();
    }

    @Test
    void oneIdOfTwoCallersIsTwoCalls() {
        desk().submitOnce(call("1"), approval("a.lee").build());
        DecisionVerdict other = desk().submitOnce(
                        new CallId("decisions/snow", "1", "says so"),
                        approval("b.ray").build());
        assertThat(other.refusal()).contains(Refusal.BEING_SENT);
    }

    @Test
    void requestsOfTheSameNameAreToldApartByTheirTenants() {
        known("other");
        assertThat(desk().submit(approval("a.lee").build()).refusal()).contains(Refusal.AMBIGUOUS_REQUEST);
        assertThat(desk().submit(approval("a.lee").tenant("third").build()).refusal())
                .contains(Refusal.UNKNOWN_REQUEST);
        assertThat(desk().submit(approval("a.lee").tenant("OTHER").build()).isAccepted())
                .isTrue();
        assertThat(desk().submit(approval("a.lee").tenant("acme").build()).isAccepted())
                .isTrue();
    }

    @Test
    void whoDecidedIsRecordedByTheirIdToo() {
        desk(DecisionPolicy.builder()
                        .letRequestersApprove()
                        .identities(IdentityMapping.downLevel("ACME", "acme.example"))
                        .build())
                .submit(approval("ACME\\A.Lee").build());
        RecordedDecision recorded = ledger.<List<RecordedDecision>>read(session -> session.decisions()
                        .of(session.origins()
                                .find(new OriginKey("acme", "ADMIN", REQUEST.requestId()))
                                .orElseThrow()))
                .get(0);
        assertThat(recorded.decidedBy()).isEqualTo("ACME\\A.Lee");
        assertThat(recorded.approverId()).contains("a.lee@acme.example");
        assertThat(recorded.wayIn()).isEqualTo("code");
    }
}
