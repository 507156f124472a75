package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.StatusCategory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tracker gets which request, and what becomes of one that no tracker gets. */
class RoutesTest {

    private static final Duration A_WHILE = Duration.ofMinutes(5);

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

    private List<JiraIssue> secondTickets(JitRequestRef request) {
        return world.secondJira().issuesWith(FakeJira.STAMP_FIELD, request.requestId());
    }

    @Test
    void withoutRoutesARequestGetsATicketInEveryTrackerAndBothFollowTheDecision() {
        world.restart(bridge -> bridge.connector(world.secondConnector()));
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(secondTickets(request)).hasSize(1);

        assertThat(world.bridge()
                        .decisions()
                        .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                                .by("a.lee")
                                .reason("change CHG0042")
                                .build())
                        .isAccepted())
                .isTrue();
        world.live(A_WHILE);
        for (JiraIssue ticket :
                List.of(world.ticket(request), secondTickets(request).get(0))) {
            assertThat(ticket.internalNotes()).hasSize(2);
            assertThat(ticket.statusCategory()).isEqualTo(StatusCategory.DONE);
        }
    }

    @Test
    void aRequestGoesToTheTrackersOfAllRoutesThatTakeItAndToNoOther() {
        world.restart(bridge -> bridge.connector(world.secondConnector())
                .route(Route.to("jira").kind(RequestKind.APPLICATION))
                .route(Route.to("jira-2")
                        .tenant(world.epm.tenantId().toUpperCase(Locale.ROOT))
                        .kind(RequestKind.ADMIN))
                .route(Route.to("jira", "jira-2")
                        .when(request -> request.text(Placeholder.USER)
                                .filter("ACME\\vip"::equals)
                                .isPresent())));
        JitRequestRef application = world.requestApplication();
        JitRequestRef admin = world.requestAdmin();
        JitRequestRef both = JitRequestRef.application(
                world.epm.requestApplication(Map.of("User", "ACME\\vip")).requestId());
        world.epm.webhooks().await(2, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(A_WHILE);

        assertThat(world.tickets(application)).hasSize(1);
        assertThat(secondTickets(application)).isEmpty();
        assertThat(world.tickets(admin)).isEmpty();
        assertThat(secondTickets(admin)).hasSize(1);
        assertThat(world.tickets(both)).hasSize(1);
        assertThat(secondTickets(both)).hasSize(1);

        world.epm.console().deny(admin.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(A_WHILE);
        assertThat(secondTickets(admin).get(0).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
    }

    @Test
    void aRequestThatNoRouteTakesIsHeldLoudlyCanBeDecidedAndGoesItsWayOnceTheRoutesAreCorrected() {
        world.restart(bridge -> bridge.route(Route.to("jira").kind(RequestKind.APPLICATION)));
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);

        assertThat(world.tickets(request)).isEmpty();
        assertThat(world.changes(JitChange.RequestHeld.class))
                .singleElement()
                .satisfies(held -> assertThat(held.request()).isEqualTo(request));
        Health health = world.bridge().health();
        assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.component()).isEqualTo("routes");
            assertThat(finding.problem())
                    .contains("1 request has no ticket", request.requestId(), "no route takes this admin request");
            assertThat(finding.since()).isPresent();
        });

        assertThat(world.bridge()
                        .decisions()
                        .submit(DecisionProposal.deny(request)
                                .by("a.lee")
                                .reason("not today")
                                .build())
                        .isAccepted())
                .isTrue();
        world.live(A_WHILE);
        assertThat(world.atEpm(request).decision())
                .hasValueSatisfying(decision -> assertThat(decision.approved()).isFalse());

        world.restart(bridge -> bridge);
        world.live(A_WHILE);
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request)).hasSize(2);
        assertThat(world.bridge().health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aConditionThatFailsHoldsTheRequestUntilItWorksAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        world.restart(bridge -> bridge.route(Route.to("jira").when(request -> {
            if (broken.get()) {
                throw new IllegalStateException("the directory is away");
            }
            return true;
        })));
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);
        assertThat(world.tickets(request)).isEmpty();
        assertThat(world.bridge().health().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem())
                        .contains("the condition of route 1", "IllegalStateException")
                        .doesNotContain("the directory is away"));

        broken.set(false);
        world.live(A_WHILE);
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.bridge().health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aRepeatedWebhookDoesNotSendARequestAnotherWay() {
        AtomicBoolean toTheSecond = new AtomicBoolean();
        world.restart(bridge -> bridge.connector(world.secondConnector())
                .route(Route.to("jira").when(request -> !toTheSecond.get()))
                .route(Route.to("jira-2").when(request -> toTheSecond.get())));
        JitRequestRef request = JitRequestRef.admin("R-1");
        String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", request.requestId(), "TenantId", world.epm.tenantId()));
        assertThat(world.post(body).status()).isEqualTo(202);
        toTheSecond.set(true);
        assertThat(world.post(body).status()).isEqualTo(202);
        world.live(A_WHILE);
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(secondTickets(request)).isEmpty();
    }

    @Test
    void aRouteToAConnectorOrTenantThatIsNotThereIsRefusedWhenTheBridgeIsBuilt() {
        assertThatThrownBy(() -> world.restart(bridge -> bridge.route(Route.to("servicenow"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("route to servicenow")
                .hasMessageContaining("it has jira");
        assertThatThrownBy(() ->
                        world.restart(bridge -> bridge.route(Route.to("jira").tenant("somebody-else"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenant somebody-else");
        assertThatThrownBy(Route::to).isInstanceOf(IllegalArgumentException.class);
    }
}
