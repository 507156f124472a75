package io.epmjit.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestState;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.webhook.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules in their order, by themselves. */
class DecisionRulesTest {

    private static final DecisionRule SILENT = reported -> RuleOpinion.none();

    private static FakeEpm epm;
    private static RequestState reported;

    @BeforeAll
    static void ask() {
        epm = FakeEpm.start();
        try (EpmClient client = EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                .build()) {
            reported = client.read(JitRequestRef.admin(epm.requestAdmin().requestId()));
        }
    }

    @AfterAll
    static void end() {
        epm.close();
    }

    private static DecisionRule approving(int minutes) {
        return state -> RuleOpinion.approve(AccessDuration.minutes(minutes), minutes + " are fine");
    }

    private static DecisionRule failing() {
        return state -> {
            throw new IllegalStateException("a defect");
        };
    }

    @Test
    void theFirstOneWithAnOpinionIsHeard() {
        DecisionRules rules = DecisionRules.builder()
                .rule("silent", SILENT)
                .rule("ten", approving(10))
                .rule("twenty", approving(20))
                .build();
        assertThat(rules.on(reported)).hasValueSatisfying(finding -> {
            assertThat(finding.rule()).isEqualTo("ten");
            assertThat(finding.opinion().duration()).contains(AccessDuration.minutes(10));
            assertThat(finding.opinion().reason()).isEqualTo("10 are fine");
        });
    }

    @Test
    void nobodyIsHeardWhereAllAreSilentOrOneFails() {
        assertThat(DecisionRules.none().on(reported)).isEmpty();
        assertThat(DecisionRules.builder().rule("silent", SILENT).build().on(reported))
                .isEmpty();
        assertThat(DecisionRules.builder()
                        .rule("broken", failing())
                        .rule("ten", approving(10))
                        .build()
                        .on(reported))
                .isEmpty();
    }

    @Test
    void rulesSayWhoTheyAre() {
        assertThat(DecisionRules.none().isEmpty()).isTrue();
        assertThat(DecisionRules.none()).hasToString("none");
        DecisionRules two =
                DecisionRules.builder().rule("b", SILENT).rule("a", SILENT).build();
        assertThat(two.isEmpty()).isFalse();
        assertThat(two.isDryRun()).isFalse();
        assertThat(two).hasToString("b, a");
        DecisionRules tried = DecisionRules.builder().rule("a", SILENT).dryRun().build();
        assertThat(tried.isDryRun()).isTrue();
        assertThat(tried).hasToString("a (dry run)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1st", "two words", "-a", "\u00e4", "a.b"})
    void namesHaveAForm(String name) {
        assertThatThrownBy(() -> DecisionRules.builder().rule(name, SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with a letter");
    }

    @Test
    void namesHaveALengthAndAreThereOnce() {
        String longest = "a".repeat(64);
        DecisionRules.Builder builder = DecisionRules.builder().rule(longest, SILENT);
        assertThatThrownBy(() -> builder.rule(longest + "a", SILENT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.rule(longest, SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }

    @Test
    void anOpinionHasAReason() {
        assertThat(RuleOpinion.none()).hasToString("no opinion");
        assertThat(RuleOpinion.deny("not on servers")).hasToString("deny: not on servers");
        assertThat(RuleOpinion.approve(AccessDuration.hours(1), "help desk"))
                .hasToString("approve for 1 hour: help desk");
        assertThat(RuleOpinion.deny("not on servers").duration()).isEmpty();
        assertThatThrownBy(() -> RuleOpinion.deny(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RuleOpinion.approve(AccessDuration.hours(1), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
