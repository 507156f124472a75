package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.any;
import static io.epmjit.testkit.server.RequestMatcher.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.Capability;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.http.BaseUrl;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraField;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraProject;
import io.epmjit.testkit.jira.RejectedCredentials;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.TlsCertificate;
import io.epmjit.webhook.Secret;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that an administrator can get wrong is named, with what to do about it. */
class ConnectionTest extends JiraLab {

    private static final JiraField STAMP_FIELD =
            JiraField.singleLine(FakeJira.STAMP_FIELD, "beyondTrustEpmJitRequestSystemId");

    @Test
    void nobodyThere() {
        jira.server().goDown();

        expect(connector, Finding.UNREACHABLE, "connect");
    }

    @ParameterizedTest
    @EnumSource(TlsCertificate.class)
    void aCertificateThatTheMachineDoesNotTrust(TlsCertificate certificate) {
        try (FakeJira site = start(FakeJira.builder().https(certificate))) {
            try (JiraConnector there = connector(site, settings -> settings)) {
                expect(there, Finding.TLS, "certificate");
            }
        }
    }

    @Test
    void aLoginPageInsteadOfJira() {
        jira.faults().always(any(), Fault.htmlPage());

        expect(connector, Finding.WRONG_HOST, "HTML");
    }

    @Test
    void anotherProduct() {
        jira.faults().always(any(), Fault.answer(Reply.json(200, "{\"hello\":\"world\"}")));

        expect(connector, Finding.WRONG_HOST, "accountId");
    }

    @Test
    void aPathThatIsNotJiras() {
        expectWith(settings -> settings.url(BaseUrl.of(jira.url() + "/wiki")), Finding.WRONG_HOST, "Jira URL");
    }

    @Test
    void jiraDataCenter() {
        jira.faults()
                .once(
                        get("/rest/api/3/serverInfo"),
                        Fault.answer(Reply.json(200, "{\"deploymentType\":\"Server\",\"version\":\"10.3.0\"}")));

        expect(connector, Finding.WRONG_HOST, "Data Center");
    }

    @ParameterizedTest
    @EnumSource(RejectedCredentials.class)
    void credentialsThatAreNoLongerGood(RejectedCredentials treatment) {
        jira.rejectedCredentials(treatment);

        expectWith(
                settings -> settings.apiToken(Secret.of("expired")),
                Finding.WRONG_CREDENTIALS,
                "API Token",
                "https://api.atlassian.com/ex/jira/");
    }

    @Test
    void aProjectThatIsNotThere() {
        expectWith(settings -> settings.projectKey("NOPE"), Finding.WRONG_SETTING, "NOPE", "Project Key");
    }

