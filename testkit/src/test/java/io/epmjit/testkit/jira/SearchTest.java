package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private final MovableClock clock = MovableClock.at(START);
    private final FakeJira jira =
            FakeJira.builder().clock(clock).searchDelay(Duration.ofSeconds(30)).start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());

    @AfterEach
    void close() {
        jira.close();
    }

    private List<String> keys(String jql) throws Exception {
        Answer answer = client.search(jql, "&fields=key");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> keys = new ArrayList<>();
        for (JsonNode issue : answer.json().path("issues")) {
            keys.add(issue.path("key").asText());
        }
        return keys;
    }

    private void indexed() {
        clock.advance(Duration.ofMinutes(1));
    }

    private static String stamp(String value) {
        return "project = PMCJIT AND cf[10001] ~ \"\\\"" + value + "\\\"\"";
    }

    @Test
    void hidesASingleIssueForLongerThanTheOthers() throws Exception {
        String one = client.create("one", "stamp-1");
        String other = client.create("other", "stamp-2");
        jira.hideFromSearch(one, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(4));
        assertThat(keys("project = PMCJIT")).containsExactly(other);
        clock.advance(Duration.ofMinutes(1));
        assertThat(keys("project = PMCJIT")).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void aNewIssueIsNotFoundBeforeTheDelayIsOver() throws Exception {
        client.create("s", "REQ-1");

        assertThat(keys(stamp("REQ-1"))).isEmpty();
        clock.advance(Duration.ofSeconds(29));
        assertThat(keys(stamp("REQ-1"))).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys(stamp("REQ-1"))).containsExactly("PMCJIT-1");
    }

    @Test
    void aChangeIsNotSeenBeforeTheDelayIsOver() throws Exception {
        String key = client.create("s", "REQ-1");
        indexed();
        jira.as(jira.approver()).editField(key, FakeJira.STAMP_FIELD, "REQ-2");

        assertThat(keys(stamp("REQ-1"))).containsExactly(key);
        assertThat(keys(stamp("REQ-2"))).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(keys(stamp("REQ-1"))).isEmpty();
        assertThat(keys(stamp("REQ-2"))).containsExactly(key);
    }

    @Test
    void howeverOftenAnIssueChangesItIsFoundAsItWas() throws Exception {
        String key = client.create("s", "REQ-1");
        indexed();
        for (int i = 0; i < 200; i++) {
            jira.as(jira.approver()).editField(key, FakeJira.STAMP_FIELD, "OTHER-" + i);
        }

        assertThat(keys(stamp("REQ-1"))).containsExactly(key);
        indexed();
        assertThat(keys(stamp("REQ-1"))).isEmpty();
        assertThat(keys(stamp("OTHER-199"))).containsExactly(key);
    }

    @Test
    void reconcilingFindsWhatTheCallerKnowsAlready() throws Exception {
        client.create("s", "REQ-1");
        String id = jira.issues().get(0).id();

        assertThat(client.search(stamp("REQ-1"), "&reconcileIssues=" + id)
                        .json()
                        .path("issues"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2f1c-9a | \\"2f1c-9a\\"   | true
            2F1C-9A | \\"2f1c-9a\\"   | true
            2f1c_9a | \\"2f1c-9a\\"   | false
            2f1c.9a | \\"2f1c-9a\\"   | true
            x-2f1c-9a-y | \\"2f1c-9a\\" | true
            2f1c-9ab | \\"2f1c-9a\\"  | false
            9a-2f1c | \\"2f1c-9a\\"   | false
            9a-2f1c | 2f1c 9a         | true
            2f1c-9ab | 2f1c 9a*       | true
            """, quoteCharacter = '§')
    void textIsComparedWordByWord(String stamp, String query, boolean found) throws Exception {
        client.create("s", stamp);
        indexed();

        assertThat(keys("cf[10001] ~ \"" + query + "\"")).hasSize(found ? 1 : 0);
    }

    @Test
    void clausesSelect() throws Exception {
        client.post(
                "/rest/api/3/issue",
                JiraHttp.fields("'summary': 'First thing', 'labels': ['jit-1', 'night'], 'customfield_10001': 'A-1'"));
        clock.advance(Duration.ofHours(2));
        client.create("Second thing", "A-2");
        client.post(
                "/rest/api/3/issue",
                "{'fields': {'project': {'key': 'OPS'}, 'issuetype': {'name': 'Access Request'}, 'summary': 'Third'}}");
        jira.as(jira.approver()).setStatus("PMCJIT-2", "Resolved");
        indexed();

        assertThat(keys("project = PMCJIT")).containsExactly("PMCJIT-2", "PMCJIT-1");
        assertThat(keys("project in (PMCJIT, OPS) ORDER BY key ASC")).containsExactly("OPS-1", "PMCJIT-1", "PMCJIT-2");
        assertThat(keys("project = PMCJIT ORDER BY created ASC")).containsExactly("PMCJIT-1", "PMCJIT-2");
        assertThat(keys("labels = jit-1")).containsExactly("PMCJIT-1");
        assertThat(keys("labels = jit")).isEmpty();
        assertThat(keys("issuetype = \"Access Request\" AND status = Open")).containsExactly("PMCJIT-1");
        assertThat(keys("statusCategory = Done")).containsExactly("PMCJIT-2");
        assertThat(keys("statusCategory != done AND project != OPS")).containsExactly("PMCJIT-1");
        assertThat(keys("created >= -90m AND project = PMCJIT")).containsExactly("PMCJIT-2");
        assertThat(keys("created < \"2026-11-22 09:00\"")).containsExactly("PMCJIT-1");
        assertThat(keys("key = pmcjit-1")).containsExactly("PMCJIT-1");
        assertThat(keys("summary ~ things AND project = PMCJIT")).hasSize(2);
        assertThat(keys("\"beyondTrustEpmJitRequestSystemId\" ~ \"A-1\"")).containsExactly("PMCJIT-1");
        assertThat(keys("creator = currentUser() AND resolution is EMPTY ORDER BY key"))
                .containsExactly("OPS-1", "PMCJIT-1");
        assertThat(keys("(labels = night OR status = Resolved) AND NOT key = PMCJIT-2"))
                .containsExactly("PMCJIT-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order by created              | Unbounded JQL queries are not allowed here. Please add a search restriction to your query.
            project = NOPE                | The value 'NOPE' does not exist for the field 'project'.
            status = Nowhere              | The value 'Nowhere' does not exist for the field 'status'.
            key = PMCJIT-99               | An issue with key 'PMCJIT-99' does not exist for field 'key'.
            stamp ~ x                     | Field 'stamp' does not exist or you do not have permission to view it.
            cf[99999] ~ x                 | Field 'cf[99999]' does not exist or you do not have permission to view it.
            cf[10001] = x                 | The operator '=' is not supported by the 'cf[10001]' field.
            project ~ PMC                 | The operator '~' is not supported by the 'project' field.
            cf[10001] ~ "[x]"             | Unable to parse the text '[x]' for field 'cf[10001]'.
            cf[10001] ~ "*x"              | The '*' and '?' are not allowed as first character in wildcard query.
            project = PMCJIT status = x   | Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'status'. (line 1, character 18)
            project PMCJIT                | Error in the JQL Query: Expecting operator but got 'PMCJIT'. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'. (line 1, character 9)
            project = "PMCJIT             | Error in the JQL Query: The quoted string 'PMCJIT' has not been completed. (line 1, character 11)
            labels = a@b                  | Error in the JQL Query: The character '@' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0040' instead. (line 1, character 11)
            labels = and                  | Error in the JQL Query: 'and' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 10)
            created > soon                | Date value 'soon' for field 'created' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.
            project = PMCJIT order by labels | Not able to sort using field 'labels'.
            """, quoteCharacter = '§')
    void whatCannotBeAnsweredIsRefusedInJirasWords(String jql, String message) throws Exception {
        Answer answer = client.search(jql, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.firstMessage()).isEqualTo(message);
    }

    @Test
    void withoutFieldsOnlyTheIdComes() throws Exception {
        client.create("s", "REQ-1");
        indexed();

        JsonNode bare = client.search(stamp("REQ-1"), "").json();
        JsonNode asked = client.search(stamp("REQ-1"), "&fields=summary,customfield_10001,created,creator")
                .json()
                .path("issues")
                .path(0);

        assertThat(bare.path("issues").path(0).fieldNames()).toIterable().containsExactly("id");
        assertThat(bare.path("isLast").asBoolean()).isTrue();
        assertThat(bare.has("total")).isFalse();
        assertThat(asked.path("fields").fieldNames())
                .toIterable()
                .containsExactly("summary", "customfield_10001", "created", "creator");
        assertThat(asked.path("fields").path("customfield_10001").asText()).isEqualTo("REQ-1");
        assertThat(asked.path("fields").path("created").asText()).isEqualTo("2026-11-22T08:00:00.000+0000");
        assertThat(asked.path("fields").path("creator").path("accountId").asText())
                .isEqualTo(jira.account().accountId());
    }

    @Test
    void pagesFollowTheirToken() throws Exception {
        for (int i = 1; i <= 5; i++) {
            client.create("s", "REQ-" + i);
        }
        indexed();
        String jql = "project = PMCJIT ORDER BY created ASC";

        JsonNode first = client.search(jql, "&maxResults=2&fields=key").json();
        String token = first.path("nextPageToken").asText();
        JsonNode second = client.search(jql, "&maxResults=2&fields=key&nextPageToken=" + token)
                .json();
        JsonNode last = client.search(
                        jql,
                        "&maxResults=2&fields=key&nextPageToken="
                                + second.path("nextPageToken").asText())
                .json();
        Answer foreign = client.search("project = OPS", "&nextPageToken=" + token);
        clock.advance(Duration.ofDays(8));
        Answer expired = client.search(jql, "&nextPageToken=" + token);

        assertThat(first.path("isLast").asBoolean()).isFalse();
        assertThat(second.path("issues").path(0).path("key").asText()).isEqualTo("PMCJIT-3");
        assertThat(last.path("isLast").asBoolean()).isTrue();
        assertThat(last.has("nextPageToken")).isFalse();
        assertThat(last.path("issues")).hasSize(1);
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(expired.firstMessage()).isEqualTo("The provided next page token is invalid or expired.");
    }

    @Test
    void aPostTakesWhatItKnowsAndNothingElse() throws Exception {
        client.create("s", "REQ-1");
        indexed();
        String path = "/rest/api/3/search/jql";

        Answer found = client.post(path, "{'jql': 'project = PMCJIT', 'fields': ['summary'], 'maxResults': 10}");
        Answer startAt = client.post(path, "{'jql': 'project = PMCJIT', 'startAt': 0}");
        Answer fields = client.post(path, "{'jql': 'project = PMCJIT', 'fields': 'summary'}");
        Answer size = client.post(path, "{'jql': 'project = PMCJIT', 'maxResults': 5001}");
        Answer none = client.post(path, "{}");
        Answer count = client.post("/rest/api/3/search/approximate-count", "{'jql': 'project = PMCJIT'}");

        assertThat(found.json()
                        .path("issues")
                        .path(0)
                        .path("fields")
                        .path("summary")
                        .asText())
                .isEqualTo("s");
        assertThat(startAt.text())
                .isEqualTo("{\"errorMessages\":[\"Invalid request payload. Refer to the REST API documentation and try "
                        + "again.\"]}");
        assertThat(fields.status()).isEqualTo(400);
        assertThat(size.status()).isEqualTo(400);
        assertThat(none.firstMessage()).startsWith("Unbounded JQL");
        assertThat(count.json().path("count").asInt()).isEqualTo(1);
    }

    @Test
    void whoMayNotBrowseGetsAnEmptyListAndNoError() throws Exception {
        client.create("s", "REQ-1");
        indexed();
        jira.revoke(jira.account(), JiraPermission.BROWSE_PROJECTS);

        Answer answer = client.search(stamp("REQ-1"), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"issues\":[],\"isLast\":true}");
    }

    @Test
    void theOldSearchIsGone() throws Exception {
        Answer get = client.get("/rest/api/3/search?jql=project=PMCJIT");
        Answer post = client.post("/rest/api/3/search", "{'jql': 'project = PMCJIT'}");

        assertThat(get.status()).isEqualTo(410);
        assertThat(get.firstMessage()).startsWith("The requested API has been removed. Please migrate to the");
        assertThat(post.status()).isEqualTo(410);
    }
}
