package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.FakeEpm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reminders of requests that nobody decides, and of approved time that is over. */
class FollowUpTest {

    @TempDir
    private Path directory;

    private World world;

    private void begin(FollowUpSettings settings) {
        world = new World(
                directory,
                FakeEpm.builder(),
                bridge -> bridge.reconciler(World.UNHURRIED).followUp(settings));
        world.live(Duration.ofMinutes(1));
    }

    @AfterEach
    void end() {
        if (world != null) {
            world.close();
        }
    }

    private void approve(JitRequestRef request, AccessDuration duration) {
        assertThat(world.bridge()
                        .decisions()
                        .submit(DecisionProposal.approve(request, duration)
                                .by("a.lee")
                                .reason("change")
                                .build())
                        .isAccepted())
                .isTrue();
        world.live(Duration.ofMinutes(2));
    }

    private List<String> notesWith(JitRequestRef request, String words) {
        return world.notes(request).stream()
                .filter(note -> note.contains(words))
                .toList();
    }

    @Test
    void nothingIsRemindedOfUnlessItIsAskedFor() {
        begin(FollowUpSettings.builder().build());
        JitRequestRef waiting = world.requestAdmin();
        JitRequestRef approved = world.requestApplication();
        approve(approved, AccessDuration.minutes(5));
        world.live(Duration.ofDays(1));
        assertThat(world.changes(JitChange.RequestOverdue.class)).isEmpty();
        assertThat(world.notes(waiting)).isEmpty();
        assertThat(notesWith(approved, "is over")).isEmpty();
    }

    @Test
    void whatNobodyDecidesIsRemindedOfOnTheTicketAndTold() {
        begin(FollowUpSettings.builder().overdueAfter(Duration.ofHours(4)).build());
        JitRequestRef waiting = world.requestAdmin();
        JitRequestRef decided = world.requestApplication();
        approve(decided, AccessDuration.minutes(30));
        world.live(Duration.ofHours(3));
        assertThat(world.changes(JitChange.RequestOverdue.class)).isEmpty();

        world.live(Duration.ofHours(2));
        world.restart();
        world.live(Duration.ofHours(20));
        assertThat(world.changes(JitChange.RequestOverdue.class))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.request()).isEqualTo(waiting);
                    assertThat(change.reminder()).isEqualTo(1);
                    assertThat(Duration.between(change.since(), change.at()))
                            .isGreaterThanOrEqualTo(Duration.ofHours(4));
                });
        assertThat(notesWith(waiting, "still waits")).hasSize(1);
        assertThat(notesWith(decided, "still waits")).isEmpty();
    }

    @Test
    void remindersAreRepeatedWhereThatIsAskedForAndEndWithTheDecision() {
        begin(FollowUpSettings.builder()
                .overdueAfter(Duration.ofHours(1))
                .remindAgainAfter(Duration.ofHours(2))
                .build());
        JitRequestRef waiting = world.requestAdmin();
        world.live(Duration.ofHours(6));
        assertThat(notesWith(waiting, "still waits")).hasSize(3);

        world.epm.console().deny(waiting.requestId(), "console admin");
        world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofHours(10));
        assertThat(notesWith(waiting, "still waits")).hasSize(3);
    }

    @Test
    void theEndOfAnApprovedTimeIsNotedWhenItHasCome() {
        begin(FollowUpSettings.builder().notesExpiry(true).build());
        JitRequestRef admin = world.requestAdmin();
        JitRequestRef application = world.requestApplication();
        JitRequestRef once = world.requestApplication();
        approve(admin, AccessDuration.minutes(30));
        approve(application, AccessDuration.hours(1));
        approve(once, AccessDuration.once());
        world.live(Duration.ofMinutes(20));
        assertThat(world.changes(JitChange.AccessExpired.class)).isEmpty();

        world.restart();
        world.live(Duration.ofHours(2));
        assertThat(world.epm.canRun(admin.requestId())).isFalse();
        assertThat(notesWith(admin, "is over")).hasSize(1);
        assertThat(notesWith(application, "is over")).hasSize(1);
        assertThat(notesWith(once, "is over")).isEmpty();
        assertThat(world.changes(JitChange.AccessExpired.class)).hasSize(2);
    }

    @Test
    void whatIsTakenBackHasNoEndAndWhatIsShortenedHasAnEarlierOne() {
        begin(FollowUpSettings.builder().notesExpiry(true).build());
        JitRequestRef denied = world.requestAdmin();
        JitRequestRef shortened = world.requestApplication();
        approve(denied, AccessDuration.hours(2));
        approve(shortened, AccessDuration.hours(20));
        world.epm.console().deny(denied.requestId(), "console admin");
        world.epm.console().approve(shortened.requestId(), "1800", "console admin");
        world.epm.webhooks().await(2, EpmEvent.APPLICATION_DECISION_UPDATED);
        world.epm.webhooks().await(2, EpmEvent.ADMIN_DECISION_UPDATED);
        world.live(Duration.ofHours(1));
        assertThat(notesWith(shortened, "is over")).hasSize(1);
        world.live(Duration.ofDays(1));
        assertThat(notesWith(shortened, "is over")).hasSize(1);
        assertThat(notesWith(denied, "is over")).isEmpty();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> FollowUpSettings.builder()
                        .remindAgainAfter(Duration.ofHours(1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overdueAfter");
        assertThatThrownBy(() ->
                        FollowUpSettings.builder().overdueAfter(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than nothing");
    }
}
