package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.LedgerKind;
import io.epmjit.ledger.TestPostgres;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.postgres.PostgresServer;
import io.epmjit.testkit.server.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL dies under a running bridge, and comes back. */
class PostgresGoneTest {

    private static final RequestMatcher CREATE = post("/rest/api/3/issue");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void meanwhileWebhooksAreAskedToComeBackAndAfterwardsEverythingGoesOn() throws Exception {
        PostgresServer server = TestPostgres.server();
        try (World world = new World(directory, LedgerKind.POSTGRES)) {
            JitRequestRef acknowledged = world.requestAdmin();
            world.bridge().start();
            world.jira.requests().await(1, CREATE, PATIENCE);
            server.kill();
            EndpointResponse refused = world.reportADecision(acknowledged);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).contains("60");
            server.restart();

            assertThat(world.reportADecision(acknowledged).status()).isEqualTo(202);
            CountDownLatch another = new CountDownLatch(1);
            world.bridge().listen(change -> {
                if (change instanceof JitChange.TicketOpened ticket
                        && !ticket.request().requestId().equals(acknowledged.requestId())) {
                    another.countDown();
                }
            });
            JitRequestRef later = world.requestAdmin();
            assertThat(another.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(world.tickets(acknowledged)).hasSize(1);
            assertThat(world.tickets(later)).hasSize(1);
        } finally {
            if (!server.isRunning()) {
                server.restart();
            }
        }
    }
}
