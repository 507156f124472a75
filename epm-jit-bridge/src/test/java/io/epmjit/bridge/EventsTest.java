package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that come late, repeated, in another order, or say something else than EPM: the right state in the end, on the ticket too. */
class EventsTest {

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        // Without the reconciler, which would find everything anyway.
        world = new World(directory, FakeEpm.builder(), bridge -> bridge.reconciler(ReconcilerSettings.off()));
        world.live(Duration.ofMinutes(1));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void holdBack(EpmEvent... events) {
        for (EpmEvent event : events) {
            world.epm.webhooks().policy(event, DeliveryPolicy.byHand());
        }
    }

    private void assertDecidedOnce(JitRequestRef request, String decision, String by) {
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("EPM has confirmed", decision, by));
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
        assertThat(world.changes(JitChange.RequestReceived.class)).hasSize(1);
    }

    @Test
    void aDecisionThatArrivesBeforeItsRequestIsOnTheTicketOnceThereIsOne() {
        holdBack(EpmEvent.APPLICATION_TICKET_CREATED);
        EpmRequest asked = world.epm.requestApplication();
        JitRequestRef request = JitRequestRef.application(asked.requestId());
        world.epm.console().approve(asked.requestId(), "Once", "console admin");
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_DECISION_UPDATED);
        world.live(Duration.ofMinutes(2));
        assertThat(world.tickets(request)).isEmpty();

        world.restart();
        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(Duration.ofMinutes(5));
        assertDecidedOnce(request, "Approved", "console admin");
    }

    @Test
    void aRequestAndItsDecisionInTheWrongOrderEndLikeInTheRightOne() {
        holdBack(EpmEvent.ADMIN_TICKET_CREATED, EpmEvent.ADMIN_DECISION_UPDATED);
        EpmRequest asked = world.epm.requestAdmin();
        world.epm.console().deny(asked.requestId(), "console admin");
        world.epm.webhooks().sendWaitingReversed();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_TICKET_CREATED);
        world.live(Duration.ofMinutes(5));
        assertDecidedOnce(JitRequestRef.admin(asked.requestId()), "Denied", "console admin");
    }

    @Test
    void twoDecisionsInTheConsoleWhoseNewsOvertakeEachOtherEndWithWhatEpmHas() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        holdBack(EpmEvent.ADMIN_DECISION_UPDATED);
        world.epm.console().approve(request.requestId(), "3600", "first admin");
        world.epm.console().deny(request.requestId(), "second admin");
        world.epm.webhooks().sendWaitingReversed();
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));
        assertDecidedOnce(request, "Denied", "second admin");
    }

    @Test
    void everyEventMayComeThreeTimesAndSurviveRestarts() {
        for (EpmEvent event : EpmEvent.values()) {
            world.epm.webhooks().policy(event, DeliveryPolicy.repeated(3));
        }
        JitRequestRef request = world.requestAdmin();
        world.epm.webhooks().await(3, EpmEvent.ADMIN_TICKET_CREATED);
        world.restart();
        world.live(Duration.ofMinutes(1));
        world.epm.console().approve(request.requestId(), "3600", "console admin");
        world.epm.webhooks().await(3, EpmEvent.ADMIN_DECISION_UPDATED);
        world.restart();
        world.live(Duration.ofMinutes(5));
        assertDecidedOnce(request, "Approved", "console admin");
    }

    @Test
    void anEventThatComesLongAfterTheEndChangesNothing() {
        JitRequestRef request = world.requestAdmin();
        holdBack(EpmEvent.ADMIN_TICKET_CREATED, EpmEvent.ADMIN_DECISION_UPDATED);
        world.approve(request);
        world.live(Duration.ofMinutes(5));
        int notes = world.notes(request).size();
        world.live(Duration.ofDays(2));
        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));

        assertThat(world.notes(request)).hasSize(notes);
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(1);
    }

    @Test
    void aWebhookThatContradictsEpmIsNotBelieved() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.deliver(WebhookTemplate.SERVICENOW_ADMIN_UPDATED.render(Map.of(
                "RequestId",
                request.requestId(),
                "TenantId",
                world.epm.tenantId(),
                "Decision",
                "Approved",
                "DecisionPerformedByUser",
                "nobody")));
        world.live(Duration.ofMinutes(5));
        assertThat(world.notes(request)).isEmpty();
        assertThat(world.ticket(request).statusCategory()).isNotEqualTo(StatusCategory.DONE);

        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));
        assertDecidedOnce(request, "Denied", "console admin");
    }

    @Test
    void anotherTenantsRequestOfTheSameIdIsNotTouched() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.deliver(WebhookTemplate.SERVICENOW_ADMIN_UPDATED.render(
                Map.of("RequestId", request.requestId(), "TenantId", "another-tenant", "Decision", "Denied")));
        world.live(Duration.ofMinutes(5));
        assertThat(world.changes(JitChange.BodyQuarantined.class)).hasSize(1);
        assertThat(world.notes(request)).isEmpty();
        assertThat(world.changes(JitChange.StatusSeen.class)).isEmpty();
    }

    @Test
    void anAdminSessionThatIsOverWhenItsNewsArriveIsOnTheTicketWithBeginningAndEnd() {
        JitRequestRef request = world.requestAdmin();
        holdBack(EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(1));
        world.epm.console().approve(request.requestId(), "300", "console admin");
        world.live(Duration.ofHours(2));
        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));

        assertDecidedOnce(request, "Approved", "console admin");
        assertThat(world.notes(request).get(0)).contains("StartTime", "EndTime", "DecisionTime", "5 minutes");
        assertThat(world.approve(request).refusal()).contains(Refusal.FINAL);
    }

    @Test
    void theConfirmingNoteHasAllParticularsOfAnApprovalMadeHere() {
        JitRequestRef admin = world.requestAdmin();
        JitRequestRef application = world.requestApplication();
        world.approve(admin);
        world.approve(application);
        world.live(Duration.ofMinutes(5));

        for (JitRequestRef request : List.of(admin, application)) {
            assertThat(world.notes(request))
                    .filteredOn(note -> note.contains("EPM has confirmed"))
                    .singleElement()
                    .satisfies(note -> assertThat(note)
                            .contains("Decision", "DecisionTime", "DecisionPerformedByUser", "Duration")
                            .contains("Approved", "a.lee", "30 minutes", "StartTime"));
        }
        assertThat(world.notes(admin)).anySatisfy(note -> assertThat(note).contains("EndTime"));
    }

    @Test
    void whatWasUnconfirmedIsSentOnceMoreOnlyWhenAnOperatorSaysSo() {
        world.close();
        Path own = directory.resolve("blind");
        assertThat(own.toFile().mkdirs()).isTrue();
        world = new World(own, FakeEpm.builder().readableBy(), bridge -> bridge.reconciler(ReconcilerSettings.off()));
        world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, DeliveryPolicy.suppressed());
        JitRequestRef request = world.requestAdmin();
        world.epm
                .faults()
                .once(
                        io.epmjit.testkit.server.RequestMatcher.post("/management-api/v3/AdminAccessRequest/approval"),
                        Fault.status(500));
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(10));
        assertThat(world.atEpm(request).received()).isEmpty();
        long unconfirmed = world.changes(JitChange.DecisionFailed.class).get(0).decision();
        assertThat(world.approve(request).refusal()).contains(Refusal.EARLIER_APPROVAL_UNCONFIRMED);

        DecisionVerdict repeated = world.bridge().decisions().repeat(unconfirmed, "operator");
        assertThat(repeated.isAccepted()).isTrue();
        assertThat(world.bridge().decisions().repeat(unconfirmed, "operator").refusal())
                .contains(Refusal.BEING_SENT);
        world.live(Duration.ofMinutes(10));
        assertThat(world.atEpm(request).received()).hasSize(1);
        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.notes(request)).anySatisfy(note -> assertThat(note).contains("a.lee", "repeat"));
        long acknowledged =
                world.changes(JitChange.DecisionAcknowledged.class).get(0).decision();
        assertThat(world.bridge().decisions().repeat(acknowledged, "operator").refusal())
                .contains(Refusal.NOT_UNCONFIRMED);
    }

    @Test
    void aRequestThatEpmCannotFindAnyMoreStaysAsItWas() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().always(get("/management-api/v3/AdminAccessRequest/{id}"), Fault.status(404));
        world.deliver(WebhookTemplate.SERVICENOW_ADMIN_UPDATED.render(
                Map.of("RequestId", request.requestId(), "TenantId", world.epm.tenantId(), "Decision", "Denied")));
        world.live(Duration.ofMinutes(5));
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("not verified"));
        assertThat(world.ticket(request).statusCategory()).isNotEqualTo(StatusCategory.DONE);
    }
}
