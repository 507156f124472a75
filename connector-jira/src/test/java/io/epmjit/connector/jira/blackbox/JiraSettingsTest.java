package io.epmjit.connector.jira.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.connector.jira.TransitionChoice;
import io.epmjit.http.BaseUrl;
import io.epmjit.settings.InvalidSettingsException;
import io.epmjit.settings.SettingFault;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JiraSettingsTest {

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "jira.url", "https://acme.atlassian.net/",
            "jira.email", "jit-bot@acme.example",
            "jira.api-token", "c4nary",
            "jira.project-key", "PMCJIT",
            "jira.issue-type-name", "Access Request",
            "jira.custom-field-id", "customfield_10001"));

    @Test
    void aSupplierThatShowsItsSecretDoesNotShowItThere() {
        record Vault(Secret secret, String shown) implements Supplier<Secret> {
            @Override
            public Secret get() {
                return secret;
            }
        }
        JiraSettings settings = JiraSettings.builder()
                .url(BaseUrl.of("https://acme.atlassian.net"))
                .email("bot@example.com")
                .apiToken(new Vault(Secret.of("canary-token"), "canary-token"))
                .projectKey("JIT")
                .issueTypeName("Task")
                .customFieldId("customfield_10001")
                .build();
        assertThat(settings.toString()).contains("bot@example.com", "JIT").doesNotContain("canary-token");
    }

    @Test
    void everythingThatIsMissingIsSaidAtOnceInTheWordsOfTheGuide() {
        assertThatThrownBy(() -> JiraSettings.from(Map.<String, String>of()::get))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        refused -> assertThat(refused.faults())
                                .extracting(SettingFault::label)
                                .containsExactly(
                                        "API Token",
                                        "Custom Field ID",
                                        "Account E-mail",
                                        "Issue Type Name",
                                        "Project Key",
                                        "Jira URL"));
    }

    @ParameterizedTest
    @CsvSource({
        "url, http://acme.atlassian.net, https://",
        "email, jit-bot, must be an e-mail address",
        "project-key, pmcjit, capital letters",
        "project-key, PMC JIT\" OR 1=1, capital letters",
        "custom-field-id, 10001, customfield_",
        "custom-field-id, customfield_1] OR cf[2, customfield_",
        "issue-default-summary, For %%Usr%%, 'has %%Usr%%, which no such event has'",
        "issue-default-summary, For %%UserName%%, %%UserName%%",
        "admin-default-summary, For %%UserName%% on %%HostName%%, %%HostName%%",
        "issue-default-summary, For %%Host Name%% on %%User%%, not written like %%User%%",
        "issue-default-summary, 100 %%%%, not written like %%User%%",
        "active-states, ',', names nothing",
        "former-accounts, ' , ,', names nothing",
        "approved-transition, Approve, 'id:, name:, status: or category:'",
        "denied-transition, category:closed, 'done, indeterminate, new'",
        "consistency-delay, -5s, length of time",
        "consistency-delay, 2h, an hour at most",
        "id, Jira EMEA, connector's id"
    })
    void whatCannotWorkIsRefused(String key, String value, String why) {
        properties.put("jira." + key, value);

        assertThatThrownBy(() -> JiraSettings.from(properties::get))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        refused -> assertThat(refused.faults()).singleElement().satisfies(fault -> {
                            assertThat(fault.key()).isEqualTo("jira." + key);
                            assertThat(fault.problem()).contains(why);
                        }));
    }

    @Test
    void theDefaultsAreThoseOfTheGuideAndTheDesign() {
        JiraSettings settings = JiraSettings.from(properties::get);

        assertThat(settings.issueDefaultSummary()).isEqualTo("EPM JIT Application Access Request - %%User%%");
        assertThat(settings.adminDefaultSummary()).isEqualTo("EPM JIT Admin Access Request - %%UserName%%");
        assertThat(settings.approvedTransition()).isEqualTo(TransitionChoice.DONE);
        assertThat(settings.deniedTransition()).hasToString("category:done");
        assertThat(settings.consistencyDelay()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.id()).hasToString("jira");
        assertThat(settings.activeStates()).isEmpty();
    }

    @Test
    void everySettingCanBeGivenAsText() {
        properties.put("jira.id", "jira-emea");
        properties.put("jira.api-url", "https://api.atlassian.com/ex/jira/1324a887-45db-1bf4-1e99-ef0ff456d421");
        properties.put("jira.assignee-name", "John Doe");
        properties.put("jira.active-states", "Open, In Progress");
        properties.put("jira.approved-transition", "status:Approved");
        properties.put("jira.former-accounts", "5b10ac8d82e05b22cc7d4ef5");
        properties.put("jira.note-role", "Administrators");
        properties.put("jira.consistency-delay", "2m");
        properties.put("jira.issue-default-summary", "%%TicketNumber%%: %%user%% on %%HostName%%");

        JiraSettings settings = JiraSettings.from(properties::get);

        assertThat(settings.id()).hasToString("jira-emea");
        assertThat(settings.apiUrl().orElseThrow().host()).isEqualTo("api.atlassian.com");
        assertThat(settings.activeStates()).containsExactly("Open", "In Progress");
        assertThat(settings.approvedTransition()).isEqualTo(TransitionChoice.of("STATUS: Approved"));
        assertThat(settings.formerAccounts()).containsExactly("5b10ac8d82e05b22cc7d4ef5");
        assertThat(settings.consistencyDelay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.toString()).doesNotContain("c4nary");
    }

    @Test
    void aSecondJiraHasAPrefixOfItsOwnInTheEnvironmentToo() {
        Map<String, String> environment = new HashMap<>();
        properties.forEach((key, value) -> environment.put(
                key.replace("jira.", "JIRA_EMEA_").replace('-', '_').toUpperCase(java.util.Locale.ROOT), value));

        assertThat(JiraSettings.from("jira-emea", environment::get).projectKey())
                .isEqualTo("PMCJIT");
    }
}
