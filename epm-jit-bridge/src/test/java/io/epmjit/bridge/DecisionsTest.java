package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.jira.DecisionField;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.RequestIdKind;
import io.epmjit.testkit.epm.SecondDecision;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Gate;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.RequestMatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a proposal to what EPM and the ticket say of it. */
class DecisionsTest {

    private static final RequestMatcher DECIDE_APPLICATION =
            post("/management-api/v2/AuthorizationRequest/notification");
    private static final RequestMatcher DECIDE_ADMIN = post("/management-api/v3/AdminAccessRequest/approval");
    private static final RequestMatcher LIST_ADMIN = get("/management-api/v3/AdminAccessRequest");
    private static final RequestMatcher READ_ADMIN = get("/management-api/v3/AdminAccessRequest/{id}");

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

    // ---- what is refused at the desk

    @Test
    void aBlankReasonIsRefusedInTheGuidesWords() {
        JitRequestRef request = world.requestAdmin();
        for (DecisionProposal proposal : List.of(
                DecisionProposal.approve(request, AccessDuration.minutes(30))
                        .by("a.lee")
                        .reason(" \t ")
                        .build(),
                DecisionProposal.deny(request).by("a.lee").build())) {
            DecisionVerdict verdict = world.bridge().decisions().submit(proposal);
            assertThat(verdict.isAccepted()).isFalse();
            assertThat(verdict.refusal()).contains(Refusal.REASON_MISSING);
            assertThat(verdict.message()).isEqualTo("Please enter a reason");
        }
        world.live(Duration.ofMinutes(1));
        assertThat(world.atEpm(request).received()).isEmpty();
    }

    @Test
    void aDurationOutsideTheGuidesRangesIsRefusedInItsWords() {
        JitRequestRef request = world.requestApplication();
        assertThat(approveFor(request, AccessDuration.minutes(4)).message())
                .isEqualTo("Enter a number between 5 and 1440");
        assertThat(approveFor(request, AccessDuration.hours(25)).message())
                .isEqualTo("Enter a number between 1 and 24");
        assertThat(approveFor(request, AccessDuration.hours(25)).refusal()).contains(Refusal.DURATION_OUT_OF_RANGE);
        assertThat(approveFor(request, AccessDuration.once()).isAccepted()).isTrue();
    }

    private DecisionVerdict approveFor(JitRequestRef request, AccessDuration duration) {
        return world.bridge()
                .decisions()
                .submit(DecisionProposal.approve(request, duration)
                        .by("a.lee")
                        .reason("because")
                        .build());
    }

    @Test
    void onceForAnAdminRequestIsRefusedAndTheSettingNamed() {
        DecisionVerdict verdict = approveFor(world.requestAdmin(), AccessDuration.once());
        assertThat(verdict.refusal()).contains(Refusal.ONCE_NOT_AVAILABLE);
        assertThat(verdict.message()).contains("adminOnceValue");
    }

    @Test
    void somebodyHasToDecide() {
        DecisionVerdict verdict = world.bridge()
                .decisions()
                .submit(DecisionProposal.deny(world.requestAdmin())
                        .by(" ")
                        .reason("no")
                        .build());
        assertThat(verdict.refusal()).contains(Refusal.APPROVER_MISSING);
    }

    @Test
    void aRequestThatNeverCameInCannotBeDecided() {
        assertThat(world.approve(JitRequestRef.admin("11111111-2222-3333-4444-555555555555"))
                        .refusal())
                .contains(Refusal.UNKNOWN_REQUEST);
    }

    @Test
    void theFirstDecisionWinsAndTheNextIsToldSo() {
        JitRequestRef request = world.requestAdmin();
        assertThat(world.approve(request).isAccepted()).isTrue();

        DecisionVerdict second = world.deny(request);
        assertThat(second.refusal()).contains(Refusal.BEING_SENT);
        assertThat(second.message())
                .isEqualTo("Not taken: an earlier decision was submitted, waiting for EPM (approved by a.lee)");

        world.live(Duration.ofMinutes(1));
        DecisionVerdict third = world.deny(request);
        assertThat(third.refusal()).contains(Refusal.FINAL);
        assertThat(third.message())
                .isEqualTo("The server has accepted the decision. It is now final and cannot be changed");
        assertThat(world.effective(request)).hasSize(1);
    }

