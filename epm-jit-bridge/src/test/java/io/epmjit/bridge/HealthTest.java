package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.bridge.Health.Severity;
import io.epmjit.bridge.Health.Status;
import io.epmjit.ledger.FailingLedger;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerException;
import io.epmjit.ledger.StartMode;
import io.epmjit.ledger.TestPostgres;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.server.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** How a bridge is, where it is reached, and how it begins and ends. */
class HealthTest {

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

    private Health.Finding onlyFinding() {
        Health health = world.bridge().health();
        assertThat(health.findings()).hasSize(1);
        return health.findings().get(0);
    }

    @Test
    void aBridgeThatDoesItsWorkIsUp() {
        world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        Health health = world.bridge().health();
        assertThat(health.status()).isEqualTo(Status.UP);
        assertThat(health.findings()).isEmpty();
        assertThat(health.at()).isEqualTo(world.clock.instant());
    }

    @Test
    void aTrackerThatIsAwayShowsAfterAQuarterOfAnHourAndIsGoneOnceItIsBack() {
        world.jira.server().goDown();
        world.requestAdmin();
        world.live(Duration.ofMinutes(10));
        assertThat(world.bridge().health().status()).isEqualTo(Status.UP);

        world.live(Duration.ofMinutes(10));
        assertThat(world.bridge().health().status()).isEqualTo(Status.DEGRADED);
        assertThat(onlyFinding().component()).isEqualTo("jira");
        assertThat(onlyFinding().problem()).contains("1 piece of work does not get done");
        assertThat(onlyFinding().since()).isPresent();

        world.jira.server().comeUp();
        world.live(Duration.ofMinutes(30));
        assertThat(world.bridge().health().status()).isEqualTo(Status.UP);
    }

    @Test
    void workThatNobodyTakesShows() {
        world.requestAdmin();
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(onlyFinding().problem()).contains("1 piece of work waits, and no worker takes it");
        assertThat(onlyFinding().remedy()).contains("Is the bridge started");
    }

