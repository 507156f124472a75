package io.epmjit.connector.jira;

import io.epmjit.connector.ConnectorId;
import io.epmjit.http.BaseUrl;
import io.epmjit.model.JitEventType;
import io.epmjit.settings.Setting;
import io.epmjit.settings.SettingDescriptor;
import io.epmjit.settings.SettingsTable;
import io.epmjit.webhook.Secret;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How one Jira Cloud site and one of its projects are used. The names are those of BeyondTrust's own Jira guide.
 *
 * <pre>{@code
 * JiraSettings settings = JiraSettings.builder()
 *         .url("https://acme.atlassian.net")
 *         .email("jit-bot@acme.com").apiToken(Secret.of(token))
 *         .projectKey("PMCJIT").issueTypeName("Access Request").customFieldId("customfield_10001")
 *         .build();
 * JiraSettings same = JiraSettings.from(System::getenv);       // JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN, …
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
@Value.Immutable
public abstract class JiraSettings {

    private static final SettingsTable<JiraSettings, Builder> TABLE =
            SettingsTable.of(JiraSettings.class, "jira", "Jira settings", Builder::new, Builder::unchecked);

    JiraSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads settings from properties ({@code jira.project-key}) or the environment ({@code JIRA_PROJECT_KEY}). The API
     * token is looked up again for every call, so that it may be rotated without a restart.
     *
     * @throws io.epmjit.settings.InvalidSettingsException with every fault at once
     */
    public static JiraSettings from(Function<String, @Nullable String> lookup) {
        return from("jira", lookup);
    }

    /** The same under another prefix, for a second Jira: {@code jira-emea.project-key}, {@code JIRA_EMEA_PROJECT_KEY}. */
    public static JiraSettings from(String prefix, Function<String, @Nullable String> lookup) {
        return TABLE.read(prefix, lookup);
    }

    /** What there is to know of each setting, for forms, documentation and a framework's metadata. */
    public static List<SettingDescriptor> descriptors() {
        return TABLE.descriptors();
    }

    /** These settings by their keys, without secrets. */
    Map<String, String> inForce() {
        return TABLE.inForce(this);
    }

    /** The settings as a table in Markdown, as it stands in the documentation. */
    static String markdown() {
        return TABLE.markdown();
    }

    @Setting(
            key = "id",
            label = "Connector Id",
            text = "The name of this connector. It is stored with every ticket: never change it. Each of several Jira"
                    + " connectors needs its own.",
            example = "jira-emea")
    @Value.Default
    public ConnectorId id() {
        return ConnectorId.of("jira");
    }

    @Setting(
            key = "url",
            label = "Jira URL",
            text = "The address at which people open Jira, with or without a slash at its end.",
            example = "https://acme.atlassian.net")
    public abstract BaseUrl url();

    @Setting(
            key = "api-url",
            label = "Jira API URL",
            text = "Where calls are sent instead of the Jira URL. Needed for API tokens with scopes and for service"
                    + " accounts, which Atlassian accepts only at this address.",
            example = "https://api.atlassian.com/ex/jira/<cloud id>")
    public abstract Optional<BaseUrl> apiUrl();

    @Setting(
            key = "email",
            label = "Account E-mail",
            text = "The address of the Jira account that makes the tickets; use an account of its own.",
            example = "jit-bot@acme.com")
    @Pattern(regexp = "[^@\\s:]+@[^@\\s:]+", message = "must be an e-mail address")
    public abstract String email();

    @Setting(
            key = "api-token",
            label = "API Token",
            text = "An API token of that account (id.atlassian.com, Security, API tokens). Atlassian's tokens expire"
                    + " after a year at most; it is read anew for every call.")
    public abstract Supplier<Secret> apiToken();

    @Setting(
            key = "project-key",
            label = "Project Key",
            text = "The project in which tickets are created.",
            example = "PMCJIT")
    @Pattern(
            regexp = "[A-Z][A-Z0-9_]{1,254}",
            message = "must be capital letters, digits and underscores and begin with a letter")
    public abstract String projectKey();

    @Setting(
            key = "issue-type-name",
            label = "Issue Type Name",
            text = "The type of issue to create, in the language of the account.",
            example = "Access Request")
    @Size(max = 60, message = "must be 60 characters at most")
    public abstract String issueTypeName();

    @Setting(
            key = "custom-field-id",
            label = "Custom Field ID",
            text = "The id of the single-line text field beyondTrustEpmJitRequestSystemId, by which tickets are found"
                    + " again.",
            example = "customfield_10001")
    @Pattern(regexp = "customfield_\\d{1,18}", message = "must be customfield_ followed by the number of the field")
    public abstract String customFieldId();

    @Setting(
            key = "enable-integration",
            label = "Enable Integration",
            text =
                    "The master switch. While it is false, requests are taken and kept, and nothing is sent to Jira; what has"
                            + " waited is worked off after a start with true.")
    @Value.Default
    public boolean enableIntegration() {
        return true;
    }

    @Setting(
            key = "issue-default-summary",
            label = "Issue Default Summary",
            text = "The summary of a ticket for an application request; %%Name%% stands for what the request says.")
    @Placeholders(JitEventType.APPLICATION_TICKET_CREATED)
    @Value.Default
    public String issueDefaultSummary() {
        return "EPM JIT Application Access Request - %%User%%";
    }

    @Setting(
            key = "admin-default-summary",
            label = "Admin Default Summary",
            text = "The summary of a ticket for an admin request; %%Name%% stands for what the request says.")
    @Placeholders(JitEventType.ADMIN_TICKET_CREATED)
    @Value.Default
    public String adminDefaultSummary() {
        return "EPM JIT Admin Access Request - %%UserName%%";
    }

    @Setting(
            key = "assignee-name",
            label = "Assignee Name",
            text = "Whom new tickets are assigned to: display name, e-mail address or account id of somebody who can"
                    + " be assigned issues of the project.",
            example = "John Doe")
    public abstract Optional<String> assigneeName();

    @Setting(
            key = "active-states",
            label = "Active States",
            text = "In which statuses a ticket may be decided, separated by commas. Left out: in all that are not of"
                    + " the category Done.",
            example = "Open, In Progress, Pending")
    public abstract List<String> activeStates();

    @Setting(
            key = "approved-transition",
            label = "Approved Transition",
            text = "Which transition an approved ticket takes: id:31, name:Approve, status:Approved (where it leads)"
                    + " or category:done.")
    @Value.Default
    public TransitionChoice approvedTransition() {
        return TransitionChoice.DONE;
    }

    @Setting(
            key = "denied-transition",
            label = "Denied Transition",
            text = "Which transition a denied ticket takes, written like the approved one.")
    @Value.Default
    public TransitionChoice deniedTransition() {
        return TransitionChoice.DONE;
    }

    @Setting(
            key = "approved-resolution",
            label = "Approved Resolution",
            text = "The resolution that is entered where the transition's screen offers it.")
    @Value.Default
    public String approvedResolution() {
        return "Done";
    }

    @Setting(key = "denied-resolution", label = "Denied Resolution", text = "The same for a denied ticket.")
    @Value.Default
    public String deniedResolution() {
        return "Won't Do";
    }

    @Setting(
            key = "decision-fields",
            label = "Decision Fields",
            text =
                    "Fields of the ticket that take what EPM says of the decision, beside the note: Decision, DecisionTime,"
                            + " DecisionPerformedByUser, Duration, StartTime or EndTime, an equals sign, and the field's id or"
                            + " name, separated by commas.",
            example = "Decision=customfield_10020, DecisionTime=Decided at")
    public abstract List<DecisionField> decisionFields();

    @Setting(
            key = "note-role",
            label = "Note Role",
            text = "For a project without Jira Service Management, which has no internal notes: notes are written as"
                    + " comments that only this project role sees.",
            example = "Administrators")
    public abstract Optional<String> noteRole();

    @Setting(
            key = "former-accounts",
            label = "Former Accounts",
            text = "Account ids under which this connector made tickets before, separated by commas. Tickets of other"
                    + " accounts are not taken for its own.",
            example = "5b10ac8d82e05b22cc7d4ef5")
    public abstract List<String> formerAccounts();

    @Setting(
            key = "consistency-delay",
            label = "Consistency Delay",
            text = "For how long after a ticket is made Jira's search may not show it. Only after that is a ticket"
                    + " believed to be missing.")
    @DurationMin(seconds = 0, message = "must not be negative")
    @DurationMax(hours = 1, message = "must be an hour at most")
    @Value.Default
    public Duration consistencyDelay() {
        return Duration.ofSeconds(60);
    }

    /** Site, account and project; never the token. */
    @Override
    public final String toString() {
        return "JiraSettings[" + id() + ": " + email() + " at " + url() + ", project " + projectKey() + "]";
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableJiraSettings.Builder {

        Builder() {}

        /**
         * The address at which people open Jira.
         *
         * @throws IllegalArgumentException if it is no address that begins with https
         */
        public Builder url(String address) {
            url(BaseUrl.of(address));
            return this;
        }

        /** A token that does not change while the program runs. */
        public Builder apiToken(Secret token) {
            apiToken(() -> token);
            return this;
        }

        JiraSettings unchecked() {
            return super.build();
        }

        /** @throws io.epmjit.settings.InvalidSettingsException with every fault at once */
        @Override
        public JiraSettings build() {
            return TABLE.check(unchecked());
        }
    }
}
