package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator repeats a decision of which nobody can tell whether EPM has it: EPM cannot be read, and gives no answers. */
class RepeatTest {

    private static final RequestMatcher DECIDE = post("/management-api/v3/AdminAccessRequest/approval");

    @TempDir
    private Path directory;

    private World world;
    private JitRequestRef request;

    @BeforeEach
    void begin() {
        world = new World(
                directory, FakeEpm.builder().readableBy(), bridge -> bridge.reconciler(ReconcilerSettings.off()));
        world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, DeliveryPolicy.suppressed());
        request = world.requestAdmin();
        world.epm.faults().always(DECIDE, Fault.status(500));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private DecisionDesk desk() {
        return world.bridge().decisions();
    }

    /** The decision that came to this state last. */
    private long lastUnconfirmed() {
        world.live(Duration.ofMinutes(10));
        return world.changes(JitChange.DecisionFailed.class).stream()
                .filter(failed -> failed.state() == DecisionState.UNCONFIRMED)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .decision();
    }

    @Test
    void anApprovalIsNotRepeatedOverALaterDenial() {
        world.approve(request);
        long approval = lastUnconfirmed();
        assertThat(world.deny(request).isAccepted()).isTrue();
        assertThat(desk().repeat(approval, "operator").refusal()).contains(Refusal.BEING_SENT);

        world.epm.faults().clear();
        world.epm.faults().always(DECIDE, Fault.status(422));
        long denial = lastUnconfirmed();
        assertThat(denial).isNotEqualTo(approval);
        assertThat(desk().repeat(approval, "operator").refusal()).contains(Refusal.DENIED_SINCE);
        world.epm.faults().clear();
        assertThat(desk().repeat(denial, "operator").isAccepted()).isTrue();
        world.live(Duration.ofMinutes(10));
        assertThat(world.atEpm(request).status()).isEqualTo("Denied");
    }

    @Test
    void whoRepeatsIsOnTheTrail() {
        world.approve(request);
        long approval = lastUnconfirmed();
        world.epm.faults().clear();
        assertThatThrownBy(() -> desk().repeat(approval, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("who repeats");
        assertThat(desk().repeat(approval, "o.perator").isAccepted()).isTrue();
        assertThat(world.trail())
                .filteredOn(entry -> entry.kind() == TrailEntry.Kind.OPERATOR)
                .last()
                .satisfies(entry -> {
                    assertThat(entry.by()).contains("o.perator");
                    assertThat(entry.action()).isEqualTo("repeat decision " + approval);
                    assertThat(entry.outcome()).isEqualTo("accepted");
                });
        world.live(Duration.ofMinutes(10));
        assertThat(world.atEpm(request).received()).hasSize(1);
    }

    @Test
    void whatIsNotOnRecordCannotBeRepeated() {
        assertThatThrownBy(() -> desk().repeat(4_711, "operator")).isInstanceOf(IllegalArgumentException.class);
    }
}