    @Test
    void aProjectThatTheAccountMayNotSee() {
        jira.revoke(BOT, JiraPermission.BROWSE_PROJECTS);

        expect(connector, Finding.WRONG_SETTING, "Browse Projects");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_ISSUES, Create Issues",
        "ADD_COMMENTS, Add Comments",
        "TRANSITION_ISSUES, Transition Issues",
        "SERVICEDESK_AGENT, Service Project Agent"
    })
    void aRightThatIsMissing(JiraPermission right, String name) {
        jira.revoke(BOT, right);

        expect(connector, Finding.MISSING_RIGHT, "lacks: " + name + ".");
    }

    @Test
    void severalRightsThatAreMissing() {
        jira.revoke(BOT, JiraPermission.ADD_COMMENTS, JiraPermission.TRANSITION_ISSUES);

        expect(connector, Finding.MISSING_RIGHT, "Add Comments, Transition Issues");
    }

    @Test
    void anIssueTypeThatIsNotThere() {
        expectWith(settings -> settings.issueTypeName("Bug"), Finding.WRONG_SETTING, "\"Bug\"", "Access Request");
    }

    @Test
    void aFieldThatIsNotOnTheScreen() {
        expectWith(
                settings -> settings.customFieldId("customfield_10099"),
                Finding.WRONG_SETTING,
                "customfield_10099",
                "Custom Field ID");
    }

    @Test
    void aFieldOfAnotherType() {
        expectIn(
                JiraProject.serviceDesk("PMCJIT").field(JiraField.paragraph(FakeJira.STAMP_FIELD, "Notes")),
                settings -> settings,
                Finding.WRONG_SETTING,
                "Short text (plain text only)");
    }

    @Test
    void aScreenWithoutDescription() {
        expectIn(
                JiraProject.serviceDesk("PMCJIT").field(STAMP_FIELD).withoutField("description"),
                settings -> settings,
                Finding.WRONG_SETTING,
                "Description");
    }

    @Test
    void aFieldThatJiraDemandsAndNobodyFillsIn() {
        expectIn(
                JiraProject.serviceDesk("PMCJIT")
                        .field(STAMP_FIELD)
                        .field(JiraField.select("customfield_10007", "Cost center", "A", "B")
                                .required()),
                settings -> settings,
                Finding.WRONG_SETTING,
                "Cost center (customfield_10007)");
    }

    @Test
    void anAssigneeWhomNobodyKnows() {
        expectWith(settings -> settings.assigneeName("Jane Roe"), Finding.WRONG_SETTING, "Assignee Name");
    }

    @Test
    void anAssigneeWhoCannotBeAssigned() {
        expectWith(settings -> settings.assigneeName("Casey Moore"), Finding.WRONG_SETTING, "Assignee Name");
    }

    @Test
    void aPlainProjectWithoutANoteRole() {
        jira.grant(BOT, JiraPermission.SERVICEDESK_AGENT);

        expectWith(settings -> settings.projectKey("OPS"), Finding.WRONG_SETTING, "Note Role");
    }

    @Test
    void aNoteRoleThatTheAccountDoesNotHave() {
        expectWith(
                settings -> settings.projectKey("OPS").noteRole("Nobody"),
                Finding.WRONG_SETTING,
                "Note Role",
                "Administrators");
    }

    @Test
    void aNoteRoleThatTheAccountMayNotLookUpIsLeftUnchecked() {
        jira.revoke(BOT, JiraPermission.ADMINISTER_PROJECTS);
        try (JiraConnector plain =
                connector(settings -> settings.projectKey("OPS").noteRole("Nobody"))) {
            assertThat(plain.testConnection(call())).isEqualTo(ConnectionStatus.ok());
        }
    }

    @Test
    void aTokenThatCannotBeRead() {
        expectWith(
                settings -> settings.apiToken(() -> {
                    throw new IllegalStateException("no vault");
                }),
                Finding.WRONG_CREDENTIALS,
                "API token cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "/rest/api/3/project/{project}, 400",
        "/rest/api/3/mypermissions, 404",
        "/rest/api/3/issue/createmeta/{project}/issuetypes, 404",
        "/rest/api/3/issue/createmeta/{project}/issuetypes/{type}, 400"
    })
    void whatJiraDoesNotTakeOnceTheSiteIsKnownIsASetting(String path, int status) {
        jira.faults().always(get(path), Fault.status(status));

        expect(connector, Finding.WRONG_SETTING, Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/api/3/myself", "/rest/api/3/serverInfo"})
    void whatIsNoJiraAtAll(String path) {
        jira.faults().always(get(path), Fault.status(404));

        expect(connector, Finding.WRONG_HOST, "Check the Jira URL");
    }

    @Test
    void aFailingJira() {
        jira.faults().always(any(), Fault.status(503));

        expect(connector, Finding.FAILING, "503");
    }

    @Test
    void everythingRight() {
        assertThat(connector.testConnection(call())).isEqualTo(ConnectionStatus.ok());
        assertThat(connector.testConnection(call()).message()).isEqualTo("Connection OK");
        assertThat(connector.capabilities()).containsExactlyInAnyOrder(Capability.values());
        assertThat(jira.issues()).isEmpty();
    }

    @Test
    void everythingRightWithAnAssigneeAndInAPlainProject() {
        try (JiraConnector other = connector(settings -> settings.projectKey("OPS")
                .noteRole("Administrators")
                .assigneeName(jira.approver().email())
                .url(jira.url() + "/"))) {
            assertThat(other.testConnection(call())).isEqualTo(ConnectionStatus.ok());
        }
    }

    @Test
    void aTokenWithScopesIsSentToTheApiAddressAndLinksLeadToTheSite() {
        try (JiraConnector scoped = connector(settings -> settings.url("https://acme.atlassian.net/")
                .apiUrl(BaseUrl.of(jira.url().toString())))) {
            assertThat(scoped.testConnection(call())).isEqualTo(ConnectionStatus.ok());
            assertThat(scoped.open(draft(), call()).url().orElseThrow().toString())
                    .startsWith("https://acme.atlassian.net/browse/PMCJIT-");
        }
    }

    private void expectIn(
            JiraProject.Builder project, UnaryOperator<JiraSettings.Builder> change, Finding finding, String... words) {
        try (FakeJira site = start(FakeJira.builder().project(project.build()));
                JiraConnector there = connector(site, change)) {
            expect(there, finding, words);
        }
    }

    private void expectWith(UnaryOperator<JiraSettings.Builder> change, Finding finding, String... words) {
        try (JiraConnector changed = connector(change)) {
            expect(changed, finding, words);
        }
    }

    private void expect(JiraConnector tested, Finding finding, String... words) {
        ConnectionStatus status = tested.testConnection(call());
        assertThat(status.finding()).as(status.message()).isEqualTo(finding);
        assertThat(status.message()).contains(words).doesNotContain(CANARY);
    }
}
