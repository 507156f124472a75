package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.testkit.jira.JiraHttp.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountTest {

    private final FakeJira jira = FakeJira.builder()
            .person(JiraAccount.of("robin@acme.example", "Robin Hood", "t").withHiddenEmail())
            .start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void anAddressAndItsTokenAreLetIn() throws Exception {
        Answer me = client.get("/rest/api/3/myself");
        Answer shouted = new JiraHttp(
                        jira, "EPM-Integration@acme.example", jira.account().token())
                .get("/rest/api/3/myself");

        assertThat(me.json().path("accountId").asText())
                .isEqualTo(jira.account().accountId());
        assertThat(me.json().path("emailAddress").asText())
                .isEqualTo(jira.account().email());
        assertThat(shouted.status()).isEqualTo(200);
    }

    @Test
    void anythingElseIsNot() throws Exception {
        Answer wrong = new JiraHttp(jira, jira.account().email(), "wrong").get("/rest/api/3/myself");
        Answer foreign =
                new JiraHttp(jira, jira.approver().email(), jira.account().token()).get("/rest/api/3/myself");
        Answer none = client.send(HttpRequest.newBuilder(URI.create(jira.url() + "/rest/api/3/issue/PMCJIT-1"))
                .GET());
        Answer bearer = client.send(HttpRequest.newBuilder(URI.create(jira.url() + "/rest/api/3/myself"))
                .header("Authorization", "Bearer " + jira.account().token())
                .GET());

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("X-Seraph-LoginReason")).isEqualTo("AUTHENTICATED_FAILED");
        assertThat(wrong.header("WWW-Authenticate")).startsWith("OAuth realm=");
        assertThat(wrong.text()).isEqualTo("Client must be authenticated to access this resource.");
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("X-Seraph-LoginReason")).isEmpty();
        assertThat(bearer.status()).isEqualTo(401);
    }

    @Test
    void wrongCredentialsCanBeTakenForAStranger() throws Exception {
        String key = client.create("s", "REQ-1");
        jira.searchDelay(java.time.Duration.ZERO);
        jira.rejectedCredentials(RejectedCredentials.ANONYMOUS);
        JiraHttp stranger = new JiraHttp(jira, jira.account().email(), "wrong");

        assertThat(stranger.get("/rest/api/3/issue/" + key).firstMessage())
                .isEqualTo("Issue does not exist or you do not have permission to see it.");
        assertThat(stranger.search("project = PMCJIT", "").json().path("issues"))
                .isEmpty();
        assertThat(stranger.post("/rest/api/3/issue", JiraHttp.fields("'summary': 's'"))
                        .error("project"))
                .isEqualTo("Specify a valid project ID or key");
        assertThat(stranger.get("/rest/api/3/myself").status()).isEqualTo(401);
    }

    @Test
    void theServerTellsEverybodyWhatItIs() throws Exception {
        Answer info = client.send(HttpRequest.newBuilder(URI.create(jira.url() + "/rest/api/3/serverInfo"))
                .GET());
        Answer desk = client.send(HttpRequest.newBuilder(URI.create(jira.url() + "/rest/servicedeskapi/info"))
                .GET());

        assertThat(info.json().path("deploymentType").asText()).isEqualTo("Cloud");
        assertThat(info.json().path("baseUrl").asText()).isEqualTo(jira.url().toString());
        assertThat(desk.json().path("isLicensedForUse").asBoolean()).isTrue();
    }

    @Test
    void permissionsAreToldForAProject() throws Exception {
        jira.revoke(jira.account(), JiraPermission.TRANSITION_ISSUES);
        String path = "/rest/api/3/mypermissions?projectKey=PMCJIT&permissions=";

        Answer both = client.get(path + "BROWSE_PROJECTS,TRANSITION_ISSUES");
        Answer unknown = client.get(path + "FLY");
        Answer none = client.get("/rest/api/3/mypermissions?projectKey=PMCJIT");
        Answer elsewhere = client.get("/rest/api/3/mypermissions?projectKey=NOPE&permissions=BROWSE_PROJECTS");

        assertThat(both.json()
                        .path("permissions")
                        .path("BROWSE_PROJECTS")
                        .path("havePermission")
                        .asBoolean())
                .isTrue();
        assertThat(both.json()
                        .path("permissions")
                        .path("TRANSITION_ISSUES")
                        .path("havePermission")
                        .asBoolean(true))
                .isFalse();
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(none.status()).isEqualTo(400);
        assertThat(elsewhere.status()).isEqualTo(404);
    }

    @Test
    void peopleAreFoundByTheBeginningOfTheirNames() throws Exception {
        String path = "/rest/api/3/user/search?";

        assertThat(client.get(path + "query=lee").json().findValuesAsText("displayName"))
                .containsExactly("Alex Lee");
        assertThat(client.get(path + "query=a.le").json()).hasSize(1);
        assertThat(client.get(path + "query=robin@").json()).isEmpty();
        assertThat(client.get(path + "query=robin").json().path(0).has("emailAddress"))
                .isFalse();
        assertThat(client.get(path + "query=ee").json()).isEmpty();
        assertThat(client.get(path + "accountId=" + jira.approver().accountId()).json())
                .hasSize(1);
        assertThat(client.get(path + "query=&maxResults=2").json()).hasSize(2);
        assertThat(client.get(path).status()).isEqualTo(400);
        assertThat(client.get(path + "username=a.lee").firstMessage()).contains("GDPR strict mode");
    }

    @Test
    void whoMayNotLookForPeopleFindsNobody() throws Exception {
        jira.revoke(jira.account(), JiraPermission.USER_PICKER);
        Answer search = client.get("/rest/api/3/user/search?query=lee");
        Answer assignable = client.get("/rest/api/3/user/assignable/search?project=PMCJIT&query=lee");
        jira.revoke(jira.account(), JiraPermission.ASSIGN_ISSUES);
        Answer neither = client.get("/rest/api/3/user/assignable/search?project=PMCJIT&query=lee");

        assertThat(search.status()).isEqualTo(200);
        assertThat(search.text()).isEqualTo("[]");
        assertThat(assignable.json()).hasSize(1);
        assertThat(neither.text()).isEqualTo("[]");
    }

    @Test
    void onlySomePeopleCanBeAssigned() throws Exception {
        String path = "/rest/api/3/user/assignable/search?";

        assertThat(client.get(path + "project=PMCJIT&query=").json().findValuesAsText("displayName"))
                .containsExactly("EPM Integration", "Alex Lee", "Robin Hood");
        assertThat(client.get(path + "query=lee").status()).isEqualTo(400);
        assertThat(client.get(path + "project=NOPE&query=lee").status()).isEqualTo(404);
    }

    @Test
    void anIssueIsAssignedByAccountId() throws Exception {
        String path = "/rest/api/3/issue/" + client.create("s", "REQ-1") + "/assignee";

        Answer done = client.put(path, "{'accountId': '" + jira.approver().accountId() + "'}");
        assertThat(done.status()).isEqualTo(204);
        assertThat(jira.issues().get(0).assignee()).contains(jira.approver().accountId());

        assertThat(client.put(path, "{'accountId': null}").status()).isEqualTo(204);
        assertThat(jira.issues().get(0).assignee()).isEmpty();

        assertThat(client.put(path, "{'name': 'a.lee'}").status()).isEqualTo(400);
        assertThat(client.put(path, "{'accountId': 'nobody'}").status()).isEqualTo(400);
        assertThat(client.put(path, "{'accountId': '" + jira.customer().accountId() + "'}")
                        .error("assignee"))
                .contains("cannot be assigned");
        jira.revoke(jira.account(), JiraPermission.ASSIGN_ISSUES);
        assertThat(client.put(path, "{'accountId': null}").status()).isEqualTo(403);
    }

    @Test
    void changesFromABrowserNeedAHeader() throws Exception {
        HttpRequest.Builder forged = client.request("/rest/api/3/issue")
                .header("User-Agent", "Mozilla/5.0")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JiraHttp.json(JiraHttp.fields("'summary': 's'"))));

        Answer refused = client.send(forged);
        Answer taken = client.send(forged.header("X-Atlassian-Token", "no-check"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).isEqualTo("XSRF check failed");
        assertThat(taken.status()).isEqualTo(201);
    }
}
