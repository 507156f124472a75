package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitEventType;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Placeholder;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.webhook.WebhookSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is authentic but fits no declared template: it waits, is seen, and is taken in once the template is corrected. */
class QuarantineTest {

    private static final Duration A_WHILE = Duration.ofMinutes(5);

    /** What EPM really uses: one field more than the guide's template. */
    private static final WebhookTemplate REAL = WebhookTemplate.builder(JitEventType.ADMIN_TICKET_CREATED)
            .placeholders(
                    Placeholder.EVENT_TYPE,
                    Placeholder.TENANT_ID,
                    Placeholder.REQUEST_ID,
                    Placeholder.TICKET_NUMBER,
                    Placeholder.USER_NAME,
                    Placeholder.REASON,
                    Placeholder.COMPUTER_ID)
            .build();

    private static final UnaryOperator<WebhookSource.Builder> CORRECTED =
            source -> source.templates(REAL, WebhookTemplate.SERVICENOW_ADMIN_UPDATED);

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void postCreated(String requestId) {
        assertThat(world.post(REAL.render(Map.of(
                                "EventType",
                                JitEventType.ADMIN_TICKET_CREATED.wireName(),
                                "TenantId",
                                world.epm.tenantId(),
                                "RequestId",
                                requestId,
                                "UserName",
                                "jdoe",
                                "Reason",
                                "to install a printer")))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void healthSaysWithTheFirstDifferenceWhatWaits() {
        postCreated("R-1");
        postCreated("R-2");
        world.live(A_WHILE);

        assertThat(world.jira.createdIssues()).isZero();
        Health health = world.bridge().health();
        assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.component()).isEqualTo("quarantine");
            assertThat(finding.problem())
                    .contains("2 webhooks fit no declared template", "for acme", "NOT_THE_TEMPLATE", "offset")
                    .doesNotContain("printer");
            assertThat(finding.remedy()).contains("Compare the template");
        });
    }

    @Test
    void whatWaitsIsTakenInByItselfOnceTheTemplateIsCorrectedInItsOrder() {
        postCreated("R-1");
        postCreated("R-2");
        assertThat(world.post("{\"RequestId\":\"never to be read\"").status()).isEqualTo(202);
        world.live(A_WHILE);

        world.restartWithSource(CORRECTED);
        world.live(A_WHILE);
        assertThat(world.tickets(JitRequestRef.admin("R-1"))).hasSize(1);
        assertThat(world.ticket(JitRequestRef.admin("R-2")).descriptionText()).contains("to install a printer");
        assertThat(world.changes(JitChange.BodyReleased.class))
                .extracting(change -> change.request().requestId())
                .containsExactly("R-1", "R-2");
        assertThat(world.bridge().quarantine().list(10))
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).startsWith("NOT_JSON"));

        world.restart();
        world.live(A_WHILE);
        assertThat(world.jira.createdIssues()).isEqualTo(2);
    }

    @Test
    void whatStillDoesNotFitSaysHowItDiffersFromTheTemplateAsItIsNow() {
        postCreated("R-1");
        String before = world.bridge().quarantine().list(1).get(0).reason();
        world.restartWithSource(source -> source.templates(WebhookTemplate.builder(JitEventType.ADMIN_TICKET_CREATED)
                .placeholders(
                        Placeholder.EVENT_TYPE,
                        Placeholder.TENANT_ID,
                        Placeholder.REQUEST_ID,
                        Placeholder.TICKET_NUMBER,
                        Placeholder.USER_NAME)
                .build()));
        world.live(A_WHILE);
        assertThat(world.bridge().quarantine().list(1).get(0).reason()).isNotEqualTo(before);
    }

    @Test
    void aDecisionThatCameMeanwhileIsOnTheTicketOfARequestThatComesOutLater() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.byHand());
        String requestId = world.epm.requestAdmin().requestId();
        world.restartWithSource(source -> source.templates(WebhookTemplate.SERVICENOW_ADMIN_UPDATED));
        postCreated(requestId);
        world.epm.console().deny(requestId, "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(A_WHILE);

        world.restartWithSource(CORRECTED);
        world.live(A_WHILE);
        assertThat(world.ticket(JitRequestRef.admin(requestId)).statusCategory())
                .isEqualTo(StatusCategory.DONE);
    }

    @Test
    void anOperatorCanLookReadAgainAndDiscardAndHasToSayWho() {
        postCreated("R-1");
        assertThat(world.post("\u001b[31m\u202eevil").status()).isEqualTo(202);
        Quarantine quarantine = world.bridge().quarantine();
        List<QuarantinedBody> waiting = quarantine.list(10);
        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0).text()).contains("to install a printer");
        assertThat(waiting.get(0).toString()).doesNotContain("printer");
        assertThat(waiting.get(1).text()).isEqualTo("\\u001b[31m\\u202eevil");
        assertThat(quarantine.find(waiting.get(1).id())).isPresent();

        assertThat(quarantine.replay("a.lee")).isEqualTo(new Quarantine.Replay(0, 2));
        assertThatThrownBy(() -> quarantine.replay(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quarantine.replay("nobody", "a.lee"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no source nobody");

        assertThatThrownBy(() -> quarantine.discard(waiting.get(1).id(), "a.lee", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(quarantine.discard(waiting.get(1).id(), "a.lee", "our own test"))
                .isTrue();
        assertThat(quarantine.discard(waiting.get(1).id(), "a.lee", "our own test"))
                .isFalse();
        assertThat(quarantine.list(10)).hasSize(1);
        assertThat(world.trail())
                .anySatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("discard from quarantine");
                    assertThat(entry.by()).contains("a.lee");
                    assertThat(entry.outcome()).isEqualTo("our own test");
                })
                .anySatisfy(entry -> assertThat(entry.action()).isEqualTo("read quarantine again"));
        world.live(A_WHILE);
        assertThat(world.changes(JitChange.BodyDiscarded.class))
                .singleElement()
                .satisfies(discarded -> assertThat(discarded.by()).isEqualTo("a.lee"));
    }

    @Test
    void aSourceThatOpensWhatIsNotBoundMarksTheTicketAsThat() {
        world.restartWithSource(
                source -> source.templates(WebhookTemplate.serviceNowGuide()).openUnbound());
        postCreated("R-1");
        world.live(A_WHILE);
        assertThat(world.ticket(JitRequestRef.admin("R-1")).descriptionText())
                .contains("NOT BOUND", "forged", "to install a printer");
        assertThat(world.bridge().health().status()).isEqualTo(Health.Status.UP);

        DecisionVerdict verdict = world.bridge()
                .decisions()
                .submit(DecisionProposal.approve(JitRequestRef.admin("R-1"), AccessDuration.minutes(30))
                        .by("a.lee")
                        .reason("change CHG0042")
                        .build());
        assertThat(verdict.refusal()).contains(Refusal.REQUESTER_UNKNOWN);
    }

    @Test
    void aSourceThatOpensWhatIsNotBoundStillKeepsBackWhatContradictsItselfOrIsNoNewRequest() {
        world.restartWithSource(
                source -> source.templates(WebhookTemplate.serviceNowGuide()).openUnbound());
        String tenant = world.epm.tenantId();
        world.post(
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"R-1\",\"Reason\":\"x\",\"RequestId\":\"R-2\"}");
        world.post("{\"EventType\":\"JIT_ADMIN_TICKET_UPDATED\",\"RequestId\":\"R-1\",\"Decision\":\"Approved\"}");
        world.post("{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"TenantId\":\"not-" + tenant
                + "\",\"RequestId\":\"R-1\"}");
        world.post("{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"R 1; DROP\"}");
        world.live(A_WHILE);
        assertThat(world.jira.createdIssues()).isZero();
        assertThat(world.bridge().quarantine().list(10)).hasSize(4);
    }

    @Test
    void whatComesBoundAfterwardsStandsOnTheTicketAndInTheRecord() {
        world.restartWithSource(
                source -> source.templates(WebhookTemplate.serviceNowGuide()).openUnbound());
        JitRequestRef request = JitRequestRef.admin("R-1");
        world.post("{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"R-1\",\"UserName\":\"forged\"}");
        world.live(A_WHILE);
        world.post(WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("TenantId", world.epm.tenantId(), "RequestId", "R-1", "UserName", "the true one")));
        world.live(A_WHILE);

        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("fits the declared template", "the true one"));
    }
}
