package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.http.RateLimiter;
import io.epmjit.ledger.DeadLetter;
import io.epmjit.ledger.DeadLetterFilter;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.HoldReason;
import io.epmjit.ledger.TargetHold;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of work whose target throttles, refuses, hides or loses it; over real HTTP. */
class FailurePolicyTest {

    private static final RequestMatcher CREATE = post("/rest/api/3/issue");
    private static final RequestMatcher NOTE = post("/rest/servicedeskapi/request/{issue}/comment");
    private static final RequestMatcher DECIDE_ADMIN = post("/management-api/v3/AdminAccessRequest/approval");
    private static final RequestMatcher READ_ADMIN = get("/management-api/v3/AdminAccessRequest/{id}");
    private static final ConnectorId JIRA = ConnectorId.of("jira");

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

    private List<TargetHold> holds(HoldReason reason) {
        return world.bridge().holds().stream()
                .filter(hold -> hold.reason() == reason)
                .toList();
    }

    private List<DeadLetter> dead() {
        return world.bridge().deadLetters().list(DeadLetterFilter.all());
    }

    // ---- throttling

    @Test
    void aThrottledJiraIsLeftAloneForAsLongAsItAsksAndEpmIsNot() {
        JitRequestRef decided = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.faults().once(CREATE, Fault.answer(Reply.status(429).header("Retry-After", "120")));
        JitRequestRef first = world.requestAdmin();
        JitRequestRef second = world.requestAdmin();
        assertThat(world.deny(decided).isAccepted()).isTrue();
        world.bridge().runDue();

        long calls = world.jira.requests().total();
        assertThat(holds(HoldReason.THROTTLED))
                .singleElement()
                .extracting(TargetHold::target)
                .isEqualTo("jira");
        assertThat(world.effective(decided)).hasSize(1);
        world.live(Duration.ofSeconds(100));
        assertThat(world.jira.requests().total()).isEqualTo(calls);

        world.live(Duration.ofMinutes(2));
        assertThat(world.tickets(first)).hasSize(1);
        assertThat(world.tickets(second)).hasSize(1);
        assertThat(world.bridge().holds()).isEmpty();
    }

