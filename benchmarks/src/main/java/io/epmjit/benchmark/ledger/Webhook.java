package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.parse.SampleBody;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** EPM's news of one request, with a full body and its credential. */
record Webhook(String requestId, byte[] body) {

    static final String PATH = "/webhooks/acme";
    static final String CREDENTIAL;

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String USER = "pmc_webhook_user";
    private static final String PASSWORD = "benchmark";

    static {
        byte[] userAndPassword = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        CREDENTIAL = "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
    }

    /** News of so many requests, each of which is new. */
    static List<Webhook> ofNewRequests(String tenantId, int many) {
        return IntStream.range(0, many).mapToObj(i -> ofNewRequest(tenantId)).toList();
    }

    /** News of a request that is new. */
    static Webhook ofNewRequest(String tenantId) {
        return created(tenantId, UUID.randomUUID().toString(), String.format("NEW%09d", NEXT.incrementAndGet()));
    }

    /** News of a request. */
    static Webhook created(String tenantId, String requestId, String ticketNumber) {
        return new Webhook(requestId, SampleBody.of(tenantId, requestId, ticketNumber));
    }

    /** News of its decision. */
    static Webhook decided(String tenantId, String requestId, String ticketNumber) {
        String body = WebhookTemplate.SERVICENOW_APPLICATION_UPDATED.render(Map.of(
                "RequestId", requestId,
                "TenantId", tenantId,
                "TicketNumber", ticketNumber,
                "Timestamp", "2026-11-21T09:40:00.1234567Z",
                "Decision", "Approved",
                "DecisionTime", "2026-11-21T09:39:58.7654321Z",
                "DecisionPerformedByUser", "a.lee",
                "Duration", "1800"));
        return new Webhook(requestId, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The source that takes them. */
    static WebhookSource source(String tenantId) {
        return WebhookSource.of("acme")
                .tenantId(tenantId)
                .authentication(WebhookAuthentication.basic(USER, Secret.of(PASSWORD)))
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
    }

    EndpointRequest request() {
        return EndpointRequest.builder("POST", PATH)
                .headers(name -> name.equalsIgnoreCase("Authorization") ? List.of(CREDENTIAL) : List.of())
                .remoteAddress("127.0.0.1")
                .body(new ByteArrayInputStream(body))
                .build();
    }
}
