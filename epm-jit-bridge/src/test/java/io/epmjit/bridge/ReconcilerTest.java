package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.ApiArea;
import io.epmjit.testkit.epm.ApiLevel;
import io.epmjit.testkit.epm.DecisionEffect;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lost webhook never said is found in EPM's own lists. */
class ReconcilerTest {

    private static final RequestMatcher LIST_ADMIN = get("/management-api/v3/AdminAccessRequest");
    private static final RequestMatcher LIST_APPLICATION = get("/management-api/v3/AuthorizationRequest");
    private static final RequestMatcher READ_APPLICATION = get("/management-api/v3/AuthorizationRequest/{id}");
    private static final RequestMatcher READ_APPLICATION_V2 = get("/management-api/v2/AuthorizationRequest/{id}");
    private static final RequestMatcher DECIDE_ADMIN = post("/management-api/v3/AdminAccessRequest/approval");

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory);
        world.live(Duration.ofMinutes(1));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void another(FakeEpm.Builder epm, ReconcilerSettings settings) {
        world.close();
        Path own = directory.resolve("another");
        assertThat(own.toFile().mkdirs()).isTrue();
        world = new World(own, epm, bridge -> bridge.reconciler(settings));
        world.live(Duration.ofMinutes(1));
    }

    private void loseAllWebhooks() {
        for (EpmEvent event : EpmEvent.values()) {
            world.epm.webhooks().policy(event, DeliveryPolicy.suppressed());
        }
    }

    private static JitRequestRef application(EpmRequest asked) {
        return JitRequestRef.application(asked.requestId());
    }

    // ---- requests that nobody told of

    @Test
    void aRequestWhoseWebhookWasLostIsFoundTicketedAndDecided() {
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestAdmin(Map.of("UserName", "ACME\\jdoe", "Reason", "printer driver"));
        JitRequestRef request = JitRequestRef.admin(asked.requestId());
        world.live(Duration.ofMinutes(10));

        assertThat(world.ticket(request).descriptionText())
                .contains("Found in EPM's own list of requests: no webhook spoke of it")
                .doesNotContain("nobody has verified")
                .contains("ACME\\jdoe", "printer driver", asked.ticketNumber(), asked.value("ComputerId"));
        assertThat(world.ticket(request).summary()).isEqualTo("EPM JIT Admin Access Request - ACME\\jdoe");
        assertThat(world.changes(JitChange.RequestFound.class)).hasSize(1);

        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(3));
        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void anApplicationRequestIsFoundWithEverythingThatItsRowSays() {
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestApplication(Map.of("User", "ACME\\jdoe", "ProductName", "Wireshark"));
        world.live(Duration.ofMinutes(10));

        JiraIssue ticket = world.ticket(application(asked));
        assertThat(ticket.descriptionText())
                .contains("ACME\\jdoe", "Wireshark", asked.value("HostName"), asked.value("Token"))
                .contains(asked.ticketNumber());
    }

    @Test
    void aNewRequestHasTimeToBeToldOfByItsWebhook() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.byHand());
        world.live(Duration.ofMinutes(4));
        EpmRequest asked = world.epm.requestAdmin();
        JitRequestRef request = JitRequestRef.admin(asked.requestId());
        world.live(Duration.ofSeconds(90));
        assertThat(world.tickets(request)).isEmpty();

        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_TICKET_CREATED);
        world.live(Duration.ofMinutes(20));
        assertThat(world.ticket(request).descriptionText()).contains("nobody has verified");
        assertThat(world.changes(JitChange.RequestFound.class)).isEmpty();
        assertThat(world.tickets(request)).hasSize(1);
    }

    @Test
    void aWebhookThatComesAfterAllAddsWhatItKnowsToTheTicket() {
        world.epm.webhooks().policy(EpmEvent.APPLICATION_TICKET_CREATED, DeliveryPolicy.byHand());
        EpmRequest asked = world.epm.requestApplication(Map.of("FilePathObjectId", "C:\\tools\\late.exe"));
        world.live(Duration.ofMinutes(10));
        assertThat(world.ticket(application(asked)).descriptionText()).doesNotContain("late.exe");

        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(Duration.ofMinutes(2));
        assertThat(world.notes(application(asked)))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("has come late", "C:\\tools\\late.exe"));
    }

    @Test
    void whatWasMadeAndDecidedInSilenceIsOnRecordAndOnATicket() {
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestApplication();
        world.epm.console().deny(asked.requestId(), "console admin");
        world.live(Duration.ofMinutes(12));

        assertThat(world.ticket(application(asked)).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(application(asked)))
                .singleElement()
                .satisfies(note -> assertThat(note).contains("EPM has confirmed", "Denied", "console admin"));
    }

    @Test
    void whatIsOlderThanTheBridgeIsNoneOfItsBusinessUnlessItIsToldSo() {
        loseAllWebhooks();
        EpmRequest old = world.epm.requestAdmin();
        world.live(Duration.ofMinutes(10));
        assertThat(world.tickets(JitRequestRef.admin(old.requestId()))).hasSize(1);

        FakeEpm.Builder epm = FakeEpm.builder();
        world.close();
        Path own = directory.resolve("later");
        assertThat(own.toFile().mkdirs()).isTrue();
        world = new World(own, epm);
        loseAllWebhooks();
        EpmRequest before = world.epm.requestAdmin();
        world.clock.advance(Duration.ofMinutes(5));
        world.live(Duration.ofMinutes(20));
        assertThat(world.tickets(JitRequestRef.admin(before.requestId()))).isEmpty();
    }

    @Test
    void withSinceOlderRequestsAreTakenInToo() {
        world.close();
        Path own = directory.resolve("since");
        assertThat(own.toFile().mkdirs()).isTrue();
        world = new World(
                own,
                FakeEpm.builder(),
                bridge -> bridge.reconciler(ReconcilerSettings.builder()
                        .shareOfRateLimit(100)
                        .since(java.time.Instant.now().minus(Duration.ofDays(1)))
                        .build()));
        loseAllWebhooks();
        EpmRequest before = world.epm.requestAdmin();
        world.clock.advance(Duration.ofHours(2));
        world.live(Duration.ofMinutes(6));
        assertThat(world.tickets(JitRequestRef.admin(before.requestId()))).hasSize(1);
    }

    @Test
    void switchedOffItAsksForNoList() {
        another(FakeEpm.builder(), ReconcilerSettings.off());
        loseAllWebhooks();
        world.epm.requestAdmin();
        world.live(Duration.ofMinutes(20));
        assertThat(world.epm.requests().count(LIST_ADMIN)).isZero();
        assertThat(world.jira.createdIssues()).isZero();
    }

    // ---- decisions that nobody told of

    @Test
    void aDecisionInTheConsoleOfWhichNoWebhookSpokeReachesTheTicket() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(20));
        loseAllWebhooks();
        world.epm.console().approve(request.requestId(), "1800", "console admin");
        world.live(Duration.ofMinutes(8));

        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request))
                .singleElement()
                .satisfies(note ->
                        assertThat(note).contains("Approved", "console admin", "30 minutes", "StartTime", "EndTime"));
    }

    @Test
    void aDecisionIsFoundEvenWhereTheListCannotBeTrustedToShowIt() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofHours(2));
        loseAllWebhooks();
        world.epm.console().deny(request.requestId(), "console admin");
        // Longer than the lists look back.
        world.clock.advance(Duration.ofHours(3));
        world.live(Duration.ofMinutes(6));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void aChangeOfMindInTheConsoleIsNoticedToo() {
        JitRequestRef request = world.requestAdmin();
        loseAllWebhooks();
        world.epm.console().approve(request.requestId(), "1800", "first admin");
        world.live(Duration.ofMinutes(8));
        world.epm.console().deny(request.requestId(), "second admin");
        world.live(Duration.ofMinutes(8));

        assertThat(world.notes(request)).hasSize(2);
        assertThat(world.notes(request).get(1)).contains("Denied", "second admin");
    }

    @Test
    void whatNobodyCouldTellOfADecisionShowsInTheList() {
        another(FakeEpm.builder().readableBy(), World.UNHURRIED);
        loseAllWebhooks();
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.automatic());
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().once(DECIDE_ADMIN, Fault.dropReply());
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(15));

        assertThat(world.changes(JitChange.DecisionFailed.class))
                .extracting(JitChange.DecisionFailed::state)
                .containsExactly(DecisionState.UNCONFIRMED);
        assertThat(world.notes(request)).anySatisfy(note -> assertThat(note).contains("EPM has confirmed", "Approved"));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
    }

    @Test
    void aDecisionOnItsWayIsLeftToWhoeverSendsIt() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        loseAllWebhooks();
        world.epm.faults().times(6, DECIDE_ADMIN, Fault.status(403));
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(30));

        assertThat(world.atEpm(request).received().stream()
                        .filter(decision -> decision.effect() == DecisionEffect.EFFECTIVE))
                .hasSize(1);
        assertThat(world.changes(JitChange.DecisionFailed.class)).isEmpty();
    }

    // ---- when things go wrong

    @Test
    void whatHappenedWhileEpmWasAwayIsFoundAfterwards() {
        loseAllWebhooks();
        world.epm.server().goDown();
        world.live(Duration.ofHours(3));
        world.epm.server().comeUp();
        EpmRequest asked = world.epm.requestAdmin();
        world.epm.server().goDown();
        world.live(Duration.ofHours(3));
        world.restart();
        world.epm.server().comeUp();
        world.live(Duration.ofMinutes(10));

        assertThat(world.tickets(JitRequestRef.admin(asked.requestId()))).hasSize(1);
    }

    @Test
    void aPageThatFailsKeepsTheWatermarkWhereItWas() {
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestApplication();
        world.epm.faults().always(LIST_APPLICATION, Fault.status(400));
        world.live(Duration.ofHours(2));
        assertThat(world.tickets(application(asked))).isEmpty();

        world.epm.faults().clear();
        world.live(Duration.ofMinutes(6));
        assertThat(world.tickets(application(asked))).hasSize(1);
    }

    @Test
    void nothingIsFoundTwice() {
        loseAllWebhooks();
        for (int i = 0; i < 5; i++) {
            world.epm.requestApplication();
        }
        world.live(Duration.ofMinutes(40));
        world.restart();
        world.live(Duration.ofMinutes(40));
        assertThat(world.jira.createdIssues()).isEqualTo(5);
    }

    @Test
    void withoutTheRightToReadAuditsItWorksAndSaysWhatIsMissing() {
        assertThat(world.bridge().health().findings()).isEmpty();
        world.epm.grant(ApiArea.AUDIT, ApiLevel.NO_ACCESS);
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestAdmin();
        world.live(Duration.ofMinutes(10));

        assertThat(world.tickets(JitRequestRef.admin(asked.requestId()))).hasSize(1);
        assertThat(world.bridge().health().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("lacks Audit: Read Only"));
    }

    @Test
    void aWebhookThatSomebodyChangesInEpmsSettingsIsTold() {
        world.epm.webhooks().remove("nobody");
        world.live(Duration.ofMinutes(6));
        int before = world.changes(JitChange.WebhookSettingsChanged.class).size();
        world.epm.registerWebhook(io.epmjit.testkit.epm.EpmWebhook.on(EpmEvent.ADMIN_TICKET_CREATED, world.webhookUrl())
                .build());
        world.live(Duration.ofMinutes(6));
        assertThat(world.changes(JitChange.WebhookSettingsChanged.class)).hasSizeGreaterThan(before);
    }

    @Test
    void whatWasRemovedForGoodIsNeverBroughtBackByAListOrALateEvent() {
        world.close();
        Path own = directory.resolve("purged");
        assertThat(own.toFile().mkdirs()).isTrue();
        world = new World(
                own,
                FakeEpm.builder(),
                bridge -> bridge.reconciler(World.UNHURRIED)
                        .retention(RetentionSettings.builder()
                                .adminTicketRecords(Duration.ofDays(1))
                                .build()));
        JitRequestRef request = world.requestAdmin();
        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofDays(3));
        assertThat(world.bridge()
                        .decisions()
                        .submit(DecisionProposal.deny(request)
                                .by("b.ray")
                                .reason("late")
                                .build())
                        .refusal())
                .contains(Refusal.UNKNOWN_REQUEST);

        // EPM shows it as changed just now, and its webhook comes once more.
        world.epm.console().approve(request.requestId(), "1800", "console admin");
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(20));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.changes(JitChange.RequestFound.class)).isEmpty();
        assertThat(world.changes(JitChange.LateEvent.class)).isNotEmpty();
    }

    // ---- tickets that say something else

    @Test
    void aTicketThatIsOpenedAgainAfterTheDecisionIsToldOnce() {
        JitRequestRef request = world.requestAdmin();
        world.approve(request);
        world.live(Duration.ofMinutes(3));
        world.jira.as(world.jira.approver()).setStatus(world.ticket(request).key(), "In Progress");
        world.live(Duration.ofMinutes(12));

        assertThat(world.changes(JitChange.TicketDisagrees.class)).hasSize(1);
        assertThat(world.notes(request))
                .filteredOn(note -> note.contains("open again"))
                .hasSize(1);
    }

    @Test
    void aTicketThatIsClosedWhileEpmStillWaitsIsToldOnce() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.as(world.jira.approver()).setStatus(world.ticket(request).key(), "Canceled");
        world.live(Duration.ofMinutes(30));

        assertThat(world.changes(JitChange.TicketDisagrees.class)).hasSize(1);
        assertThat(world.notes(request))
                .filteredOn(note -> note.contains("EPM still waits for a decision"))
                .hasSize(1);
        assertThat(world.atEpm(request).status()).isEqualTo("Pending");
    }

    // ---- two names of one request

    @Test
    void aRowWithoutRequestIdBecomesATicketThatSaysItCannotBeDecidedHere() {
        another(FakeEpm.builder().rowsWithRequestId(false), World.UNHURRIED);
        loseAllWebhooks();
        EpmRequest asked = world.epm.requestApplication();
        world.live(Duration.ofMinutes(10));

        JitRequestRef byNumber = JitRequestRef.application(asked.ticketNumber());
        assertThat(world.ticket(byNumber).descriptionText()).contains("cannot be decided here until its webhook comes");
        assertThat(world.approve(byNumber).refusal()).contains(Refusal.REQUEST_ID_UNKNOWN);
    }

    @Test
    void whenTheWebhookComesTheTwoAreOneAndTheOldestTicketStays() {
        another(FakeEpm.builder().rowsWithRequestId(false), World.UNHURRIED);
        world.epm.webhooks().policy(EpmEvent.APPLICATION_TICKET_CREATED, DeliveryPolicy.byHand());
        EpmRequest asked = world.epm.requestApplication();
        JitRequestRef request = application(asked);
        JitRequestRef byNumber = JitRequestRef.application(asked.ticketNumber());
        world.live(Duration.ofMinutes(10));
        JiraIssue ticket = world.ticket(byNumber);

        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(Duration.ofMinutes(5));
        assertThat(world.changes(JitChange.RequestsMerged.class)).hasSize(1);
        assertThat(world.jira.createdIssues()).isEqualTo(1);

        assertThat(world.approve(request).isAccepted()).isTrue();
        assertThat(world.approve(byNumber).refusal()).contains(Refusal.BEING_SENT);
        world.live(Duration.ofMinutes(5));
        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.jira.issue(ticket.key()).orElseThrow().statusCategory())
                .isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(byNumber))
                .anySatisfy(note -> assertThat(note).contains("EPM has confirmed", "Approved"));
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
    }

    @Test
    void ofTwoTicketsTheLaterOneIsNotedReportedAndClosed() {
        another(FakeEpm.builder().rowsWithRequestId(false), World.UNHURRIED);
        world.epm.webhooks().policy(EpmEvent.APPLICATION_TICKET_CREATED, DeliveryPolicy.suppressed());
        EpmRequest asked = world.epm.requestApplication();
        JitRequestRef request = application(asked);
        JitRequestRef byNumber = JitRequestRef.application(asked.ticketNumber());
        // The webhook has one name of the request only, and EPM cannot be asked for the other while the list is read.
        world.epm.faults().always(READ_APPLICATION, Fault.status(500));
        world.epm.faults().always(READ_APPLICATION_V2, Fault.status(500));
        Map<String, String> values = new HashMap<>(asked.values());
        values.put("RequestId", asked.requestId());
        values.put("TenantId", world.epm.tenantId());
        values.put("TicketNumber", "");
        world.deliver(WebhookTemplate.SERVICENOW_APPLICATION_CREATED.render(values));
        world.live(Duration.ofMinutes(1));
        assertThat(world.tickets(request)).hasSize(1);
        world.epm.faults().clear();
        world.epm
                .faults()
                .always(get("/management-api/v3/AuthorizationRequest/" + asked.requestId()), Fault.status(500));
        world.epm
                .faults()
                .always(get("/management-api/v2/AuthorizationRequest/" + asked.requestId()), Fault.status(500));
        world.live(Duration.ofMinutes(10));
        assertThat(world.tickets(byNumber)).hasSize(1);

        world.epm.faults().clear();
        world.live(Duration.ofMinutes(30));
        assertThat(world.changes(JitChange.RequestsMerged.class)).hasSize(1);
        assertThat(world.changes(JitChange.TicketDuplicated.class)).hasSize(1);
        assertThat(world.notes(byNumber))
                .anySatisfy(note -> assertThat(note)
                        .contains("duplicate", world.ticket(request).key()));
        assertThat(world.ticket(request).statusCategory()).isNotEqualTo(StatusCategory.DONE);

        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(5));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.ticket(byNumber).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void aBodyCannotMakeOneOfTwoRealRequests() {
        EpmRequest victim = world.epm.requestApplication();
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        EpmRequest other = world.epm.requestApplication();
        world.epm.webhooks().await(2, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(Duration.ofMinutes(1));
        Map<String, String> values = new HashMap<>(other.values());
        values.put("RequestId", other.requestId());
        values.put("TenantId", world.epm.tenantId());
        values.put("TicketNumber", victim.ticketNumber());
        world.deliver(WebhookTemplate.SERVICENOW_APPLICATION_CREATED.render(values));
        world.live(Duration.ofMinutes(10));

        assertThat(world.changes(JitChange.RequestsMerged.class)).isEmpty();
        world.approve(application(other));
        world.live(Duration.ofMinutes(3));
        assertThat(world.atEpm(application(other)).status()).isEqualTo("Approved");
        assertThat(world.atEpm(application(victim)).status()).isEqualTo("Pending");
        assertThat(world.ticket(application(victim)).statusCategory()).isNotEqualTo(StatusCategory.DONE);
    }

    @Test
    void aNumberThatAWebhookClaimedGivesWayToEpmsOwnWord() {
        EpmRequest real = world.epm.requestApplication(Map.of());
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.epm.webhooks().policy(EpmEvent.APPLICATION_TICKET_CREATED, DeliveryPolicy.suppressed());
        EpmRequest later = world.epm.requestApplication();
        // A body speaks of a request that EPM does not know, by the number of one that it does.
        Map<String, String> values = new HashMap<>(real.values());
        values.put("RequestId", "11111111-2222-3333-4444-555555555555");
        values.put("TenantId", world.epm.tenantId());
        values.put("TicketNumber", later.ticketNumber());
        world.deliver(WebhookTemplate.SERVICENOW_APPLICATION_CREATED.render(values));
        world.live(Duration.ofMinutes(10));

        assertThat(world.tickets(application(later))).hasSize(1);
        assertThat(world.ticket(application(later)).text(FakeJira.STAMP_FIELD)).contains(later.requestId());
        assertThat(world.changes(JitChange.RequestsMerged.class)).isEmpty();
        world.approve(application(later));
        world.live(Duration.ofMinutes(3));
        assertThat(world.atEpm(application(later)).status()).isEqualTo("Approved");
    }

    // ---- settings

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> ReconcilerSettings.builder()
                        .overlap(Duration.ofMinutes(1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grace period");
        assertThatThrownBy(
                        () -> ReconcilerSettings.builder().shareOfRateLimit(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percent");
        assertThat(List.of(
                        ReconcilerSettings.off().isOn(),
                        ReconcilerSettings.builder().build().isOn()))
                .containsExactly(false, true);
    }
}
