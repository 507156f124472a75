package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.RequestIdKind;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a webhook to a ticket, and what the ticket learns afterwards. */
class WebhooksTest {

    private static final RequestMatcher CREATE = post("/rest/api/3/issue");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> deliver(URI url, String authorization, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url)
                .header("Authorization", authorization)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> postAsEpm(String body) throws IOException, InterruptedException {
        return deliver(world.webhookUrl(), basic(World.USER, World.PASSWORD), body);
    }

    // ---- what is not taken

    @Test
    void aWrongCredentialIsRefusedAndNothingIsKept() throws Exception {
        HttpResponse<String> answer = deliver(world.webhookUrl(), basic(World.USER, "guess"), "{}");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("acme", "guess");
        world.live(Duration.ofMinutes(1));
        assertThat(world.changes).isEmpty();
    }

    @Test
    void anUnknownSourceAndAnotherMethodAreToldSo() throws Exception {
        assertThat(deliver(world.webhookUrl().resolve("/webhooks/nobody"), basic(World.USER, World.PASSWORD), "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(world.webhookUrl()).GET()).statusCode())
                .isEqualTo(405);
        assertThat(postAsEpm("x".repeat(3 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void anAuthenticBodyThatDoesNotFitIsKeptInQuarantineAndOpensNothing() throws Exception {
        assertThat(postAsEpm("this is not JSON").statusCode()).isEqualTo(202);
        String foreign = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", "11111111-2222-3333-4444-555555555555", "TenantId", "somebody-elses-tenant"));
        assertThat(postAsEpm(foreign).statusCode()).isEqualTo(202);

        world.live(Duration.ofMinutes(1));
        assertThat(world.changes(JitChange.BodyQuarantined.class)).hasSize(2);
        assertThat(world.jira.createdIssues()).isZero();
    }

    // ---- tickets

    @Test
    void aRequestGetsOneTicketWithAllThatItSays() {
        EpmRequest asked = world.epm.requestApplication(Map.of(
                "User", "ACME\\jdoe", "Reason", "a \"quoted\" reason \\\\ with {braces}, \u00fc and \ud83d\udd11"));
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(Duration.ofMinutes(1));

        JitRequestRef request = JitRequestRef.application(asked.requestId());
        assertThat(world.ticket(request).summary()).isEqualTo("EPM JIT Application Access Request - ACME\\jdoe");
        assertThat(world.ticket(request).text(FakeJira.STAMP_FIELD)).contains(asked.requestId());
        String description = world.ticket(request).descriptionText();
        asked.values().forEach((name, value) -> {
            if (!value.isBlank() && !name.equals("EventType")) {
                assertThat(description).as(name).contains(value);
            }
        });
    }

    @Test
    void aRepeatedWebhookOpensNoSecondTicket() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.repeated(3));
        JitRequestRef request = world.requestAdmin();
        world.epm.webhooks().await(3, EpmEvent.ADMIN_TICKET_CREATED);
        world.live(Duration.ofMinutes(1));

        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.epm.webhooks().deliveries())
                .allSatisfy(delivery -> assertThat(delivery.status()).hasValue(202));
    }

    @Test
    void aTicketWhoseReplyWasLostIsFoundAndNotOpenedAgain() {
        world.jira.searchDelay(Duration.ofSeconds(45));
        world.jira.faults().once(CREATE, Fault.dropReply());
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(10));

        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);
        assertThat(world.changes(JitChange.TicketOpened.class)).hasSize(1);
    }

    @Test
    void aTicketThatWasNeverMadeIsOpenedOnceTheSearchIsKnownToWork() {
        world.jira.faults().once(CREATE, Fault.resetBeforeWork());
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(10));

        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(2);
    }

    @Test
    void aSearchThatMayNotSeeIsNoProofOfAbsence() {
        world.jira.faults().once(CREATE, Fault.dropReply());
        JitRequestRef request = world.requestAdmin();
        world.bridge().runDue();
        world.jira.revoke(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.live(Duration.ofMinutes(10));
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);

        world.jira.grant(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.live(Duration.ofMinutes(30));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);
    }