    @Test
    void oneThrottledTicketHoldsUpOnlyItself() {
        JitRequestRef busy = world.requestAdmin();
        JitRequestRef quiet = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira
                .faults()
                .once(
                        NOTE,
                        Fault.answer(Reply.status(429)
                                .header("Retry-After", "300")
                                .header("RateLimit-Reason", "jira-per-issue-on-write")));
        world.deny(busy);
        world.bridge().runDue();
        assertThat(world.bridge().holds()).isEmpty();
        world.deny(quiet);
        world.live(Duration.ofMinutes(1));
        assertThat(world.ticket(quiet).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.ticket(busy).statusCategory()).isNotEqualTo(StatusCategory.DONE);
        world.live(Duration.ofMinutes(10));
        assertThat(world.ticket(busy).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void aThrottledEpmIsNeitherAskedNorSentAnything() {
        JitRequestRef request = world.requestAdmin();
        JitRequestRef other = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().once(READ_ADMIN, Fault.answer(Reply.status(429).header("Retry-After", "120")));
        world.deny(request);
        world.deny(other);
        world.bridge().runDue();
        assertThat(holds(HoldReason.THROTTLED))
                .extracting(TargetHold::target)
                .containsExactly("epm-read:" + world.epm.tenantId(), "epm:" + world.epm.tenantId());
        long calls = world.epm.requests().total();
        world.live(Duration.ofSeconds(100));
        assertThat(world.epm.requests().total()).isEqualTo(calls);
        world.live(Duration.ofMinutes(3));
        assertThat(world.effective(request)).hasSize(1);
        assertThat(world.effective(other)).hasSize(1);
        assertThat(world.bridge().holds()).isEmpty();
    }

    // ---- refused

    @Test
    void aDecisionIsNotGivenUpBecauseOurOwnKeepingToEpmsLimitLeavesNoRoomToLookForIt(@TempDir Path elsewhere) {
        RateLimiter roomForReadingAndSending = RateLimiter.of(3, Duration.ofHours(1));
        try (World busy = new World(elsewhere, roomForReadingAndSending)) {
            JitRequestRef request = busy.requestAdmin();
            busy.live(Duration.ofMinutes(1));
            busy.epm.faults().once(DECIDE_ADMIN, Fault.resetBeforeWork());
            busy.bridge()
                    .decisions()
                    .submit(DecisionProposal.deny(request)
                            .by("a.lee")
                            .reason("no")
                            .build());
            busy.live(Duration.ofHours(24));

            assertThat(busy.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
            assertThat(busy.changes(JitChange.DecisionFailed.class)).isEmpty();
            assertThat(busy.changes(JitChange.WorkGivenUp.class)).isEmpty();
        }
    }

    @Test
    void anExpiredTokenHoldsTheTrackerAndEveryTicketFollowsOnceItIsRenewed() {
        world.jira.faults().always(CREATE, Fault.status(401));
        List<JitRequestRef> requests = List.of(world.requestAdmin(), world.requestAdmin(), world.requestAdmin());
        world.live(Duration.ofHours(3));
        assertThat(holds(HoldReason.REFUSED)).singleElement().satisfies(hold -> {
            assertThat(hold.target()).isEqualTo("jira");
            assertThat(hold.why()).contains("401");
        });
        assertThat(world.jira.requests().count(CREATE)).isLessThan(25);

        world.live(Duration.ofDays(4));
        assertThat(dead()).isEmpty();
        world.jira.faults().clear();
        world.live(Duration.ofHours(1));
        assertThat(requests)
                .allSatisfy(request -> assertThat(world.tickets(request)).hasSize(1));
        assertThat(world.bridge().holds()).isEmpty();
    }

    @Test
    void oneForbiddenTicketDoesNotStopTheOthers() {
        JitRequestRef forbidden = world.requestAdmin();
        JitRequestRef other = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.faults().once(NOTE, Fault.status(403));
        world.deny(forbidden);
        world.bridge().runDue();
        assertThat(world.bridge().holds()).isEmpty();
        world.deny(other);
        world.live(Duration.ofSeconds(2));
        assertThat(world.ticket(other).statusCategory()).isEqualTo(StatusCategory.DONE);
        world.live(Duration.ofMinutes(5));
        assertThat(world.ticket(forbidden).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void aMissingRightOfTheAccountHoldsTheTrackerUntilItIsGiven() {
        world.jira.revoke(world.jira.account(), JiraPermission.CREATE_ISSUES);
        world.jira.faults().once(CREATE, Fault.status(403));
        JitRequestRef request = world.requestAdmin();
        world.bridge().runDue();
        assertThat(holds(HoldReason.REFUSED)).hasSize(1);
        world.jira.grant(world.jira.account(), JiraPermission.CREATE_ISSUES);
        world.live(Duration.ofMinutes(5));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.bridge().holds()).isEmpty();
    }

    @Test
    void epmsRefusedCredentialsHoldQuestionsAndDecisionsTogether() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().times(3, READ_ADMIN, Fault.status(401));
        world.deny(request);
        world.bridge().runDue();
        assertThat(holds(HoldReason.REFUSED)).hasSize(2);
        world.live(Duration.ofMinutes(10));
        assertThat(world.effective(request)).hasSize(1);
        assertThat(world.bridge().holds()).isEmpty();
    }

    // ---- what nobody can see

    @Test
    void whatNobodyIsAllowedToSeeIsNeverAbsentAndInTheEndGivenUpWithAReason() {
        world.jira.faults().once(CREATE, Fault.dropReply());
        JitRequestRef request = world.requestAdmin();
        world.bridge().runDue();
        world.jira.revoke(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.live(Duration.ofHours(20));
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);
        DeadLetter letter = dead().stream()
                .filter(one -> one.action().equals("open"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.explanation()).contains("given up after", "may not see it");
        assertThat(letter.mayHaveArrived()).isTrue();
        assertThat(letter.replay()).isEqualTo(DeadLetter.Replay.LOOKS_FIRST);

        world.jira.grant(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        assertThat(world.bridge().deadLetters().replay(letter.id(), "a.lee")).isEmpty();
        world.live(Duration.ofMinutes(5));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);
        assertThat(world.changes(JitChange.TicketOpened.class)).hasSize(1);
    }

    @Test
    void aNoteThatMayNotBeReadIsNotWrittenTwice() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.faults().once(NOTE, Fault.dropReply());
        world.deny(request);
        world.bridge().runDue();
        world.jira.revoke(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.live(Duration.ofMinutes(30));
        assertThat(world.jira.requests().count(NOTE)).isEqualTo(1);
        world.jira.grant(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.live(Duration.ofHours(1));
        assertThat(world.notes(request).stream().filter(note -> note.contains("waits for EPM")))
                .hasSize(1);
    }

    @Test
    void aDuplicateThatTurnsUpLateIsReportedNotedAndClosedWithTheTicketThatStands() {
        world.jira.searchDelay(Duration.ofMinutes(8));
        JitRequestRef earlier = world.requestAdmin();
        world.live(Duration.ofMinutes(9));
        world.jira.faults().once(CREATE, Fault.dropReply());
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(6));
        assertThat(world.tickets(request)).hasSize(2);
        assertThat(world.changes(JitChange.TicketDuplicated.class)).isEmpty();

        world.live(Duration.ofMinutes(30));
        JitChange.TicketDuplicated found =
                world.changes(JitChange.TicketDuplicated.class).get(0);
        JiraIssue duplicate = world.jira.issue(found.duplicate().id()).orElseThrow();
        assertThat(duplicate.internalNotes())
                .singleElement()
                .satisfies(note -> assertThat(note.text())
                        .contains("duplicate", found.standing().key()));
        assertThat(duplicate.statusCategory()).isNotEqualTo(StatusCategory.DONE);

        assertThat(world.deny(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(world.tickets(request))
                .allSatisfy(ticket -> assertThat(ticket.statusCategory()).isEqualTo(StatusCategory.DONE));
        assertThat(world.tickets(earlier)).hasSize(1);
    }

    // ---- dead letters

    @Test
    void aDecisionThatIsSettledIsNotReplayed() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().always(READ_ADMIN, Fault.status(503));
        world.approve(request);
        world.live(Duration.ofHours(3));
        assertThat(world.changes(JitChange.DecisionFailed.class))
                .singleElement()
                .extracting(JitChange.DecisionFailed::state)
                .isEqualTo(DecisionState.EXPIRED);
        world.epm.faults().clear();
        DeadLetter letter = dead().get(0);
        assertThat(letter.replay()).isEqualTo(DeadLetter.Replay.IMPOSSIBLE);
        assertThat(world.bridge().deadLetters().replay(letter.id(), "a.lee").orElseThrow())
                .contains("EXPIRED", "decide anew");
        world.live(Duration.ofMinutes(5));
        assertThat(world.effective(request)).isEmpty();
    }

    @Test
    void anApprovalThatMayHaveArrivedIsReplayedByLookingWhileItIsValid() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().once(DECIDE_ADMIN, Fault.dropReply());
        world.approve(request);
        world.bridge().runDue();
        world.epm.faults().always(READ_ADMIN, Fault.status(404));
        // Before the reconciler comes by, who would read EPM's list.
        world.live(Duration.ofMinutes(2));
        DeadLetter letter = dead().stream()
                .filter(one -> one.action().equals("decide"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.replay()).isEqualTo(DeadLetter.Replay.LOOKS_FIRST);

        world.epm.faults().clear();
        assertThat(world.bridge().deadLetters().replay(letter.id(), "a.lee")).isEmpty();
        world.live(Duration.ofMinutes(1));
        assertThat(world.effective(request)).hasSize(1);
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(1);
    }

    @Test
    void anApprovalThatMayHaveArrivedIsNotReplayedOnceItHasExpired() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.faults().once(DECIDE_ADMIN, Fault.resetBeforeWork());
        world.approve(request);
        world.bridge().runDue();
        world.epm.faults().always(READ_ADMIN, Fault.status(404));
        world.live(Duration.ofMinutes(5));
        world.epm.faults().clear();
        world.clock.advance(Duration.ofHours(2));

        DeadLetter letter = dead().stream()
                .filter(one -> one.action().equals("decide"))
                .findFirst()
                .orElseThrow();
        assertThat(world.bridge().deadLetters().replay(letter.id(), "a.lee").orElseThrow())
                .contains("older than its validity");
        world.live(Duration.ofMinutes(5));
        assertThat(world.effective(request)).isEmpty();
    }

    // ---- switched off

    @Test
    void aTrackerThatIsSwitchedOffGetsNothingAndAllOfItLater() {
        assertThat(world.bridge().switchOff(JIRA, "a.lee", "the project moves")).isTrue();
        assertThat(world.bridge().switchOff(JIRA, "a.lee", "the project moves")).isFalse();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofDays(4));
        world.restart();
        world.live(Duration.ofHours(1));
        assertThat(world.jira.createdIssues()).isZero();
        assertThat(holds(HoldReason.SWITCHED_OFF)).hasSize(1);
        assertThat(world.deny(request).isAccepted()).isTrue();

        assertThat(world.bridge().switchOn(JIRA, "a.lee")).isTrue();
        world.live(Duration.ofMinutes(5));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThatThrownBy(() -> world.bridge().switchOff(ConnectorId.of("nobody"), "a.lee", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no connector nobody");
    }

    @Test
    void aPausedBridgeTakesWebhooksAndSendsNothing() {
        world.bridge().pause();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofHours(1));
        assertThat(world.jira.createdIssues()).isZero();
        world.bridge().resume();
        world.live(Duration.ofMinutes(1));
        assertThat(world.tickets(request)).hasSize(1);
    }

    // ---- after a restore

    @Test
    void aBackupThatIsBroughtBackIsNoticedAndNothingIsDoneTwice() {
        JitRequestRef before = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.approve(before).isAccepted()).isTrue();
        backUp();
        JitRequestRef since = world.requestAdmin();
        world.live(Duration.ofMinutes(2));
        assertThat(world.effective(before)).hasSize(1);

        bringBackTheBackup();
        int created = world.jira.createdIssues();
        world.epm.webhooks().deliveries().stream()
                .filter(delivery -> delivery.requestId().equals(since.requestId()))
                .forEach(delivery -> world.deliver(delivery.body()));
        world.live(Duration.ofMinutes(10));

        assertThat(world.jira.createdIssues()).isEqualTo(created);
        assertThat(world.tickets(since)).hasSize(1);
        assertThat(world.effective(before)).hasSize(1);
        assertThat(world.epm.requests().count(DECIDE_ADMIN)).isEqualTo(1);
        assertThat(world.changes(JitChange.DecisionAcknowledged.class)).hasSize(2);
    }

    /** The ledger counts on from where the backup ended: the same numbers name other decisions. */
    @Test
    void aNoteAfterARestoreIsNotTakenForOneThatTheBackupDoesNotKnow() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        backUp();
        world.epm.faults().always(READ_ADMIN, Fault.status(500));
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(1));
        assertThat(world.notes(request)).singleElement().asString().contains("Approved", "a.lee");

        bringBackTheBackup();
        assertThat(world.deny(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(5));
        assertThat(world.notes(request)).hasSize(2);
        assertThat(world.notes(request).get(1)).contains("Denied", "b.ray");
    }

    @Test
    void aRestartThatIsNoRestoreLooksForNothing() {
        world.restart();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(get("/rest/api/3/search/jql"))).isZero();
        assertThat(world.jira.requests().count(post("/rest/api/3/search/jql"))).isZero();
    }

    private void backUp() {
        world.restart(() -> copy(directory.resolve("jit.db"), directory.resolve("backup.db")));
    }

    private void bringBackTheBackup() {
        world.restart(() -> copy(directory.resolve("backup.db"), directory.resolve("jit.db")));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.deleteIfExists(to.resolveSibling(to.getFileName() + "-wal"));
            Files.deleteIfExists(to.resolveSibling(to.getFileName() + "-shm"));
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
