package io.epmjit.testkit.jira;

import static io.epmjit.testkit.jira.JiraHttp.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the fake answers is what Atlassian's OpenAPI documents say that Jira answers. */
class OpenApiTest {

    private static @Nullable OpenApiInteractionValidator platform;

    private final FakeJira jira = FakeJira.builder().searchDelay(Duration.ZERO).start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());
    private final List<String> faults = new ArrayList<>();

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void thePlatformsAnswersKeepToItsDocument() throws Exception {
        OpenApiInteractionValidator platform = platform();
        String issue = "/rest/api/3/issue/" + client.create("s", "REQ-1");
        client.put(issue + "/properties/epm", "{'a': 1}");

        check(
                platform,
                "POST",
                "/rest/api/3/issue",
                201,
                client.post("/rest/api/3/issue", JiraHttp.fields("'summary': 's', 'description': " + document("d"))));
        check(platform, "POST", "/rest/api/3/issue", 400, client.post("/rest/api/3/issue", JiraHttp.fields("'a': 1")));
        check(
                platform,
                "POST",
                "/rest/api/3/issue",
                201,
                client.post(
                        "/rest/api/3/issue",
                        JiraHttp.fields("'summary': 's'").replaceFirst("\\{", "{'transition': {'id': '11'}, ")));
        check(
                platform,
                "GET",
                issue,
                200,
                client.get(issue + "?expand=names,schema,transitions,changelog&properties=*all"));
        check(platform, "GET", issue + "/editmeta", 200, client.get(issue + "/editmeta"));
        check(platform, "PUT", issue, 204, client.put(issue, "{'fields': {'summary': 't'}}"));
        check(
                platform,
                "GET",
                issue + "/transitions",
                200,
                client.get(issue + "/transitions?expand=transitions.fields"));
        check(
                platform,
                "POST",
                issue + "/transitions",
                204,
                client.post(
                        issue + "/transitions",
                        "{'transition': {'id': '41'}, 'fields': {'resolution': {'name': 'Done'}}}"));
        check(platform, "GET", issue, 200, client.get(issue + "?expand=changelog"));
        check(
                platform,
                "POST",
                issue + "/comment",
                201,
                client.post(
                        issue + "/comment",
                        "{'body': " + document("c") + ", 'visibility': {'type': 'role', 'value': 'Administrators'}}"));
        check(platform, "GET", issue + "/comment", 200, client.get(issue + "/comment"));
        check(
                platform,
                "PUT",
                issue + "/assignee",
                204,
                client.put(
                        issue + "/assignee", "{'accountId': '" + jira.approver().accountId() + "'}"));
        check(platform, "GET", issue + "/properties/epm", 200, client.get(issue + "/properties/epm"));
        check(
                platform,
                "POST",
                issue + "/remotelink",
                201,
                client.post(
                        issue + "/remotelink", "{'globalId': 'x', 'object': {'title': 't', 'url': 'https://epm'}}"));
        check(platform, "GET", "/rest/api/3/search/jql", 200, client.search("project = PMCJIT", "&maxResults=1"));
        check(
                platform,
                "POST",
                "/rest/api/3/search/jql",
                200,
                client.post(
                        "/rest/api/3/search/jql",
                        "{'jql': 'project = PMCJIT', 'fields': ['*all'], 'properties': ['epm']}"));
        check(
                platform,
                "POST",
                "/rest/api/3/search/approximate-count",
                200,
                client.post("/rest/api/3/search/approximate-count", "{'jql': 'project = PMCJIT'}"));
        for (String path : List.of(
                "/rest/api/3/myself",
                "/rest/api/3/serverInfo",
                "/rest/api/3/mypermissions?projectKey=PMCJIT&permissions=BROWSE_PROJECTS,USER_PICKER",
                "/rest/api/3/project/PMCJIT",
                "/rest/api/3/field",
                "/rest/api/3/statuscategory",
                "/rest/api/3/issue/createmeta/PMCJIT/issuetypes",
                "/rest/api/3/issue/createmeta/PMCJIT/issuetypes/10001",
                "/rest/api/3/user/search?query=a",
                "/rest/api/3/user/assignable/search?project=PMCJIT&query=a")) {
            check(platform, "GET", path, 200, client.get(path));
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void theServiceDesksAnswersKeepToItsDocument() throws Exception {
        OpenApiInteractionValidator desk = validator(withDistinctOperations(Specs.read("jsm.json")));
        String comments = "/rest/servicedeskapi/request/" + client.create("s", "REQ-1") + "/comment";

        check(desk, "POST", comments, 201, client.post(comments, "{'body': 'note', 'public': false}"));
        check(desk, "POST", comments, 400, client.post(comments, "{'body': 'note'}"));
        check(desk, "POST", comments, 201, client.post(comments, "{'body': 'answer', 'public': true}"));
        check(desk, "GET", comments, 200, client.get(comments + "?limit=1"));
        check(desk, "GET", comments, 200, client.get(comments + "?limit=1&start=1"));
        check(desk, "GET", "/rest/servicedeskapi/info", 200, client.get("/rest/servicedeskapi/info"));
        String missing = "/rest/servicedeskapi/request/NOPE-1/comment";
        check(desk, "GET", missing, 404, client.get(missing));

        assertThat(faults).isEmpty();
    }

    @Test
    void theCheckItselfFindsAFault() throws Exception {
        OpenApiInteractionValidator platform = platform();

        ValidationReport report = platform.validateResponse(
                "/rest/api/3/search/jql",
                Request.Method.GET,
                SimpleResponse.Builder.status(200)
                        .withContentType("application/json")
                        .withBody("{\"issues\": [], \"total\": \"many\", \"isLast\": \"yes\"}")
                        .build());

        assertThat(report.hasErrors()).isTrue();
    }

    private void check(OpenApiInteractionValidator validator, String method, String path, int status, Answer answer)
            throws Exception {
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isEqualTo(status);
        SimpleResponse.Builder response = SimpleResponse.Builder.status(status);
        if (!answer.text().isEmpty()) {
            response.withContentType(answer.header("Content-Type")).withBody(withoutEmptyHistory(answer.text()));
        }
        validator
                .validateResponse(path.replaceFirst("\\?.*", ""), Request.Method.valueOf(method), response.build())
                .getMessages()
                .stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .filter(message -> !isKnownDefect(message, status))
                .forEach(message -> faults.add(method + " " + path + " " + status + ": " + message));
    }

    /** The document describes a body for 204, which HTTP does not know. */
    private static boolean isKnownDefect(ValidationReport.Message message, int status) {
        return status == 204 && message.getKey().equals("validation.response.body.missing");
    }

    /** What a history tells of an empty value is null, which the document does not say. */
    private static String withoutEmptyHistory(String body) throws Exception {
        JsonNode json = JiraHttp.JSON.readTree(body);
        for (JsonNode entry : json.path("changelog").path("histories")) {
            for (JsonNode item : entry.path("items")) {
                if (item instanceof ObjectNode change) {
                    change.properties().removeIf(field -> field.getValue().isNull());
                }
            }
        }
        return json.toString();
    }

    /** Loaded once: it takes seconds. */
    private static OpenApiInteractionValidator platform() {
        if (platform == null) {
            platform = validator(Specs.read("jira-platform-v3.json"));
        }
        return platform;
    }

    private static OpenApiInteractionValidator validator(JsonNode document) {
        return OpenApiInteractionValidator.createForInlineApiSpecification(document.toString())
                .build();
    }

    /** The validator refuses a document in which two operations bear the same id, as this one's do. */
    private static JsonNode withDistinctOperations(JsonNode document) {
        Set<String> seen = new HashSet<>();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                if (operation instanceof ObjectNode node
                        && !seen.add(node.path("operationId").asText())) {
                    node.remove("operationId");
                }
            }
        }
        return document;
    }
}
