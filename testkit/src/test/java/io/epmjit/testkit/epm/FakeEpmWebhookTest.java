package io.epmjit.testkit.epm;

import static io.epmjit.testkit.epm.ApiClient.JSON;
import static io.epmjit.testkit.epm.ApiClient.adminDecision;
import static io.epmjit.testkit.epm.ApiClient.applicationDecision;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.testkit.server.ServerOptions;
import io.epmjit.testkit.server.TlsCertificate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FakeEpmWebhookTest {

    private static final EpmEvent CREATED = EpmEvent.APPLICATION_TICKET_CREATED;
    private static final EpmEvent DECIDED = EpmEvent.APPLICATION_DECISION_UPDATED;

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T10:00:00Z"));
    private final FakeServer receiver = receiver(new Options());
    private final FakeEpm epm = FakeEpm.builder().clock(clock).start();
    private final ApiClient client = new ApiClient(epm);

    private static FakeServer receiver(Options options) {
        return FakeServer.builder(options)
                .route("POST", "/hook", request -> Reply.status(202))
                .start();
    }

    @AfterEach
    void close() {
        epm.close();
        receiver.close();
    }

    private EpmWebhook.Builder on(EpmEvent event) {
        return EpmWebhook.on(event, URI.create(receiver.url() + "/hook"));
    }

    private List<ReceivedRequest> received(int count) {
        return receiver.requests().await(count, post("/hook"));
    }

    private JsonNode receivedJson(int count) throws JsonProcessingException {
        return JSON.readTree(received(count).get(count - 1).text());
    }

    @Test
    void announcesAnApplicationRequest() throws Exception {
        epm.registerWebhook(on(CREATED)
                .template(EpmTemplate.JIRA_APPLICATION_CREATED.text())
                .basic("epm", "pässword")
                .build());
        EpmRequest request = epm.requestApplication(Map.of("Reason", "a \"good\" reason\n"));

        JsonNode body = receivedJson(1);
        assertThat(body.path("EventType").textValue()).isEqualTo("URM_NATIVE_TICKET_CREATED");
        assertThat(body.path("RequestId").textValue()).isEqualTo(request.requestId());
        assertThat(body.path("TicketNumber").textValue()).isEqualTo(request.ticketNumber());
        assertThat(body.path("TenantId").textValue()).isEqualTo(epm.tenantId());
        assertThat(body.path("Timestamp").textValue()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(body.at("/requestInfo/reason").textValue()).isEqualTo("a \"good\" reason\n");
        assertThat(body.at("/requestInfo/trustedOwnership").textValue()).isEqualTo("true");
        ReceivedRequest post = received(1).get(0);
        assertThat(post.header("Content-Type")).hasValue("application/json");
        assertThat(post.header("Authorization")).hasValue("Basic ZXBtOnDDpHNzd29yZA==");
        assertThat(epm.webhooks().await(1, CREATED).get(0).status()).hasValue(202);
    }

    @ParameterizedTest
    @EnumSource(EpmTemplate.class)
    void fillsEveryPlaceholderOfTheGuides(EpmTemplate template) throws Exception {
        epm.registerWebhook(on(template.event()).template(template.text()).build());
        EpmRequest request = template.name().contains("ADMIN") ? epm.requestAdmin() : epm.requestApplication();
        epm.console().approve(request.requestId(), "600", "a.lee");

        assertThat(received(1).get(0).text()).doesNotContain("%%");
        JsonNode body = receivedJson(1);
        assertThat(body.path("RequestId").textValue()).isEqualTo(request.requestId());
        assertThat(body.path("EventType").textValue()).isNotBlank();
    }

    @Test
    void announcesDecisionsFromTheApi() throws Exception {
        epm.registerWebhook(on(DECIDED).build());
        epm.registerWebhook(on(EpmEvent.ADMIN_DECISION_UPDATED).build());
        EpmRequest application = epm.requestApplication();
        EpmRequest admin = epm.requestAdmin();
        client.signIn()
                .post("/v2/AuthorizationRequest/notification", applicationDecision(application, "Approved", "Once"));
        JsonNode first = receivedJson(1);
        assertThat(first.at("/requestInfo/Decision").textValue()).isEqualTo("Approved");
        assertThat(first.at("/requestInfo/Duration").textValue()).isEqualTo("Once");
        assertThat(first.at("/requestInfo/DecisionPerformedByUser").textValue()).isEqualTo("a.lee");

        client.post("/v3/AdminAccessRequest/approval", adminDecision(admin, "Approved", "600"));
        JsonNode second = receivedJson(2);
        assertThat(second.path("EventType").textValue()).isEqualTo("JIT_ADMIN_TICKET_UPDATED");
        assertThat(second.path("StartTime").textValue()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(second.path("EndTime").textValue()).isEqualTo("2026-11-22T10:10:00Z");
        assertThat(second.path("DurationRequested").textValue()).isEqualTo("1800");
    }

    @Test
    void announcesNothingForADecisionThatIsRefused() throws Exception {
        try (FakeEpm strict =
                FakeEpm.builder().secondDecision(SecondDecision.CONFLICT).start()) {
            strict.registerWebhook(on(DECIDED).build());
            ApiClient other = new ApiClient(strict).signIn();
            EpmRequest request = strict.requestApplication();
            other.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Approved", "Once"));
            other.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Denied", "Once"));
            strict.console().deny(request.requestId(), "console");
            assertThat(strict.webhooks().await(2, DECIDED))
                    .extracting(delivery -> JSON.readTree(delivery.body())
                            .at("/requestInfo/DecisionPerformedByUser")
                            .textValue())
                    .containsExactly("a.lee", "console");
        }
    }

    @Test
    void sendsValuesRawWhenToldTo() {
        epm.registerWebhook(on(CREATED).escaping(ValueEscaping.RAW).build());
        epm.requestApplication(Map.of("Reason", "it's \"urgent\"", "CmdArgs", "C:\\new"));
        String body = received(1).get(0).text();
        assertThat(body).contains("\"it's \"urgent\"\"", "\"C:\\new\"");
        assertThatThrownBy(() -> JSON.readTree(body)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void leavesUnfilledPlaceholdersWhenToldTo() throws Exception {
        epm.registerWebhook(on(CREATED).unfilled(UnfilledPlaceholder.LITERAL).build());
        epm.requestApplication(Map.of("Reason", ""));
        assertThat(receivedJson(1).at("/requestInfo/reason").textValue()).isEqualTo("%%Reason%%");
    }

    @Test
    void doesNotFillAValueAgain() throws Exception {
        epm.registerWebhook(on(CREATED).build());
        epm.requestApplication(Map.of("Reason", "%%User%% $1 \\"));
        assertThat(receivedJson(1).at("/requestInfo/reason").textValue()).isEqualTo("%%User%% $1 \\");
    }

    @Test
    void sendsACustomTokenAsItWasTyped() {
        epm.registerWebhook(on(CREATED).token("Bearer KEY").build());
        epm.requestApplication();
        assertThat(received(1).get(0).header("Authorization")).hasValue("Bearer KEY");
    }

    @Test
    void sendsNothingFromAWebhookThatIsNotEnabled() {
        epm.registerWebhook(on(CREATED).name("off").enabled(false).build());
        epm.registerWebhook(on(CREATED).name("on").build());
        epm.requestApplication();
        epm.webhooks().remove("on");
        epm.requestApplication();
        epm.registerWebhook(on(CREATED).name("again").build());
        epm.requestApplication();
        assertThat(epm.webhooks().await(2, CREATED))
                .extracting(WebhookDelivery::webhook)
                .containsExactly("on", "again");
    }

    @Test
    void whatCannotBeSentAtAllStandsInTheHistoryToo() {
        epm.registerWebhook(on(CREATED).template(broken()).build());
        epm.requestApplication();

        assertThat(epm.webhooks().await(1, CREATED)).singleElement().satisfies(delivery -> {
            assertThat(delivery.succeeded()).isFalse();
            assertThat(delivery.error()).isPresent();
        });
    }

    /** A template that nobody can fill in. */
    @SuppressWarnings("NullAway")
    private static String broken() {
        return null;
    }

    @Test
    void triesOnceAndWritesDownWhatHappened() {
        receiver.faults().once(RequestMatcher.any(), Fault.status(503));
        receiver.faults().once(RequestMatcher.any(), Fault.dropReply());
        epm.registerWebhook(on(CREATED).build());
        epm.requestApplication();
        epm.requestApplication();
        epm.requestApplication();

        List<WebhookDelivery> history = epm.webhooks().await(3, CREATED);
        assertThat(history.get(0).status()).hasValue(503);
        assertThat(history.get(0).succeeded()).isFalse();
        assertThat(history.get(1).status()).isEmpty();
        assertThat(history.get(1).error()).isPresent();
        assertThat(history.get(2).succeeded()).isTrue();
        assertThat(received(3)).hasSize(3);
    }

    @Test
    void sendsByHandInAnyOrderAndAgain() {
        epm.registerWebhook(on(CREATED).build());
        epm.registerWebhook(on(DECIDED).build());
        epm.webhooks().policy(CREATED, DeliveryPolicy.byHand());
        epm.webhooks().policy(DECIDED, DeliveryPolicy.byHand());
        EpmRequest request = epm.requestApplication();
        epm.console().deny(request.requestId(), "a.lee");
        assertThat(epm.webhooks().deliveries()).isEmpty();

        Webhooks.WaitingEvent created = epm.webhooks().waiting().get(0);
        epm.webhooks().sendWaitingReversed();
        epm.webhooks().send(created);
        assertThat(epm.webhooks().await(3, delivery -> true, Duration.ofSeconds(10)))
                .extracting(WebhookDelivery::event)
                .containsExactly(DECIDED, CREATED, CREATED);
        assertThat(epm.webhooks().waiting()).isEmpty();
    }

    @Test
    void repeatsLosesAndDelaysEvents() {
        epm.registerWebhook(on(CREATED).build());
        epm.webhooks().policy(CREATED, DeliveryPolicy.suppressed());
        epm.requestApplication();
        epm.webhooks().policy(CREATED, DeliveryPolicy.delayed(Duration.ofMillis(50)));
        EpmRequest late = epm.requestApplication();
        epm.webhooks().policy(CREATED, DeliveryPolicy.repeated(2));
        EpmRequest twice = epm.requestApplication();
        assertThat(epm.webhooks().await(3, CREATED))
                .extracting(WebhookDelivery::requestId)
                .containsExactlyInAnyOrder(late.requestId(), twice.requestId(), twice.requestId());
    }

    @Test
    void isQuietWhenEverythingThatIsToBeSentNowHasEnded() {
        epm.registerWebhook(on(CREATED).build());
        epm.webhooks().policy(CREATED, DeliveryPolicy.delayed(Duration.ofHours(1)));
        epm.requestApplication();
        epm.webhooks().policy(CREATED, DeliveryPolicy.byHand());
        epm.requestApplication();
        epm.webhooks().policy(CREATED, DeliveryPolicy.automatic());
        receiver.faults().once(RequestMatcher.any(), Fault.delay(Duration.ofMillis(50)));
        for (int i = 0; i < 20; i++) {
            epm.requestApplication();
        }

        epm.webhooks().awaitQuiet();
        assertThat(epm.webhooks().deliveries()).hasSize(20);
    }

    @Test
    void sendsAgainWhatNobodyAcknowledgedWhereItIsToldTo() {
        receiver.faults().times(3, RequestMatcher.any(), Fault.status(503));
        epm.registerWebhook(on(CREATED).build());
        epm.webhooks().policy(CREATED, DeliveryPolicy.automatic().andSentAgain(2, Duration.ofMillis(1)));
        EpmRequest lost = epm.requestApplication();
        epm.webhooks().await(2, CREATED);
        EpmRequest delivered = epm.requestApplication();

        assertThat(epm.webhooks().await(4, CREATED))
                .extracting(WebhookDelivery::requestId, WebhookDelivery::succeeded)
                .containsExactly(
                        tuple(lost.requestId(), false),
                        tuple(lost.requestId(), false),
                        tuple(delivered.requestId(), false),
                        tuple(delivered.requestId(), true));
    }

    @Test
    void asksForEachEventWhatBecomesOfIt() {
        Iterator<DeliveryPolicy> fates =
                List.of(DeliveryPolicy.suppressed(), DeliveryPolicy.automatic()).iterator();
        epm.registerWebhook(on(CREATED).build());
        epm.webhooks().policies(CREATED, fates::next);
        epm.requestApplication();
        EpmRequest second = epm.requestApplication();
        assertThat(epm.webhooks().await(1, CREATED))
                .extracting(WebhookDelivery::requestId)
                .containsExactly(second.requestId());
    }

    @Test
    void trustsWhomItIsToldToTrust() {
        try (FakeServer secure = receiver(new Options().https(TlsCertificate.VALID));
                FakeEpm trusting = FakeEpm.builder()
                        .webhookTrust(secure.clientSslContext())
                        .start()) {
            EpmWebhook webhook =
                    EpmWebhook.on(CREATED, URI.create(secure.url() + "/hook")).build();
            trusting.registerWebhook(webhook);
            trusting.requestApplication();
            assertThat(trusting.webhooks().await(1, CREATED).get(0).succeeded()).isTrue();

            epm.registerWebhook(webhook);
            epm.requestApplication();
            assertThat(epm.webhooks().await(1, CREATED).get(0).error()).isPresent();
        }
    }

    @Test
    void hidesCredentials() {
        assertThat(on(CREATED).basic("epm", "canary").build().toString()).doesNotContain("canary", "Basic");
    }

    @Test
    void hasATemplateForEveryEvent() {
        assertThat(Arrays.stream(EpmEvent.values()).map(EpmTemplate::of).map(EpmTemplate::event))
                .containsExactly(EpmEvent.values());
        assertThat(EpmTemplate.JIRA_APPLICATION_CREATED.text().split("\"workstyle\"", -1))
                .hasSize(3);
    }

    private static final class Options extends ServerOptions<Options> {
        @Override
        protected Options self() {
            return this;
        }
    }
}
