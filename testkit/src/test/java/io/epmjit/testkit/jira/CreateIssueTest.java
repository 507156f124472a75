package io.epmjit.testkit.jira;

import static io.epmjit.testkit.jira.JiraHttp.document;
import static io.epmjit.testkit.jira.JiraHttp.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.testkit.jira.JiraHttp.Answer;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateIssueTest {

    private static final String ISSUE = "/rest/api/3/issue";

    private final FakeJira jira = FakeJira.start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void anIssueIsMadeWithItsFieldsAndProperties() throws Exception {
        Answer created = client.post(
                ISSUE, """
                {'fields': {'project': {'id': '10000'}, 'issuetype': {'id': '10001'}, 'summary': ' Access for Jo ',
                  'description': %s, 'labels': ['jit'], 'priority': {'name': 'High'},
                  'assignee': {'accountId': '%s'}, 'customfield_10001': 'REQ-1'},
                 'properties': [{'key': 'epm', 'value': {'id': 7}}]}""".formatted(document("Please"), jira.approver().accountId()));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().fieldNames()).toIterable().containsExactly("id", "key", "self");
        JiraIssue issue = jira.issue(created.json().path("key").asText()).orElseThrow();
        assertThat(issue.summary()).isEqualTo("Access for Jo");
        assertThat(issue.descriptionText()).isEqualTo("Please");
        assertThat(issue.text("customfield_10001")).contains("REQ-1");
        assertThat(issue.labels()).containsExactly("jit");
        assertThat(issue.assignee()).contains(jira.approver().accountId());
        assertThat(issue.properties()).containsEntry("epm", "{\"id\":7}");
        assertThat(issue.status()).isEqualTo("Open");
        assertThat(jira.createdIssues()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'summary': ''                                   | summary           | You must specify a summary of the issue.
            'labels': []                                    | summary           | You must specify a summary of the issue.
            'summary': 'a\\nb'                              | summary           | The summary is invalid because it contains newline characters.
            'summary': 5                                    | summary           | Operation value must be a string
            'summary': 's', 'description': 'plain'          | description       | Operation value must be an Atlassian Document (see the Atlassian Document Format)
            'summary': 's', 'customfield_10001': {'a': 1}   | customfield_10001 | Operation value must be a string
            'summary': 's', 'customfield_10099': 'x'        | customfield_10099 | Field 'customfield_10099' cannot be set. It is not on the appropriate screen, or unknown.
            'summary': 's', 'labels': ['two words']         | labels            | The label 'two words' contains spaces which is invalid.
            'summary': 's', 'labels': 'jit'                 | labels            | data was not an array
            'summary': 's', 'priority': {'name': 'Huge'}    | priority          | The priority selected is invalid.
            'summary': 's', 'assignee': {'name': 'a.lee'}   | assignee          | Specify a valid value for assignee
            'summary': 's', 'resolution': {'name': 'Done'}  | resolution        | Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.
            """, quoteCharacter = '§')
    void aFieldThatWillNotDoIsNamed(String more, String field, String message) throws Exception {
        Answer answer = client.post(ISSUE, fields(more));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error(field)).isEqualTo(message);
        assertThat(answer.json().path("errorMessages")).isEmpty();
        assertThat(jira.issues()).isEmpty();
    }

    @Test
    void linesAreLimitedTo255Characters() throws Exception {
        Answer summary = client.post(ISSUE, fields("'summary': '" + "s".repeat(256) + "'"));
        Answer custom = client.post(ISSUE, fields("'summary': 's', 'customfield_10001': '" + "c".repeat(256) + "'"));
        Answer both = client.post(
                ISSUE, fields("'summary': '" + "s".repeat(255) + "', 'customfield_10001': '" + "c".repeat(255) + "'"));

        assertThat(summary.error("summary")).isEqualTo("Summary can't exceed 255 characters.");
        assertThat(custom.error("customfield_10001"))
                .isEqualTo("The entered text is too long. It exceeds the allowed limit of 255 characters.");
        assertThat(both.status()).isEqualTo(201);
    }

    @Test
    void severalFaultsAreToldAtOnce() throws Exception {
        Answer answer = client.post(ISSUE, fields("'labels': ['a b'], 'customfield_77777': 1"));

        assertThat(answer.json().path("errors").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("labels", "customfield_77777", "summary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'fields': {'issuetype': {'name': 'Access Request'}, 'summary': 's'}}                             | project   | Specify a valid project ID or key
            {'fields': {'project': {'key': 'NOPE'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'}} | project   | Specify a valid project ID or key
            {'fields': {'project': {'key': 'PMCJIT'}, 'summary': 's'}}                                        | issuetype | Specify an issue type
            {'fields': {'project': {'key': 'PMCJIT'}, 'issuetype': {'name': 'Bug'}, 'summary': 's'}}          | issuetype | Specify a valid issue type
            """, quoteCharacter = '§')
    void projectAndIssueTypeMustExist(String body, String field, String message) throws Exception {
        Answer answer = client.post(ISSUE, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error(field)).isEqualTo(message);
    }

    @Test
    void aDocumentThatIsNoneIsInvalidInput() throws Exception {
        String emptyText =
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': ''}]}]}";
        Answer answer = client.post(ISSUE, fields("'summary': 's', 'description': " + emptyText));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"errorMessages\":[\"INVALID_INPUT\"],\"errors\":{}}");
    }

    @Test
    void aDocumentThatIsTooLongExceedsTheContentLimit() throws Exception {
        Answer fits = client.post(ISSUE, fields("'summary': 's', 'description': " + document("x".repeat(32_767))));
        Answer tooLong = client.post(ISSUE, fields("'summary': 's', 'description': " + document("x".repeat(32_768))));
        jira.contentLimit(ContentLimit.DOCUMENT);
        Answer counted = client.post(ISSUE, fields("'summary': 's', 'description': " + document("x".repeat(32_767))));

        assertThat(fits.status()).isEqualTo(201);
        assertThat(tooLong.text()).isEqualTo("{\"errorMessages\":[\"CONTENT_LIMIT_EXCEEDED\"],\"errors\":{}}");
        assertThat(counted.firstMessage()).isEqualTo("CONTENT_LIMIT_EXCEEDED");
    }

    @Test
    void aFieldThatIsRequiredIsDemandedAndOneOffTheScreenRefused() throws Exception {
        JiraProject project = JiraProject.serviceDesk("SEC")
                .issueType("Access Request")
                .field(JiraField.singleLine("customfield_10007", "Cost centre").required())
                .field(JiraField.select("customfield_10008", "Team", "Red", "Blue"))
                .field(JiraField.paragraph("customfield_10009", "Story"))
                .withoutField("reporter")
                .build();
        try (FakeJira other = FakeJira.builder().project(project).start()) {
            JiraHttp http = new JiraHttp(other, other.account());
            String start =
                    "{'fields': {'project': {'key': 'SEC'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'";

            Answer missing = http.post(ISSUE, start + "}}");
            Answer reporter = http.post(
                    ISSUE, start + ", 'reporter': {'id': '" + other.approver().accountId() + "'}}}");
            Answer team = http.post(ISSUE, start + ", 'customfield_10008': {'value': 'Green'}}}");
            Answer whole = http.post(
                    ISSUE,
                    start
                            + ", 'customfield_10007': '4711', 'customfield_10008': {'value': 'Red'}, 'customfield_10009': "
                            + document("Once") + "}}");

            assertThat(missing.error("customfield_10007")).isEqualTo("Cost centre is required.");
            assertThat(reporter.error("reporter")).contains("It is not on the appropriate screen");
            assertThat(team.error("customfield_10008")).isEqualTo("Option value 'Green' is not valid");
            assertThat(whole.status()).isEqualTo(201);
            assertThat(other.issues().get(0).text("customfield_10009")).contains("Once");
        }
    }

    @Test
    void aFieldStandsInFieldsOrInUpdate() throws Exception {
        Answer both = client.post(
                ISSUE,
                "{'fields': {'project': {'key': 'PMCJIT'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's', "
                        + "'labels': ['a']}, 'update': {'labels': [{'add': 'b'}]}}");
        Answer update = client.post(
                ISSUE,
                "{'fields': {'project': {'key': 'PMCJIT'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'}, "
                        + "'update': {'labels': [{'add': 'b'}]}}");

        assertThat(both.error("labels")).isEqualTo("Field 'labels' cannot appear in both 'fields' and 'update'");
        assertThat(update.status()).isEqualTo(201);
        assertThat(jira.issues().get(0).labels()).containsExactly("b");
    }

    @Test
    void aFailedCreateUsesUpANumber() throws Exception {
        client.post(ISSUE, fields("'summary': ''"));

        assertThat(client.create("s", "REQ-1")).isEqualTo("PMCJIT-2");
    }

    @Test
    void aCreateMayBeginWithATransition() throws Exception {
        Answer created = client.post(
                ISSUE,
                "{'transition': {'id': '11'}, 'fields': {'project': {'key': 'PMCJIT'}, 'issuetype': {'name': "
                        + "'Access Request'}, 'summary': 's'}}");

        assertThat(created.json().path("transition").path("status").asInt()).isEqualTo(204);
        assertThat(jira.issues().get(0).status()).isEqualTo("In Progress");
    }

    @Test
    void withoutTheRightsNothingIsMade() throws Exception {
        jira.revoke(jira.account(), JiraPermission.CREATE_ISSUES);
        Answer noCreate = client.post(ISSUE, fields("'summary': 's'"));
        jira.revoke(jira.account(), JiraPermission.BROWSE_PROJECTS);
        Answer noBrowse = client.post(ISSUE, fields("'summary': 's'"));
        jira.grant(jira.account(), JiraPermission.CREATE_ISSUES, JiraPermission.BROWSE_PROJECTS);
        jira.revoke(jira.account(), JiraPermission.MODIFY_REPORTER);
        Answer noReporter = client.post(
                ISSUE,
                fields("'summary': 's', 'reporter': {'id': '" + jira.approver().accountId() + "'}"));

        assertThat(noCreate.error("project")).contains("permission to create issues");
        assertThat(noBrowse.error("project")).isEqualTo("Specify a valid project ID or key");
        assertThat(noReporter.error("reporter")).contains("cannot be set");
        assertThat(jira.createdIssues()).isZero();
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() throws Exception {
        Answer broken = client.post(ISSUE, "{'fields': ");
        Answer empty = client.post(ISSUE, "");
        Answer form = client.send(client.request(ISSUE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));

        assertThat(broken.firstMessage()).startsWith("There was an error parsing JSON.");
        assertThat(empty.firstMessage()).startsWith("No content to map");
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void theReplyCanBeLostThoughTheIssueIsThere() throws Exception {
        jira.faults().once(RequestMatcher.post(ISSUE), Fault.dropReply());

        Assertions.assertThatThrownBy(() -> client.create("s", "REQ-1")).isInstanceOf(IOException.class);

        assertThat(jira.issuesWith(FakeJira.STAMP_FIELD, "REQ-1")).hasSize(1);
    }
}
