package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.http.HttpAttempt;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.server.Fault;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bridge's metrics say, by their names. */
class JitMetricsTest {

    private static final Duration A_WHILE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private RequiredSearch meter(String name, String... tags) {
        return registry.get(name).tags(tags);
    }

    private double webhooks(String outcome, String cause) {
        return meter("epmjit.webhooks", "source", "acme", "outcome", outcome, "cause", cause)
                .functionCounter()
                .count();
    }

    @Test
    void webhooksAreCountedByWhatBecameOfThemAndWhy() throws IOException, InterruptedException {
        JitMetrics.of(world.bridge()).bindTo(registry);
        world.requestAdmin();
        world.post("not JSON");
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(world.webhookUrl().toString()))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding());

        assertThat(webhooks("accepted", "none")).isEqualTo(1);
        assertThat(webhooks("quarantined", "none")).isEqualTo(1);
        assertThat(webhooks("refused", "credential")).isEqualTo(1);
        assertThat(webhooks("refused", "not_tls")).isZero();
        assertThat(meter("epmjit.quarantine.waiting").gauge().value()).isEqualTo(1);
        assertThat(meter("epmjit.requests.held").gauge().value()).isZero();

        world.bridge().stop();
        world.post("{}");
        assertThat(webhooks("put_off", "stopped")).isEqualTo(1);
    }

    @Test
    void attemptsAndWhatWaitsAreSeenByTarget() {
        JitMetrics.of(world.bridge()).bindTo(registry);
        world.jira.faults().once(post("/rest/api/3/issue"), Fault.status(503));
        world.requestAdmin();
        world.bridge().runDue();
        world.clock.advance(Duration.ofSeconds(1));

        assertThat(meter("epmjit.attempts", "target", "jira", "action", "open", "task", "perform")
                        .timers())
                .singleElement()
                .satisfies(timer -> {
                    assertThat(timer.count()).isEqualTo(1);
                    assertThat(timer.getId().getTag("outcome")).isIn("planned", "unknown");
                });
        assertThat(meter("epmjit.effects.waiting", "target", "jira").gauges().stream()
                        .mapToDouble(gauge -> gauge.value())
                        .sum())
                .isEqualTo(1);
        assertThat(meter("epmjit.effects.oldest.age", "target", "jira")
                        .timeGauge()
                        .value(TimeUnit.MILLISECONDS))
                .isEqualTo(1000);
        assertThat(meter("epmjit.effects.given.up", "target", "jira").gauge().value())
                .isZero();
        assertThat(meter("epmjit.health").gauge().value()).isZero();
    }

    @Test
    void howManyRequestsNobodyHasDecidedAndForHowLongIsSeen() {
        JitMetrics.of(world.bridge()).bindTo(registry);
        world.requestAdmin();
        world.live(Duration.ofMinutes(20));
        JitRequestRef decided = world.requestApplication();
        world.requestApplication();
        world.deny(decided);
        world.live(A_WHILE);

        assertThat(meter("epmjit.requests.undecided").gauge().value()).isEqualTo(2);
        assertThat(meter("epmjit.requests.undecided.oldest.age").timeGauge().value(TimeUnit.MINUTES))
                .isEqualTo(21);
    }

    @Test
    void whatWaitsForItsTimeIsSeenAndIsNoBacklog() {
        world.restart(bridge ->
                bridge.followUp(FollowUpSettings.builder().notesExpiry(true).build()));
        JitMetrics.of(world.bridge()).bindTo(registry);
        JitRequestRef request = world.requestApplication();
        world.approve(request);
        world.live(Duration.ofMinutes(25));

        String timers = "timer:" + world.epm.tenantId();
        assertThat(meter("epmjit.effects.waiting", "target", timers, "state", "planned")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meter("epmjit.effects.oldest.age", "target", timers)
                        .timeGauge()
                        .value(TimeUnit.MILLISECONDS))
                .isZero();
        assertThat(world.bridge().health().findings()).isEmpty();
    }

    @Test
    void decisionsAreCountedByOutcomeAndWayInAndPeopleOnlyWhenAskedFor() {
        JitMetrics.of(world.bridge()).bindTo(registry);
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);
        submit(request, "");
        submit(request, "change CHG0042");
        world.live(A_WHILE);

        assertThat(decisions("not_taken")).isEqualTo(1);
        assertThat(meter("epmjit.decisions.not.taken", "rule", "reason_missing")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(decisions("accepted")).isEqualTo(1);
        assertThat(decisions("acknowledged")).isEqualTo(1);
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.toString()).doesNotContain("a.lee", request.requestId()));
        assertThat(meter("epmjit.changes", "kind", "TicketResolved").counter().count())
                .isEqualTo(1);

        SimpleMeterRegistry named = new SimpleMeterRegistry();
        JitMetrics.of(world.bridge()).withApprovers().bindTo(named);
        JitRequestRef another = world.requestApplication();
        world.live(A_WHILE);
        submit(another, "change CHG0042");
        world.live(A_WHILE);
        assertThat(named.get("epmjit.decisions")
                        .tags("outcome", "acknowledged", "approver", "a.lee")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double decisions(String outcome) {
        return meter("epmjit.decisions", "outcome", outcome, "answer", "approve", "way_in", "code")
                .counter()
                .count();
    }

    private void submit(JitRequestRef request, String reason) {
        world.bridge()
                .decisions()
                .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                        .by("a.lee")
                        .reason(reason)
                        .build());
    }

    @Test
    void theCallsOfAClientAreTimedByTheirOutcome() {
        JitMetrics.calls(registry)
                .attempted(HttpAttempt.builder()
                        .api("EPM")
                        .method("GET")
                        .pathTemplate("/management-api/v3/AdminAccessRequest/{}")
                        .number(1)
                        .took(Duration.ofMillis(20))
                        .status(Optional.of(401))
                        .build());
        assertThat(meter("epmjit.calls", "api", "EPM", "outcome", "4xx").timer().count())
                .isEqualTo(1);
    }

    @Test
    void whileTheLedgerDoesNotAnswerWhatWaitsIsNotANumber() {
        JitMetrics.of(world.bridge()).bindTo(registry);
        world.bridge().close();
        assertThat(meter("epmjit.quarantine.waiting").gauge().value()).isNaN();
        assertThat(meter("epmjit.health").gauge().value()).isEqualTo(2);
    }
}
