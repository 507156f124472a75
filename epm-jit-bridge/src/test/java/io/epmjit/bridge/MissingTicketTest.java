package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.ConnectorId;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.StatusCategory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ticket that somebody deletes in the tracker. */
class MissingTicketTest {

    private static final ConnectorId JIRA = ConnectorId.of("jira");

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory, FakeEpm.builder(), bridge -> bridge.reconciler(ReconcilerSettings.off()));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void delete(JitRequestRef request) {
        world.jira.as(world.jira.approver()).delete(world.ticket(request).key());
    }

    @Test
    void aDeletedTicketIsNoticedAndTheRequestIsDecidedAllTheSame() {
        world.requestApplication();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        String key = world.ticket(request).key();
        delete(request);
        assertThat(world.approve(request).isAccepted()).isTrue();
        world.live(Duration.ofMinutes(5));

        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
        assertThat(world.changes(JitChange.TicketMissing.class)).singleElement().satisfies(change -> {
            assertThat(change.ticket().key()).isEqualTo(key);
            assertThat(change.reason()).contains("deleted", "hidden");
        });
        assertThat(world.changes(JitChange.WorkGivenUp.class))
                .isNotEmpty()
                .allSatisfy(given -> assertThat(given.reason()).containsAnyOf("deleted", "gone"));
        assertThat(world.tickets(request)).isEmpty();
    }

    @Test
    void theOnlyTicketThereIsIsNoticedByTheConnectionTest() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        delete(request);
        world.approve(request);
        world.live(Duration.ofMinutes(5));
        assertThat(world.changes(JitChange.TicketMissing.class)).hasSize(1);
    }

    @Test
    void aTicketThatMayOnlyBeHiddenIsNotTakenForDeleted() {
        world.requestApplication();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.revoke(world.jira.account(), JiraPermission.BROWSE_PROJECTS);
        world.approve(request);
        world.live(Duration.ofMinutes(10));
        assertThat(world.changes(JitChange.TicketMissing.class)).isEmpty();
        assertThat(world.atEpm(request).status()).isEqualTo("Approved");
    }

    @Test
    void anOperatorOpensAReplacementThatSaysEverything() {
        world.requestApplication();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        assertThat(world.bridge().openReplacement(request, JIRA, "operator")).isFalse();
        delete(request);
        world.approve(request);
        world.live(Duration.ofMinutes(5));
        assertThat(world.tickets(request)).isEmpty();

        assertThat(world.bridge().openReplacement(request, JIRA, "operator")).isTrue();
        assertThat(world.bridge().openReplacement(request, JIRA, "operator")).isFalse();
        world.restart();
        world.live(Duration.ofMinutes(5));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(world.notes(request)).hasSize(2);
        assertThat(world.notes(request).get(0)).contains("waits for EPM", "change CHG0042");
        assertThat(world.notes(request).get(1)).contains("EPM has confirmed", "Approved");
        assertThat(world.bridge().openReplacement(request, JIRA, "operator")).isFalse();
    }

    @Test
    void aReplacementIsWhereTheRequestGoesOn() {
        world.requestApplication();
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        delete(request);
        world.approve(request);
        world.epm.server().goDown();
        world.live(Duration.ofMinutes(2));
        assertThat(world.bridge().openReplacement(request, JIRA, "operator")).isTrue();
        world.live(Duration.ofMinutes(2));
        world.epm.server().comeUp();
        world.live(Duration.ofMinutes(30));
        assertThat(world.notes(request)).anySatisfy(note -> assertThat(note).contains("EPM has confirmed", "Approved"));
        assertThat(world.ticket(request).statusCategory()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void whatDoesNotExistCannotBeReplaced() {
        JitRequestRef request = world.requestAdmin();
        assertThatThrownBy(() -> world.bridge().openReplacement(request, ConnectorId.of("elsewhere"), "operator"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no connector elsewhere");
        assertThatThrownBy(() -> world.bridge().openReplacement(JitRequestRef.admin("unheard-of"), JIRA, "operator"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no request");
    }
}
