package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.client.RequestState;
import io.epmjit.decision.DecisionRules;
import io.epmjit.decision.RuleOpinion;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmDecision;
import io.epmjit.testkit.server.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that rules decide: by what EPM says of them, in order, and as if somebody had proposed it. */
class RulesTest {

    @TempDir
    private Path directory;

    private static RuleOpinion briefly(RequestState reported) {
        return RuleOpinion.approve(AccessDuration.minutes(15), "a quarter of an hour is always fine");
    }

    private static List<EpmDecision> received(World world, JitRequestRef request) {
        world.live(Duration.ofMinutes(2));
        return world.atEpm(request).received();
    }

    @Test
    void theFirstRuleWithAnOpinionDecidesAndTheTicketNamesIt() {
        List<RequestState> seen = new ArrayList<>();
        DecisionRules rules = DecisionRules.builder()
                .rule("silent", reported -> {
                    seen.add(reported);
                    return RuleOpinion.none();
                })
                .rule("brief", RulesTest::briefly)
                .rule("never-asked", reported -> RuleOpinion.deny("too late"))
                .build();
        try (World world = new World(directory, rules)) {
            JitRequestRef request = world.requestAdmin();
            assertThat(received(world, request)).singleElement().satisfies(decision -> {
                assertThat(decision.status()).isEqualTo("Approved");
                assertThat(decision.duration()).isEqualTo("900");
                assertThat(decision.performedBy()).isEqualTo("rule brief");
            });
            assertThat(world.notes(request).get(0)).contains("rule brief", "a quarter of an hour is always fine");
            assertThat(seen)
                    .singleElement()
                    .satisfies(reported -> assertThat(reported.requestId()).contains(request.requestId()));
        }
    }

    @Test
    void aRuleMayDeny() {
        DecisionRules rules = DecisionRules.builder()
                .rule("closed", reported -> RuleOpinion.deny("not this week"))
                .build();
        try (World world = new World(directory, rules)) {
            assertThat(received(world, world.requestApplication()))
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.status()).isEqualTo("Denied"));
        }
    }

    @Test
    void aDryRunDecidesNothingAndSaysWhatItWouldHaveDone() {
        DecisionRules rules = DecisionRules.builder()
                .rule("brief", RulesTest::briefly)
                .dryRun()
                .build();
        try (World world = new World(directory, rules)) {
            JitRequestRef request = world.requestAdmin();
            assertThat(received(world, request)).isEmpty();
            assertThat(world.notes(request))
                    .singleElement()
                    .satisfies(note -> assertThat(note)
                            .contains("rule brief would have said: approve for 15 minutes", "only tried out"));
        }
    }

    @Test
    void aRuleThatFailsLeavesTheRequestToPeople() {
        DecisionRules rules = DecisionRules.builder()
                .rule("broken", reported -> {
                    throw new IllegalStateException("a defect");
                })
                .rule("brief", RulesTest::briefly)
                .build();
        try (World world = new World(directory, rules)) {
            assertThat(received(world, world.requestAdmin())).isEmpty();
        }
    }

    @Test
    void whatThePolicyRefusesTheTicketTells() {
        DecisionRules rules = DecisionRules.builder()
                .rule("too-brief", reported -> RuleOpinion.approve(AccessDuration.minutes(1), "in and out"))
                .build();
        try (World world = new World(directory, rules)) {
            JitRequestRef request = world.requestAdmin();
            assertThat(received(world, request)).isEmpty();
            assertThat(world.notes(request))
                    .singleElement()
                    .satisfies(note -> assertThat(note)
                            .contains("rule too-brief", "The policy refused: Enter a number between 5 and 1440"));
        }
    }

    @Test
    void noRuleIsAskedAboutWhatEpmDoesNotReport() {
        DecisionRules rules =
                DecisionRules.builder().rule("brief", RulesTest::briefly).build();
        try (World world = new World(directory, rules)) {
            world.epm.faults().always(get("/management-api/v3/AdminAccessRequest/{id}"), Fault.status(404));
            world.epm.faults().always(get("/management-api/v3/AdminAccessRequest"), Fault.status(404));
            assertThat(received(world, world.requestAdmin())).isEmpty();
        }
    }

    @Test
    void namesAreKeptInOrder() {
        assertThatThrownBy(() -> DecisionRules.builder().rule("No Servers", RulesTest::briefly))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecisionRules.builder()
                        .rule("brief", RulesTest::briefly)
                        .rule("brief", RulesTest::briefly))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }
}
