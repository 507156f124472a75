package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.bridge.JitBridge;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.BaseUrl;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is nearly full: what is new is refused at the door. */
class FullDiskTest {

    @TempDir
    private Path directory;

    @Test
    void aWebhookIsAskedToComeBackAndAStrangerIsToldNothing() {
        try (EpmClient epm = EpmClient.builder()
                        .host("http://127.0.0.1:1")
                        .credentials("id", Secret.of("secret"))
                        .build();
                JitBridge bridge = JitBridge.builder()
                        .ledger(SqliteLedger.open(directory.resolve("full.db"), Long.MAX_VALUE, InstantSource.system()))
                        .source(
                                WebhookSource.of("acme")
                                        .tenantId("tenant")
                                        .authentication(
                                                WebhookAuthentication.basic("epm", Secret.of("a long password")))
                                        .templates(WebhookTemplate.serviceNowGuide())
                                        .build(),
                                epm)
                        .connector(JiraConnector.of(JiraSettings.builder()
                                .url(BaseUrl.of("http://127.0.0.1:1"))
                                .email("bot@example.com")
                                .apiToken(Secret.of("token"))
                                .projectKey("JIT")
                                .issueTypeName("Task")
                                .customFieldId("customfield_10001")
                                .build()))
                        .build()) {
            EndpointResponse refused = bridge.webhooks().handle(webhook("a long password"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).contains("60");
            assertThat(bridge.webhooks().handle(webhook("a guess")).status()).isEqualTo(401);
        }
    }

    private static EndpointRequest webhook(String password) {
        String credential = Base64.getEncoder().encodeToString(("epm:" + password).getBytes(StandardCharsets.UTF_8));
        byte[] body = WebhookTemplate.SERVICENOW_ADMIN_CREATED
                .render(Map.of("RequestId", "11111111-2222-3333-4444-555555555555", "TenantId", "tenant"))
                .getBytes(StandardCharsets.UTF_8);
        return EndpointRequest.builder("POST", "/webhooks/acme")
                .headers(name -> name.equalsIgnoreCase("Authorization") ? List.of("Basic " + credential) : List.of())
                .remoteAddress("127.0.0.1")
                .body(new ByteArrayInputStream(body))
                .build();
    }
}