    // ---- what becomes of an accepted one

    @Test
    void anApprovalReachesEpmOnceAndTheTicketSaysSo() {
        JitRequestRef request = world.requestApplication();
        world.live(Duration.ofMinutes(1));
        world.approve(request);
        world.live(Duration.ofMinutes(3));

        assertThat(world.effective(request)).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo("Approved");
            assertThat(decision.duration()).isEqualTo("1800");
            assertThat(decision.performedBy()).isEqualTo("a.lee");
            assertThat(decision.message()).isEqualTo("change CHG0042");
        });
        assertThat(world.epm.canRun(request.requestId())).isTrue();
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request)).hasSize(2);
        assertThat(world.notes(request).get(0)).contains("waits for EPM", "a.lee", "change CHG0042", "30 minutes");
        assertThat(world.notes(request).get(1)).contains("EPM has confirmed the decision", "Approved");
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(1);
    }

    @Test
    void aDenialReachesEpmOnceAndTheTicketSaysSo() {
        JitRequestRef request = world.requestAdmin();
        world.deny(request);
        world.live(Duration.ofMinutes(3));

        assertThat(world.effective(request)).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo("Denied");
            assertThat(decision.performedBy()).isEqualTo("b.ray");
        });
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void anApprovalWhoseReplyIsLostIsSentOnce() {
        JitRequestRef request = world.requestApplication();
        world.epm.faults().once(DECIDE_APPLICATION, Fault.dropReply());
        world.approve(request);
        world.live(Duration.ofMinutes(5));

        assertThat(world.atEpm(request).received()).hasSize(1);
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(1);
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void anApprovalThatGotLostOnTheWayIsSentAgainOnceEpmSaysPending() {
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().once(DECIDE_ADMIN, Fault.resetBeforeWork());
        world.approve(request);
        world.live(Duration.ofMinutes(5));

        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(2);
        assertThat(world.effective(request)).hasSize(1);
    }

    @Test
    void whatTheConsoleDecidedFirstStands() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.console().deny(request.requestId(), "console admin");
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(5));

        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isZero();
        assertThat(world.atEpm(request).status()).isEqualTo("Denied");
        assertThat(world.changes(JitChange.DecisionFailed.class))
                .extracting(JitChange.DecisionFailed::state)
                .containsExactly(DecisionState.CONFLICT);
        assertThat(world.notes(request))
                .anySatisfy(note -> assertThat(note).contains("EPM says something else", "Denied"));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void anApprovalThatCouldNotBeSentInTimeExpiresAndTheRequestCanBeDecidedAgain() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.server().goDown();
        world.approve(request);
        world.live(Duration.ofMinutes(90));
        world.epm.server().comeUp();
        world.live(Duration.ofMinutes(30));

        assertThat(world.atEpm(request).received()).isEmpty();
        assertThat(world.changes(JitChange.DecisionFailed.class))
                .extracting(JitChange.DecisionFailed::state)
                .containsExactly(DecisionState.EXPIRED);
        assertThat(world.notes(request))
                .anySatisfy(note -> assertThat(note).contains("has expired", "can be decided again"));

        assertThat(world.deny(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(5));
        assertThat(world.atEpm(request).status()).isEqualTo("Denied");
    }

    @Test
    void aDefiniteRefusalReopensTheRequest() {
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().once(DECIDE_ADMIN, Fault.status(422));
        world.approve(request);
        world.live(Duration.ofMinutes(2));

        assertThat(world.changes(JitChange.DecisionFailed.class))
                .extracting(JitChange.DecisionFailed::state)
                .containsExactly(DecisionState.REFUSED);
        assertThat(world.notes(request))
                .anySatisfy(note -> assertThat(note).contains("The decision was refused", "can be decided again"));
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(request)).hasSize(1);
    }

    @Test
    void aMissingRightIsNoRefusalAndIsWaitedFor() {
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().times(2, DECIDE_ADMIN, Fault.status(403));
        world.approve(request);
        world.live(Duration.ofMinutes(10));

        assertThat(world.changes(JitChange.DecisionFailed.class)).isEmpty();
        assertThat(world.effective(request)).hasSize(1);
    }

    @Test
    void whatEpmSaysRightAfterItsAcknowledgementStands() throws IOException {
        Path otherDirectory = Files.createDirectory(directory.resolve("ignoring"));
        try (World ignoring = new World(otherDirectory, FakeEpm.builder().secondDecision(SecondDecision.IGNORED))) {
            JitRequestRef request = ignoring.requestAdmin();
            ignoring.live(Duration.ofMinutes(1));
            // The console decides between our reading and the arrival of our decision.
            CountDownLatch decided = new CountDownLatch(1);
            ignoring.epm.faults().once(DECIDE_ADMIN, Fault.holdWork(decided));
            Thread console = new Thread(() -> {
                ignoring.epm.requests().await(1, DECIDE_ADMIN);
                ignoring.epm.console().deny(request.requestId(), "console admin");
                decided.countDown();
            });
            console.start();
            ignoring.bridge()
                    .decisions()
                    .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                            .by("a.lee")
                            .reason("change")
                            .build());
            ignoring.live(Duration.ofMinutes(3));

            assertThat(ignoring.atEpm(request).status()).isEqualTo("Denied");
            assertThat(ignoring.changes(JitChange.DecisionFailed.class))
                    .extracting(JitChange.DecisionFailed::state)
                    .containsExactly(DecisionState.CONFLICT);
            assertThat(ignoring.changes(JitChange.DecisionAcknowledged.class)).isEmpty();
            assertThat(ignoring.notes(request))
                    .anySatisfy(note -> assertThat(note).contains("EPM has confirmed", "Denied"));
        }
    }

    @Test
    void whoDecidedInTheConsoleWhileOurDecisionWasOnItsWayIsToldThatItWasOverwritten() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        CountDownLatch decided = new CountDownLatch(1);
        world.epm.faults().once(DECIDE_ADMIN, Fault.holdWork(decided));
        Thread console = new Thread(() -> {
            world.epm.requests().await(1, DECIDE_ADMIN);
            world.epm.console().deny(request.requestId(), "console admin");
            decided.countDown();
        });
        console.start();
        world.approve(request);
        world.live(Duration.ofMinutes(1));
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));

        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.changes(JitChange.DecisionOverwritten.class))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.overwritten()).isEqualTo(DecisionStatus.DENIED);
                    assertThat(change.by()).hasValue("console admin");
                });
        assertThat(world.notes(request))
                .filteredOn(note -> note.contains("has been overwritten"))
                .singleElement()
                .asString()
                .contains("Denied", "console admin");
    }

    @Test
    void whatEpmItselfHadSaidAndALateDecisionOfOursOverwroteIsTold() throws Exception {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().once(DECIDE_ADMIN, Fault.resetBeforeWork());
        world.approve(request);
        world.bridge().runDue();
        ReceivedRequest onItsWay = world.epm.requests().await(1, DECIDE_ADMIN).get(0);
        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.bridge().runDue();
        assertThat(world.changes(JitChange.StatusSeen.class))
                .last()
                .satisfies(change -> assertThat(change.status()).isEqualTo(DecisionStatus.DENIED));
        arrivesAfterAll(onItsWay);
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));

        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.changes(JitChange.DecisionOverwritten.class)).isNotEmpty();
        assertThat(world.notes(request))
                .filteredOn(note -> note.contains("has been overwritten"))
                .hasSize(1);
    }

    /** What the network had held back. */
    private void arrivesAfterAll(ReceivedRequest call) throws Exception {
        HttpRequest again = HttpRequest.newBuilder(URI.create(world.epm.url() + call.path()))
                .header("Authorization", call.header("Authorization").orElseThrow())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.text()))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(again, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ourOwnDecisionAndOneThatOverrulesItAreNotCalledOverwritten() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.approve(request);
        world.live(Duration.ofMinutes(5));
        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofMinutes(5));

        assertThat(world.changes(JitChange.StatusSeen.class)).hasSize(2);
        assertThat(world.changes(JitChange.DecisionOverwritten.class)).isEmpty();
    }

    @Test
    void aDecisionMadeBeforeTheRequestItselfCameInIsOnTheTicketLater() {
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.byHand());
        EpmRequest asked = world.epm.requestAdmin();
        JitRequestRef request = JitRequestRef.admin(asked.requestId());
        world.hearOfADecision(request);
        world.live(Duration.ofMinutes(1));
        assertThat(world.deny(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(1));
        assertThat(world.jira.createdIssues()).isZero();

        world.epm.webhooks().sendWaiting();
        world.epm.webhooks().await(1, EpmEvent.ADMIN_TICKET_CREATED);
        world.live(Duration.ofMinutes(2));
        assertThat(world.notes(request)).anySatisfy(note -> assertThat(note).contains("b.ray", "not this week"));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
    }

    @Test
    void aReasonOfInvisibleCharactersIsNoReason() {
        DecisionVerdict verdict = world.bridge()
                .decisions()
                .submit(DecisionProposal.deny(world.requestAdmin())
                        .by("b.ray")
                        .reason("\u00a0\u200b\u2060")
                        .build());
        assertThat(verdict.refusal()).contains(Refusal.REASON_MISSING);
    }

    @Test
    void whatEpmSaysOfADecisionIsFilledIntoFieldsAndWhatCannotBeIsToldAndKeepsNoTicketOpen() {
        world.restart(bridge -> bridge.connector(world.secondConnector(
                DecisionField.of("DecisionPerformedByUser=Summary"),
                DecisionField.of("Duration=Description"),
                DecisionField.of("DecisionTime=customfield_99999"))));
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.approve(request);
        world.live(Duration.ofMinutes(5));

        JiraIssue ticket = world.secondJira()
                .issuesWith(FakeJira.STAMP_FIELD, request.requestId())
                .get(0);
        assertThat(ticket.summary()).isEqualTo("a.lee");
        assertThat(ticket.descriptionText()).isEqualTo("30 minutes");
        assertThat(ticket.statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.changes(JitChange.TicketResolved.class))
                .filteredOn(resolved -> resolved.ticket().connector().equals("jira-2"))
                .singleElement()
                .satisfies(resolved -> assertThat(resolved.remarks())
                        .singleElement()
                        .asString()
                        .contains("customfield_99999", "DecisionTime"));
        assertThat(world.changes(JitChange.TicketResolved.class))
                .filteredOn(resolved -> resolved.ticket().connector().equals("jira"))
                .singleElement()
                .satisfies(resolved -> assertThat(resolved.remarks()).isEmpty());
    }

    // ---- what EPM carries out late, or somebody else has seen meanwhile

    @Test
    void aDecisionThatEpmCarriesOutSecondsAfterItsDeadlineIsNotSentTwice() throws Exception {
        JitRequestRef request = world.requestAdmin();
        ReceivedRequest onItsWay = approvalThatGotStuck(request);
        world.clock.advance(Duration.ofSeconds(35));
        world.bridge().runDue();
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
        arrivesAfterAll(onItsWay);
        world.live(Duration.ofMinutes(5));

        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(2);
        assertThat(world.effective(request)).hasSize(1);
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(1);
        assertThat(world.changes(JitChange.DecisionOverwritten.class)).isEmpty();
    }

    @Test
    void howLateEpmMayBeIsASetting() {
        world.restart(bridge -> bridge.epmConsistencyDelay(Duration.ofMinutes(2)));
        JitRequestRef request = world.requestAdmin();
        approvalThatGotStuck(request);
        world.live(Duration.ofSeconds(140));
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);

        world.live(Duration.ofSeconds(20));
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(2);
        assertThat(world.effective(request)).hasSize(1);
    }

    @Test
    void aDelayThatIsNegativeIsRefused() {
        assertThatThrownBy(() -> JitBridge.builder().epmConsistencyDelay(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** An approval that EPM has not carried out yet when its connection ends. */
    private ReceivedRequest approvalThatGotStuck(JitRequestRef request) {
        world.live(Duration.ofMinutes(1));
        world.epm.faults().once(DECIDE_ADMIN, Fault.resetBeforeWork());
        world.approve(request);
        world.bridge().runDue();
        return world.epm.requests().await(1, DECIDE_ADMIN).get(0);
    }

    @Test
    void whatAnotherWorkerHasSeenAtEpmSinceWeAskedKeepsOurDecisionBack() throws InterruptedException {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        Gate answered = new Gate();
        world.epm.faults().once(READ_ADMIN, Fault.holdReply(answered));
        world.approve(request);
        Thread sender = new Thread(() -> world.bridge().runDue());
        sender.start();
        assertThat(answered.await(Duration.ofSeconds(20))).isTrue();
        world.epm.console().deny(request.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.bridge().runDue();
        answered.open();
        sender.join();
        world.live(Duration.ofMinutes(5));

        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isZero();
        assertThat(world.atEpm(request).status()).isEqualTo("Denied");
        assertThat(world.changes(JitChange.DecisionFailed.class))
                .extracting(JitChange.DecisionFailed::state)
                .containsExactly(DecisionState.CONFLICT);
        assertThat(world.notes(request))
                .anySatisfy(note -> assertThat(note).contains("EPM says something else", "Denied"));
    }

    // ---- where EPM cannot be read

    @Test
    void whereNothingCanBeReadAFirstApprovalGoesOutOnceAndALostReplyLeavesItUnconfirmed() {
        try (World blind = new World(
                directory.resolve("blind").toFile().mkdir() ? directory.resolve("blind") : directory,
                FakeEpm.builder().readableBy(new RequestIdKind[0]))) {
            JitRequestRef request = blind.requestAdmin();
            blind.epm.faults().always(LIST_ADMIN, Fault.status(403));
            blind.epm.faults().once(DECIDE_ADMIN, Fault.dropReply());
            blind.bridge()
                    .decisions()
                    .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                            .by("a.lee")
                            .reason("change")
                            .build());
            blind.epm
                    .webhooks()
                    .policy(EpmEvent.ADMIN_DECISION_UPDATED, io.epmjit.testkit.epm.DeliveryPolicy.suppressed());
            blind.live(Duration.ofMinutes(10));

            assertThat(blind.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
            assertThat(blind.changes(JitChange.DecisionFailed.class))
                    .extracting(JitChange.DecisionFailed::state)
                    .containsExactly(DecisionState.UNCONFIRMED);
            DecisionVerdict again = blind.bridge()
                    .decisions()
                    .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                            .by("a.lee")
                            .reason("change")
                            .build());
            assertThat(again.refusal()).contains(Refusal.EARLIER_APPROVAL_UNCONFIRMED);
            assertThat(blind.bridge()
                            .decisions()
                            .submit(DecisionProposal.deny(request)
                                    .by("b.ray")
                                    .reason("to be safe")
                                    .build())
                            .isAccepted())
                    .isTrue();
        }
    }

    @Test
    void aReadThatFailsIsWaitedForBeforeAnythingIsSent() {
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().times(2, READ_ADMIN, Fault.status(500));
        world.approve(request);
        world.bridge().runDue();
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isZero();

        world.live(Duration.ofMinutes(5));
        assertThat(world.effective(request)).hasSize(1);
    }
}