    @Test
    void whatHasBeenGivenUpShowsWithItsReasonUntilItIsTakenUpAgain() {
        world.jira.faults().once(post("/rest/api/3/issue"), Fault.status(400));
        world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(onlyFinding().component()).isEqualTo("jira");
        assertThat(onlyFinding().problem()).contains("1 piece of work has been given up", "400");

        assertThat(world.bridge().retryGivenUp("o.perator")).isEqualTo(1);
        assertThat(world.trail())
                .filteredOn(entry -> entry.kind() == TrailEntry.Kind.OPERATOR)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.by()).contains("o.perator");
                    assertThat(entry.subject()).isEqualTo("jira");
                    assertThat(entry.outcome()).isEqualTo("1 planned again");
                });
        world.live(Duration.ofMinutes(5));
        assertThat(world.bridge().health().status()).isEqualTo(Status.UP);
    }

    @Test
    void aNodeThatIsPausedSaysSoAndSinceWhen() {
        world.bridge().pause();
        Instant paused = world.clock.instant();
        world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.bridge().health().status()).isEqualTo(Status.UP);
        assertThat(onlyFinding().severity()).isEqualTo(Severity.NOTICE);
        assertThat(onlyFinding().problem()).contains("this node is paused");
        assertThat(onlyFinding().remedy()).contains("resume()");
        assertThat(onlyFinding().since()).contains(paused);

        world.bridge().pause();
        assertThat(onlyFinding().since()).contains(paused);
        world.bridge().resume();
        assertThat(world.bridge().health().findings()).isEmpty();
    }

    @Test
    void aStartThatFailsStandsOnTheTrail() {
        List<String> starts = new ArrayList<>();
        AtomicInteger writes = new AtomicInteger();
        try (Ledger ledger = Ledger.sqlite(directory.resolve("another.db"), world.clock);
                JitBridge bridge = world.bridgeOn(new FailingLedger(ledger, () -> writes.incrementAndGet() == 2))) {
            writes.set(0);
            assertThatThrownBy(() -> bridge.start(StartMode.AFTER_RESTORE)).isInstanceOf(LedgerException.class);
            ledger.<List<TrailRecord>>read(session -> session.audit()
                            .page(
                                    TrailQuery.builder()
                                            .kind(TrailEntry.Kind.START)
                                            .build(),
                                    0,
                                    10))
                    .forEach(record -> starts.add(record.entry().outcome()));
        }
        assertThat(starts).containsExactly("started, AFTER_RESTORE", "failed: the disk is full");
    }

    @Test
    void aBridgeThatIsStoppedIsDownAndAsksSendersToComeBack() {
        world.bridge().stop();
        world.bridge().stop();
        assertThat(world.post("{}").status()).isEqualTo(503);
        assertThat(world.post("{}").headers()).containsKey("Retry-After");
        Health health = world.bridge().health();
        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(health.findings().get(0).severity()).isEqualTo(Severity.FAILURE);
        assertThat(health.toString()).startsWith("DOWN FAILURE bridge: it has been stopped");

        world.bridge().close();
        world.bridge().close();
        assertThat(world.bridge().health().status()).isEqualTo(Status.DOWN);
        assertThat(world.post("{}").status()).isEqualTo(503);
    }

    @Test
    void aBridgeIsStartedOnce() {
        world.bridge().start();
        assertThatThrownBy(() -> world.bridge().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");
        assertThat(world.trail())
                .filteredOn(entry -> entry.kind() == TrailEntry.Kind.START)
                .hasSize(1);
        world.restart();
        world.bridge().stop();
        assertThatThrownBy(() -> world.bridge().start()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLedgerThatDoesNotAnswerHoldsUpNobodyWhoAsks() throws SQLException {
        try (HikariDataSource pool = TestPostgres.newLedger();
                JitBridge bridge = world.bridgeOn(Ledger.postgres(pool));
                Connection other = pool.getConnection()) {
            assertThat(bridge.health().status()).isEqualTo(Status.UP);

            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("LOCK TABLE effect IN ACCESS EXCLUSIVE MODE");
            }
            Health health = bridge.health();
            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(health.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.component()).isEqualTo("ledger");
                assertThat(finding.problem()).contains("it has not answered for 2 seconds");
            });

            other.rollback();
            assertThat(bridge.health().status()).isEqualTo(Status.UP);
        }
    }

    // ---- listeners

    @Test
    void aListenerThatHangsHoldsUpNobodyAndWhatItMissesShows() {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        world.restart(bridge -> bridge.listener(change -> {
            called.countDown();
            await(stuck);
        }));
        try {
            world.post("not JSON");
            await(called);
            for (int i = 0; i < 10_005; i++) {
                world.post("not JSON");
            }
            assertThat(world.bridge().health().findings()).anySatisfy(finding -> {
                assertThat(finding.component()).isEqualTo("listeners");
                assertThat(finding.problem()).contains("have missed 5 changes");
            });
        } finally {
            stuck.countDown();
        }
    }

    @Test
    void listenersWorkersAndConditionsHaveRequestAndTenantInTheMdc() {
        List<String> seen = new CopyOnWriteArrayList<>();
        world.restart(bridge -> bridge.route(Route.to("jira").when(request -> seen.add("route " + mdc())))
                .draftCustomizer((request, draft) -> {
                    seen.add("worker " + mdc());
                    return draft;
                })
                .listener(change -> seen.add("listener " + mdc())));
        JitRequestRef request = world.requestAdmin();
        world.bridge().runDue();

        String named = request.requestId() + " " + world.epm.tenantId();
        assertThat(seen).contains("route " + named, "worker " + named, "listener " + named);
        assertThat(mdc()).isEqualTo("null null");
    }

    private static String mdc() {
        return MDC.get("epmjit.request") + " " + MDC.get("epmjit.tenant");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- addresses

    @Test
    void allUrlsBeginWithThePublicOneWhateverItsPathAndSlash() {
        world.restart(bridge -> bridge.publicUrl(URI.create("https://proxy.example.com/tools/epm/")));
        assertThat(world.bridge().webhookUrl("acme")).isEqualTo("https://proxy.example.com/tools/epm/webhooks/acme");
        assertThat(world.bridge().urls())
                .extracting(BridgeUrl::url)
                .containsExactly(
                        "https://proxy.example.com/tools/epm/webhooks/acme",
                        "https://proxy.example.com/tools/epm/webhooks/acme/application-created",
                        "https://proxy.example.com/tools/epm/webhooks/acme/application-updated",
                        "https://proxy.example.com/tools/epm/webhooks/acme/admin-created",
                        "https://proxy.example.com/tools/epm/webhooks/acme/admin-updated",
                        "https://proxy.example.com/tools/epm/decisions/jira",
                        "https://proxy.example.com/tools/epm/requests/",
                        "https://proxy.example.com/tools/epm/operations");
        assertThat(world.bridge().urls().get(3).purpose()).isEqualTo("webhooks of acme: JIT Admin Ticket Created");
    }

    @Test
    void withoutAPublicUrlOnlyThePathIsKnown() {
        assertThat(world.bridge().webhookUrl("acme")).isEqualTo("/webhooks/acme");
        assertThatThrownBy(() -> world.bridge().webhookUrl("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has acme");
    }

    @Test
    void aPublicUrlThatIsNoneIsRefused() {
        for (String wrong : new String[] {
            "jit.example.com",
            "/epm",
            "ftp://jit.example.com",
            "https://u:p@jit.example.com",
            "https://jit.example.com/?x=1",
            "https://jit.example.com/#x"
        }) {
            assertThatThrownBy(() -> JitBridge.builder().publicUrl(URI.create(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https://jit.example.com/epm");
        }
    }
}
