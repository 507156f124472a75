package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.BaseUrl;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Fault;
import io.epmjit.webhook.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is killed between the intent and the answer leaves one ticket behind, not none and not two. */
class CrashTest {

    private static final String REQUEST = "7a1d7a9e-6a55-4f0e-9d1c-0d6f8c1f3a11";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void aTicketWhoseAnswerAKilledProcessNeverSawIsFoundAfterTheRestart() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        MovableClock clock = MovableClock.at(Instant.now());
        Path file = directory.resolve("jit.db");
        try (FakeEpm epm = FakeEpm.builder().clock(clock).start();
                FakeJira jira = FakeJira.builder().clock(clock).start()) {
            jira.faults().once(post("/rest/api/3/issue"), Fault.holdReply(never));
            Process doomed = otherJvm(file, epm, jira);
            try {
                jira.requests().await(1, post("/rest/api/3/issue"), PATIENCE);
                assertThat(doomed.isAlive()).isTrue();
            } finally {
                doomed.destroyForcibly();
                assertThat(doomed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                never.countDown();
            }

            List<JitChange> changes = new ArrayList<>();
            try (EpmClient client = client(epm, clock);
                    JitBridge bridge = bridge(file, epm, jira, client, clock, changes::add)) {
                clock.advance(Duration.ofMinutes(5));
                bridge.runDue();
            }
            assertThat(jira.issuesWith(FakeJira.STAMP_FIELD, REQUEST)).hasSize(1);
            assertThat(jira.requests().count(post("/rest/api/3/issue"))).isEqualTo(1);
            assertThat(changes).hasAtLeastOneElementOfType(JitChange.TicketOpened.class);
        }
    }

    private static Process otherJvm(Path file, FakeEpm epm, FakeJira jira) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Doomed.class.getName(),
                        file.toString(),
                        epm.url().toString(),
                        epm.clientId(),
                        epm.clientSecret(),
                        epm.tenantId(),
                        jira.url().toString(),
                        jira.account().email(),
                        jira.account().token(),
                        jira.serviceDesk().key(),
                        jira.serviceDesk().issueType())
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("doomed.log").toFile())
                .start();
    }

    private static EpmClient client(FakeEpm epm, InstantSource clock) {
        return EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                .clock(clock)
                .build();
    }

    private static JitBridge bridge(
            Path file, FakeEpm epm, FakeJira jira, EpmClient client, InstantSource clock, JitListener listener) {
        return JitBridge.builder()
                .ledger(Ledger.sqlite(file, clock))
                .source(World.source(epm.tenantId()).build(), client)
                .connector(JiraConnector.of(World.jiraSettings(jira)))
                .listener(listener)
                .build();
    }

    /** The process that is killed: takes one webhook, and is in the middle of opening its ticket for ever. */
    static final class Doomed {

        private Doomed() {}

        public static void main(String[] args) throws Exception {
            try (EpmClient client = EpmClient.builder()
                            .host(args[1])
                            .credentials(args[2], Secret.of(args[3]))
                            .build();
                    JitBridge bridge = JitBridge.builder()
                            .ledger(Ledger.sqlite(Path.of(args[0])))
                            .source(World.source(args[4]).build(), client)
                            .connector(JiraConnector.of(JiraSettings.builder()
                                    .url(BaseUrl.of(args[5]))
                                    .email(args[6])
                                    .apiToken(Secret.of(args[7]))
                                    .projectKey(args[8])
                                    .issueTypeName(args[9])
                                    .customFieldId(FakeJira.STAMP_FIELD)
                                    .build()))
                            .build()) {
                bridge.start();
                EndpointResponse answer = bridge.webhooks().handle(webhook(args[4]));
                if (answer.status() != 202) {
                    throw new IllegalStateException("the webhook was answered " + answer.status());
                }
                new CountDownLatch(1).await();
            }
        }

        private static EndpointRequest webhook(String tenantId) {
            String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                    Map.of("RequestId", REQUEST, "TenantId", tenantId, "UserName", "ACME\\jdoe", "Reason", "crash"));
            String credential = Base64.getEncoder()
                    .encodeToString((World.USER + ":" + World.PASSWORD).getBytes(StandardCharsets.UTF_8));
            return EndpointRequest.builder("POST", "/webhooks/" + World.SOURCE)
                    .headers(
                            name -> name.equalsIgnoreCase("Authorization") ? List.of("Basic " + credential) : List.of())
                    .remoteAddress("127.0.0.1")
                    .body(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                    .build();
        }
    }
}
