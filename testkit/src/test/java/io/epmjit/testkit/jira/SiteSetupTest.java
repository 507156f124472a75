package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SiteSetupTest {

    private final FakeJira jira = FakeJira.start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void aProjectIsReadByIdOrKey() throws Exception {
        JsonNode project = client.get("/rest/api/3/project/PMCJIT").json();
        JsonNode plain = client.get("/rest/api/3/project/10001").json();
        Answer unknown = client.get("/rest/api/3/project/pmcjit");
        jira.revoke(jira.account(), JiraPermission.BROWSE_PROJECTS);
        Answer hidden = client.get("/rest/api/3/project/PMCJIT");

        assertThat(project.path("projectTypeKey").asText()).isEqualTo("service_desk");
        assertThat(project.path("issueTypes").findValuesAsText("name")).containsExactly("Access Request");
        assertThat(plain.path("key").asText()).isEqualTo("OPS");
        assertThat(unknown.firstMessage()).isEqualTo("No project could be found with key 'pmcjit'.");
        assertThat(hidden.status()).isEqualTo(404);
    }

    @Test
    void createMetadataComesInTwoStepsAndPages() throws Exception {
        String path = "/rest/api/3/issue/createmeta/PMCJIT/issuetypes";
        JsonNode types = client.get(path).json();
        String id = types.path("issueTypes").path(0).path("id").asText();
        JsonNode fields = client.get(path + "/" + id).json();
        JsonNode second =
                client.get(path + "/" + id + "?startAt=2&maxResults=2").json();

        assertThat(types.path("total").asInt()).isEqualTo(1);
        assertThat(fields.path("fields").findValuesAsText("fieldId"))
                .contains("summary", "description", "reporter", "customfield_10001");
        JsonNode stamp = fields.path("fields").path(fields.path("total").asInt() - 1);
        assertThat(stamp.path("name").asText()).isEqualTo("beyondTrustEpmJitRequestSystemId");
        assertThat(stamp.path("schema").path("custom").asText()).endsWith(":textfield");
        assertThat(stamp.path("schema").path("customId").asLong()).isEqualTo(10001);
        assertThat(second.path("fields")).hasSize(2);
        assertThat(second.path("startAt").asInt()).isEqualTo(2);
        assertThat(client.get(path + "?maxResults=201").firstMessage())
                .isEqualTo("Parameter 'maxResults' must not exceed the limit '200'");
        assertThat(client.get(path + "/4711").status()).isEqualTo(404);
    }

    @Test
    void whoMayNotCreateGetsEmptyMetadata() throws Exception {
        jira.revoke(jira.account(), JiraPermission.CREATE_ISSUES);

        Answer types = client.get("/rest/api/3/issue/createmeta/PMCJIT/issuetypes");

        assertThat(types.status()).isEqualTo(200);
        assertThat(types.json().path("issueTypes")).isEmpty();
    }

    @Test
    void fieldsAndCategoriesAreListed() throws Exception {
        JsonNode fields = client.get("/rest/api/3/field").json();
        JsonNode categories = client.get("/rest/api/3/statuscategory").json();

        assertThat(fields.findValuesAsText("id")).contains("summary", "issuekey", "customfield_10001");
        assertThat(fields.path(fields.size() - 1).path("clauseNames").path(0).asText())
                .isEqualTo("cf[10001]");
        assertThat(categories.findValuesAsText("key")).containsExactly("undefined", "new", "indeterminate", "done");
    }

    @Test
    void whatDoesNotExistIsADeadLink() throws Exception {
        Answer unknown = client.get("/rest/api/3/nonsense");
        Answer page = client.get("/browse/PMCJIT-1");
        Answer method = client.delete("/rest/api/3/myself");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("status-code").asInt()).isEqualTo(404);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(method.status()).isEqualTo(405);
    }
}
