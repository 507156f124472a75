package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmDecision;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may decide, through which ticket, and how many of them it takes; from the desk to EPM and the ticket. */
class WhoDecidesTest {

    private static final ConnectorId JIRA = ConnectorId.of("jira");

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(
                directory,
                DecisionPolicy.builder()
                        .identities(World.PEOPLE)
                        .secondApprover(about -> true, Duration.ofHours(24))
                        .build());
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static DecisionProposal.Builder approval(JitRequestRef request, String by, int minutes) {
        return DecisionProposal.approve(request, AccessDuration.minutes(minutes))
                .by(by)
                .reason("change CHG0042");
    }

    private DecisionVerdict submit(DecisionProposal.Builder proposal) {
        return world.bridge().decisions().submit(proposal.build());
    }

    private List<EpmDecision> received(JitRequestRef request) {
        return world.atEpm(request).received();
    }

    @Test
    void twoApproversAgreeAndTheShorterOfTheirTimesReachesEpm() {
        JitRequestRef request = world.requestApplication();
        world.live(Duration.ofMinutes(1));

        assertThat(submit(approval(request, "a.lee", 30)).isAwaitingSecond()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(received(request)).isEmpty();
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(
                        note -> assertThat(note).contains("Somebody else has to approve too", "a.lee", "30 minutes"));
        assertThat(world.changes(JitChange.FirstApprovalNoted.class)).hasSize(1);

        assertThat(submit(approval(request, "b.ray", 60)).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(received(request)).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo("Approved");
            assertThat(decision.duration()).isEqualTo("1800");
            assertThat(decision.performedBy()).isEqualTo("b.ray");
        });
    }

    @Test
    void theFirstApproverIsNotTheSecondOne() {
        JitRequestRef request = world.requestAdmin();
        submit(approval(request, "a.lee", 30));
        assertThat(submit(approval(request, "ACME\\A.LEE", 30)).refusal()).contains(Refusal.SAME_APPROVER);
        world.live(Duration.ofMinutes(2));
        assertThat(received(request)).isEmpty();
    }

    @Test
    void oneDenialEndsWhatOneApprovalBegan() {
        JitRequestRef request = world.requestAdmin();
        submit(approval(request, "a.lee", 30));
        assertTakesADenial(request);
        assertThat(submit(approval(request, "c.day", 30)).refusal()).contains(Refusal.FINAL);
    }

    private void assertTakesADenial(JitRequestRef request) {
        assertThat(world.deny(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(received(request))
                .singleElement()
                .satisfies(decision -> assertThat(decision.status()).isEqualTo("Denied"));
    }

    @Test
    void aFirstApprovalThatNobodySecondedInTimeBeginsAnew() {
        JitRequestRef request = world.requestAdmin();
        submit(approval(request, "a.lee", 30));
        world.clock.advance(Duration.ofHours(25));
        assertThat(submit(approval(request, "b.ray", 30)).isAwaitingSecond()).isTrue();
        assertThat(submit(approval(request, "a.lee", 30)).isAccepted()).isTrue();
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        JitRequestRef request = world.requestApplication();
        String requester = world.atEpm(request).values().get("User");
        assertThat(submit(approval(request, requester, 30)).refusal()).contains(Refusal.SELF_APPROVAL);
        assertThat(received(request)).isEmpty();
    }

    @Test
    void whoWritesAnotherNameIntoTheWebhookDoesNotApproveTheirOwnRequest() {
        JitRequestRef request = askedUnderAnothersName();
        assertThat(submit(approval(request, "b.ray", 30)).isAwaitingSecond()).isTrue();
        assertThat(submit(approval(request, "a.lee", 30)).isAccepted()).isTrue();
        assertIsNotSent(request);
    }

    @Test
    void norDoOthersApproveWhatTheyWereShownUnderAnotherName() {
        JitRequestRef request = askedUnderAnothersName();
        assertThat(submit(approval(request, "b.ray", 30)).isAwaitingSecond()).isTrue();
        assertThat(submit(approval(request, "ACME\\e.fox", 30)).isAccepted()).isTrue();
        assertIsNotSent(request);

        assertTakesADenial(request);
    }

    /** a.lee asks; the first webhook to arrive is not EPM's, and says that somebody else does. */
    private JitRequestRef askedUnderAnothersName() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.suppressed());
        EpmRequest asked = world.epm.requestAdmin(Map.of("UserName", "ACME\\a.lee"));
        world.deliver(WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", asked.requestId(), "TenantId", world.epm.tenantId(), "UserName", "ACME\\c.day")));
        world.live(Duration.ofMinutes(1));
        return JitRequestRef.admin(asked.requestId());
    }

    private void assertIsNotSent(JitRequestRef request) {
        world.live(Duration.ofMinutes(2));
        assertThat(received(request)).isEmpty();
        assertThat(world.notes(request))
                .last()
                .asString()
                .contains("The decision was refused", "EPM itself names another requester");
        assertThat(world.changes(JitChange.DecisionFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.state()).isEqualTo(DecisionState.REFUSED));
    }

    @Test
    void aTicketThatSomebodyClosedKeepsEverybodyFromDeciding() {
        JitRequestRef request = opened();
        world.jira.as(world.jira.approver()).setStatus(world.ticket(request).key(), "Canceled");
        DecisionVerdict verdict = submit(approval(request, "a.lee", 30));
        assertThat(verdict.refusal()).contains(Refusal.INACTIVE);
        assertThat(verdict.message()).isEqualTo("You cannot modify the decision because this request is inactive");
    }

    @Test
    void whereTheTicketCannotBeReadItsOwnWayInIsRefusedAndCodeGoesOn() {
        JitRequestRef request = opened();
        world.jira.faults().always(get("/rest/api/3/issue/{id}"), Fault.status(503));
        assertThat(submit(approval(request, "a.lee", 30).cameThrough(JIRA)).refusal())
                .contains(Refusal.TICKET_UNREADABLE);
        assertThat(submit(approval(request, "a.lee", 30)).isAwaitingSecond()).isTrue();
    }

    @Test
    void aTicketWithoutTheRequestsStampIsNoWayIn() {
        JitRequestRef request = opened();
        world.jira
                .as(world.jira.account())
                .editField(world.ticket(request).key(), FakeJira.STAMP_FIELD, "some-other-request");
        assertThat(submit(approval(request, "a.lee", 30).cameThrough(JIRA)).refusal())
                .contains(Refusal.TICKET_STRANGE);
    }

    private JitRequestRef opened() {
        JitRequestRef request = world.requestApplication();
        world.live(Duration.ofMinutes(1));
        return request;
    }
}
