package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowTest {

    private final FakeJira jira = FakeJira.start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());
    private String transitions = "";

    @BeforeEach
    void createIssue() throws Exception {
        transitions = "/rest/api/3/issue/" + client.create("s", "REQ-1") + "/transitions";
    }

    @AfterEach
    void close() {
        jira.close();
    }

    private JiraIssue issue() {
        return jira.issues().get(0);
    }

    @Test
    void whatLeadsAwayFromTheStatusIsOffered() throws Exception {
        JsonNode plain = client.get(transitions).json().path("transitions");
        JsonNode full = client.get(transitions + "?expand=transitions.fields&transitionId=41")
                .json()
                .path("transitions");

        assertThat(plain.findValuesAsText("id")).contains("11", "41", "51").doesNotContain("61", "71");
        assertThat(plain.path(0).has("fields")).isFalse();
        assertThat(full).hasSize(1);
        assertThat(full.path(0).path("name").asText()).isEqualTo("Resolve this issue");
        assertThat(full.path(0).path("to").path("statusCategory").path("key").asText())
                .isEqualTo("done");
        assertThat(full.path(0)
                        .path("fields")
                        .path("resolution")
                        .path("required")
                        .asBoolean())
                .isTrue();
        assertThat(full.path(0)
                        .path("fields")
                        .path("resolution")
                        .path("allowedValues")
                        .findValuesAsText("name"))
                .contains("Done", "Declined");
    }

    @Test
    void aTransitionWithItsResolutionIsPerformed() throws Exception {
        Answer answer = client.post(
                transitions,
                "{'transition': {'id': '41'}, 'fields': {'resolution': {'name': 'Declined'}}, "
                        + "'update': {'comment': [{'add': {'body': " + JiraHttp.document("Sorry") + "}}]}}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.text()).isEmpty();
        assertThat(issue().status()).isEqualTo("Resolved");
        assertThat(issue().statusCategory()).isEqualTo(StatusCategory.DONE);
        assertThat(issue().resolution()).contains("Declined");
        assertThat(issue().comments()).extracting(JiraComment::text).containsExactly("Sorry");
        assertThat(issue().statusHistory()).hasSize(1);
        JiraStatusChange change = issue().statusHistory().get(0);
        assertThat(change.from()).isEqualTo("Open");
        assertThat(change.to()).isEqualTo("Resolved");
        assertThat(change.author()).isEqualTo(jira.account().accountId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                         | Missing 'transition' identifier
            {'transition': {'id': 'Resolve'}}                                          | 'transition' identifier must be an integer
            {'transition': {'id': '999'}}                                              | Transition id '999' is not valid for this issue.
            {'transition': {'id': '61'}}                                               | Transition id '61' is not valid for this issue.
            """, quoteCharacter = '§')
    void aTransitionThatIsNotOfferedIsRefused(String body, String message) throws Exception {
        Answer answer = client.post(transitions, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.firstMessage()).isEqualTo(message);
        assertThat(issue().status()).isEqualTo("Open");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'transition': {'id': '41'}}                                                | resolution | Resolution is required.
            {'transition': {'id': '41'}, 'fields': {'resolution': {'name': 'Fine'}}}    | resolution | Could not find valid 'id' or 'name' in resolution object.
            {'transition': {'id': '51'}, 'fields': {'resolution': {'name': 'Done'}}}    | resolution | Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.
            {'transition': {'id': '41'}, 'fields': {'resolution': {'name': 'Done'}, 'labels': ['x']}} | labels | Field 'labels' cannot be set. It is not on the appropriate screen, or unknown.
            """, quoteCharacter = '§')
    void theScreenDecidesAboutFields(String body, String field, String message) throws Exception {
        Answer answer = client.post(transitions, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error(field)).isEqualTo(message);
        assertThat(issue().status()).isEqualTo("Open");
    }

    @Test
    void aConflictIsAnsweredOnceAndNothingChanges() throws Exception {
        jira.conflictOnTransitions(1);

        assertThat(client.post(transitions, "{'transition': {'id': '11'}}").status())
                .isEqualTo(409);
        assertThat(issue().status()).isEqualTo("Open");
        assertThat(client.post(transitions, "{'transition': {'id': '11'}}").status())
                .isEqualTo(204);
    }

    @Test
    void whoMayNotTransitionIsOfferedNothing() throws Exception {
        jira.revoke(jira.account(), JiraPermission.TRANSITION_ISSUES);

        assertThat(client.get(transitions).json().path("transitions")).isEmpty();
        assertThat(client.post(transitions, "{'transition': {'id': '11'}}").firstMessage())
                .isEqualTo("Transition id '11' is not valid for this issue.");
    }

    @Test
    void namesAreInTheLanguageOfTheSiteAndIdsAreNot() throws Exception {
        JiraWorkflow german = JiraWorkflow.serviceRequest()
                .translated(Map.of("Open", "Offen", "Resolved", "Gelöst", "Resolve this issue", "Vorgang lösen"));
        JiraProject project = JiraProject.serviceDesk("SEC").workflow(german).build();
        try (FakeJira other = FakeJira.builder().project(project).start()) {
            JiraHttp http = new JiraHttp(other, other.account());
            http.post(
                    "/rest/api/3/issue",
                    "{'fields': {'project': {'key': 'SEC'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'}}");
            JsonNode offered = http.get("/rest/api/3/issue/SEC-1/transitions?transitionId=41")
                    .json()
                    .path("transitions")
                    .path(0);

            assertThat(other.issues().get(0).status()).isEqualTo("Offen");
            assertThat(offered.path("name").asText()).isEqualTo("Vorgang lösen");
            assertThat(offered.path("to").path("name").asText()).isEqualTo("Gelöst");
            assertThat(offered.path("to").path("id").asText()).isEqualTo("5");
            assertThat(offered.path("to").path("statusCategory").path("key").asText())
                    .isEqualTo("done");
        }
    }

    @Test
    void leavingADoneStatusClearsTheResolution() throws Exception {
        client.post(transitions, "{'transition': {'id': '41'}, 'fields': {'resolution': {'id': '10000'}}}");
        assertThat(issue().resolution()).contains("Done");

        client.post(transitions, "{'transition': {'id': '71'}}");

        assertThat(issue().resolution()).isEmpty();
        assertThat(issue().status()).isEqualTo("In Progress");
    }
}
