package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssueTest {

    private final FakeJira jira = FakeJira.builder().searchDelay(Duration.ZERO).start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());
    private String path = "";

    @BeforeEach
    void createIssue() throws Exception {
        path = "/rest/api/3/issue/" + client.create("s", "REQ-1");
    }

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void anIssueIsReadByIdOrKeyWithTheFieldsThatWereAskedFor() throws Exception {
        JsonNode whole =
                client.get(path + "?expand=names,schema,transitions,changelog").json();
        JsonNode some =
                client.get("/rest/api/3/issue/pmcjit-1?fields=summary,status").json();
        JsonNode less = client.get("/rest/api/3/issue/" + whole.path("id").asText() + "?fields=-comment,-description")
                .json();

        assertThat(whole.path("fields")
                        .path("status")
                        .path("statusCategory")
                        .path("key")
                        .asText())
                .isEqualTo("new");
        assertThat(whole.path("fields").has("comment")).isTrue();
        assertThat(whole.path("names").path("customfield_10001").asText())
                .isEqualTo("beyondTrustEpmJitRequestSystemId");
        assertThat(whole.path("transitions")).isNotEmpty();
        assertThat(some.path("fields").fieldNames()).toIterable().containsExactly("summary", "status");
        assertThat(some.path("key").asText()).isEqualTo("PMCJIT-1");
        assertThat(less.path("fields").has("comment")).isFalse();
        assertThat(less.path("fields").path("customfield_10001").asText()).isEqualTo("REQ-1");
    }

    @Test
    void propertiesAreKeptAndRead() throws Exception {
        assertThat(client.put(path + "/properties/epm", "{'a': 1}").status()).isEqualTo(201);
        assertThat(client.put(path + "/properties/epm", "{'a': 2}").status()).isEqualTo(200);

        assertThat(client.get(path + "/properties/epm")
                        .json()
                        .path("value")
                        .path("a")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.get(path + "?properties=epm")
                        .json()
                        .path("properties")
                        .path("epm")
                        .path("a")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.get(path + "/properties").json().findValuesAsText("key"))
                .containsExactly("epm");
        assertThat(client.get(path + "/properties/none").status()).isEqualTo(404);
    }

    @Test
    void anEditIsTakenWholeOrNotAtAll() throws Exception {
        Answer bad = client.put(path, "{'fields': {'summary': 'new', 'customfield_10001': 5}}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(jira.issues().get(0).summary()).isEqualTo("s");

        Answer good = client.put(path, "{'fields': {'summary': 'new', 'customfield_10001': null}}");
        assertThat(good.status()).isEqualTo(204);
        assertThat(jira.issues().get(0).summary()).isEqualTo("new");
        assertThat(jira.issues().get(0).text("customfield_10001")).isEmpty();
        JsonNode history =
                client.get(path + "?expand=changelog").json().path("changelog").path("histories");
        assertThat(history.path(0).path("items").findValuesAsText("field"))
                .containsExactlyInAnyOrder("summary", "customfield_10001");
    }

    @Test
    void aRemoteLinkWithAGlobalIdIsMadeOnceAndThenReplaced() throws Exception {
        String links = path + "/remotelink";
        String link =
                "{'globalId': 'epm=1', 'relationship': 'requested in', 'object': {'title': '%s', 'url': 'https://epm'}}";

        Answer first = client.post(links, link.formatted("One"));
        Answer again = client.post(links, "{'globalId': 'epm=1', 'object': {'title': 'Two', 'url': 'https://epm'}}");
        Answer untitled = client.post(links, "{'object': {'url': 'https://epm'}}");
        JsonNode read =
                client.get(links + "?globalId=" + JiraHttp.encoded("epm=1")).json();

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("id").asLong())
                .isEqualTo(first.json().path("id").asLong());
        assertThat(read.path("object").path("title").asText()).isEqualTo("Two");
        assertThat(read.has("relationship")).isFalse();
        assertThat(client.get(links).json()).hasSize(1);
        assertThat(client.get(links + "?globalId=x").status()).isEqualTo(404);
        assertThat(untitled.error("title")).isEqualTo("'title' is required.");
        assertThat(jira.issues().get(0).remoteLinks()).containsEntry("epm=1", "Two");
        jira.revoke(jira.account(), JiraPermission.LINK_ISSUES);
        assertThat(client.post(links, link.formatted("x")).status()).isEqualTo(403);
    }

    @Test
    void peopleDeleteIssues() throws Exception {
        jira.as(jira.approver()).delete("PMCJIT-1");

        assertThat(client.get(path).status()).isEqualTo(404);
        assertThat(client.post(path + "/transitions", "{'transition': {'id': '11'}}")
                        .status())
                .isEqualTo(404);
        assertThat(client.search("cf[10001] ~ \"REQ-1\"", "").json().path("issues"))
                .isEmpty();
        assertThat(jira.issues()).isEmpty();
        assertThat(jira.createdIssues()).isEqualTo(1);
    }

    @Test
    void aCloneCarriesTheField() throws Exception {
        String clone = jira.as(jira.approver()).cloneIssue("PMCJIT-1");

        JsonNode found = client.search("cf[10001] ~ \"\\\"REQ-1\\\"\" ORDER BY created ASC", "&fields=key,creator")
                .json()
                .path("issues");
        assertThat(found.findValuesAsText("key")).containsExactly("PMCJIT-1", clone);
        assertThat(found.path(1)
                        .path("fields")
                        .path("creator")
                        .path("accountId")
                        .asText())
                .isEqualTo(jira.approver().accountId());
        assertThat(jira.issuesWith(FakeJira.STAMP_FIELD, "REQ-1")).hasSize(2);
        assertThat(jira.issue(clone).orElseThrow().summary()).isEqualTo("CLONE - s");
    }

    @Test
    void aMovedIssueIsFoundByItsOldKeyAndIsNoRequestAnyMore() throws Exception {
        String moved = jira.as(jira.approver()).move("PMCJIT-1", "OPS");

        assertThat(moved).isEqualTo("OPS-1");
        assertThat(client.get(path).json().path("key").asText()).isEqualTo("OPS-1");
        assertThat(jira.issue("OPS-1").orElseThrow().status()).isEqualTo("To Do");
        assertThat(client.post("/rest/servicedeskapi/request/OPS-1/comment", "{'body': 'x', 'public': false}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void peopleWorkOnAnIssueByHand() {
        JiraPerson alex = jira.as(jira.approver());
        alex.setStatus("PMCJIT-1", "Closed");
        alex.editField("PMCJIT-1", FakeJira.STAMP_FIELD, "REQ-9");
        alex.assign("PMCJIT-1", jira.account());
        alex.comment("PMCJIT-1", "for all");
        alex.noteInternally("PMCJIT-1", "for us");

        JiraIssue issue = jira.issue("PMCJIT-1").orElseThrow();
        assertThat(issue.status()).isEqualTo("Closed");
        assertThat(issue.resolution()).contains("Done");
        assertThat(issue.statusHistory())
                .extracting(JiraStatusChange::author)
                .containsExactly(jira.approver().accountId());
        assertThat(issue.text(FakeJira.STAMP_FIELD)).contains("REQ-9");
        assertThat(issue.publicComments()).extracting(JiraComment::text).containsExactly("for all");
        assertThat(issue.internalNotes()).extracting(JiraComment::text).containsExactly("for us");
        assertThatThrownBy(() -> alex.setStatus("PMCJIT-1", "Lost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are [Open, In Progress");
    }

    @Test
    void anIssueIsDeletedByWhomItMayBe() throws Exception {
        assertThat(new JiraHttp(jira, jira.customer()).delete(path).status()).isEqualTo(403);
        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.get(path).firstMessage())
                .isEqualTo("Issue does not exist or you do not have permission to see it.");
    }

    @Test
    void aLoginPageCanStandInForAnAnswer() throws Exception {
        jira.faults().once(RequestMatcher.get("/rest/api/3/issue/{key}"), Fault.htmlPage());

        Answer page = client.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
    }
}