    @Test
    void anExpiredTokenOfJirasIsWaitedFor() {
        world.jira.faults().times(3, CREATE, Fault.status(401));
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(10));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
    }

    @Test
    void jiraDownForAWhileLosesNothing() {
        world.jira.server().goDown();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(10));
        world.jira.server().comeUp();
        world.live(Duration.ofMinutes(20));
        assertThat(world.tickets(request)).hasSize(1);
    }

    @Test
    void whatWasAcknowledgedBeforeARestartIsWorkedOffAfterIt() {
        JitRequestRef request = world.requestAdmin();
        world.restart();
        world.live(Duration.ofMinutes(1));
        assertThat(world.tickets(request)).hasSize(1);
    }

    // ---- decisions made elsewhere

    @Test
    void aDecisionInTheConsoleIsReadAtEpmAndResolvesTheTicket() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.console().approve(request.requestId(), "3600", "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(1));

        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .contains("EPM has confirmed", "Approved", "console admin", "1 hour", "StartTime", "EndTime"));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void aReportThatEpmDoesNotConfirmChangesNothing() throws Exception {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        String lie = WebhookTemplate.SERVICENOW_ADMIN_UPDATED.render(Map.of(
                "RequestId",
                request.requestId(),
                "TenantId",
                world.epm.tenantId(),
                "Decision",
                "Approved",
                "DecisionPerformedByUser",
                "nobody at all"));
        assertThat(postAsEpm(lie).statusCode()).isEqualTo(202);
        world.live(Duration.ofMinutes(1));

        assertThat(world.ticket(request).statusCategory()).isNotEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request)).isEmpty();
        assertThat(world.changes(JitChange.StatusSeen.class))
                .singleElement()
                .satisfies(seen -> assertThat(seen.status().isPending()).isTrue());
    }

    @Test
    void whereEpmCannotBeReadAReportIsNotedAsNotVerified() throws Exception {
        Path blindDirectory = Files.createDirectory(directory.resolve("blind"));
        try (World blind = new World(blindDirectory, FakeEpm.builder().readableBy(new RequestIdKind[0]))) {
            JitRequestRef request = blind.requestAdmin();
            blind.live(Duration.ofMinutes(1));
            blind.epm.console().approve(request.requestId(), "3600", "console admin");
            blind.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
            blind.live(Duration.ofMinutes(1));

            assertThat(blind.notes(request))
                    .singleElement()
                    .satisfies(note -> assertThat(note).contains("Reported, not verified", "console admin"));
            assertThat(blind.ticket(request).statusCategory()).isNotEqualTo(StatusCategory.DONE);
        }
    }

    @Test
    void aDecisionThatArrivesBeforeItsRequestIsNotForgotten() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.byHand());
        EpmRequest asked = world.epm.requestAdmin();
        world.epm.console().deny(asked.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(1));
        assertThat(world.jira.createdIssues()).isZero();

        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_TICKET_CREATED);
        world.live(Duration.ofMinutes(1));
        JitRequestRef request = JitRequestRef.admin(asked.requestId());
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("Denied"));
    }

    @Test
    void aDecisionIsReadLaterIfEpmRefusesOurCredentialsToday() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().times(4, get("/management-api/v3/AdminAccessRequest/{id}"), Fault.status(401));
        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(10));

        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void everyChangeOfMindInTheConsoleIsOnTheTicket() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        for (int change = 1; change <= 3; change++) {
            if (change == 2) {
                world.epm.console().deny(request.requestId(), "second admin");
            } else {
                world.epm.console().approve(request.requestId(), "3600", "first admin");
            }
            world.epm.webhooks().await(change, EpmEvent.ADMIN_DECISION_UPDATED);
            world.live(Duration.ofMinutes(1));
        }
        assertThat(world.notes(request)).hasSize(3);
        assertThat(world.notes(request).get(1)).contains("Denied", "second admin");
        assertThat(world.notes(request).get(2)).contains("Approved", "first admin");
    }

    @Test
    void whatWasGivenUpIsTakenUpAgainOnceItsCauseIsPutRight() {
        world.jira.faults().once(CREATE, Fault.status(400));
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isNotEmpty();
        assertThat(world.tickets(request)).isEmpty();

        assertThat(world.bridge().testConnections())
                .allSatisfy((name, status) -> assertThat(status.message()).isEqualTo("Connection OK"));
        assertThat(world.bridge().retryGivenUp("o.perator")).isPositive();
        world.live(Duration.ofMinutes(5));
        assertThat(world.tickets(request)).hasSize(1);
    }

    @Test
    void aTicketIsMarkedAsWhatItIsTheWordOfAWebhook() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.ticket(request).descriptionText()).contains("nobody has verified it");
    }

    @Test
    void noSecretIsInTheLedgerAnEventOrATicket() throws Exception {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.restart();

        String contents = world.ledgerContents();
        assertThat(contents).contains(request.requestId());
        for (String secret : List.of(
                World.PASSWORD, world.epm.clientSecret(), world.jira.account().token())) {
            assertThat(contents).doesNotContain(secret);
            assertThat(world.changes.toString()).doesNotContain(secret);
            assertThat(world.ticket(request).toString()).doesNotContain(secret);
        }
    }

    // ---- wrong set-up

    @Test
    void severalWebhooksOfOneTenantSpeakOfTheSameRequests() {
        Ledger ledger = Ledger.sqlite(directory.resolve("two-sources.db"));
        EpmClient epm = EpmClient.builder()
                .host(world.epm.url().toString())
                .credentials("id", Secret.of("secret"))
                .build();
        EpmClient another = EpmClient.builder()
                .host(world.epm.url().toString())
                .credentials("id", Secret.of("secret"))
                .build();
        JitBridge.Builder bridge = JitBridge.builder().ledger(ledger).source(sourceNamed("created"), epm);
        assertThatThrownBy(() -> bridge.source(sourceNamed("updated"), another))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share it");
        try (JitBridge both = bridge.source(sourceNamed("updated"), epm)
                .connector(JiraConnector.of(World.jiraSettings(world.jira)))
                .build()) {
            assertThat(both.webhookUrl("created")).endsWith("/webhooks/created");
            assertThat(both.webhookUrl("updated")).endsWith("/webhooks/updated");
        }
    }

    private static WebhookSource sourceNamed(String name) {
        return WebhookSource.of(name)
                .tenantId("one-tenant")
                .authentication(WebhookAuthentication.basic(World.USER, Secret.of(World.PASSWORD)))
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
    }

    @Test
    void aBridgeThatCannotBeBuiltLeavesItsLedgerToAnother() {
        Path file = directory.resolve("again.db");
        assertThatThrownBy(() -> JitBridge.builder().ledger(Ledger.sqlite(file)).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs a source");
        try (Ledger ledger = Ledger.sqlite(file)) {
            assertThat(ledger.hasRoom()).isTrue();
        }
    }

    @Test
    void aBridgeWithoutItsPartsSaysWhatIsMissing() {
        assertThatThrownBy(() -> JitBridge.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs a ledger");
    }
}
