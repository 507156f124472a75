package io.epmjit.testkit.jira;

import static io.epmjit.testkit.jira.JiraHttp.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.jira.JiraHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentTest {

    private final FakeJira jira = FakeJira.start();
    private final JiraHttp client = new JiraHttp(jira, jira.account());
    private String platform = "";
    private String desk = "";

    @BeforeEach
    void createIssue() throws Exception {
        String key = client.create("s", "REQ-1");
        platform = "/rest/api/3/issue/" + key + "/comment";
        desk = "/rest/servicedeskapi/request/" + key + "/comment";
    }

    @AfterEach
    void close() {
        jira.close();
    }

    private JiraIssue issue() {
        return jira.issues().get(0);
    }

    @Test
    void aPlatformCommentIsPublicUnlessItIsMarkedOrRestricted() throws Exception {
        Answer open = client.post(platform, "{'body': " + document("all") + "}");
        Answer marked = client.post(
                platform,
                "{'body': " + document("us")
                        + ", 'properties': [{'key': 'sd.public.comment', 'value': {'internal': true}}]}");
        Answer restricted = client.post(
                platform,
                "{'body': " + document("few") + ", 'visibility': {'type': 'role', 'value': 'Administrators'}}");

        assertThat(open.status()).isEqualTo(201);
        assertThat(open.json().path("jsdPublic").asBoolean()).isTrue();
        assertThat(marked.json().path("jsdPublic").asBoolean(true)).isFalse();
        assertThat(restricted.json().path("visibility").path("identifier").asText())
                .isEqualTo("Administrators");
        assertThat(issue().publicComments()).extracting(JiraComment::text).containsExactly("all");
        assertThat(issue().internalNotes()).extracting(JiraComment::text).containsExactly("us", "few");
        assertThat(issue().comments().get(0).author()).isEqualTo(jira.account().accountId());
    }

    @Test
    void anIssueWithoutARequestTypeMayBeNoCustomerRequest() throws Exception {
        assertThat(client.post(desk, "{'body': 'x', 'public': false}").status()).isEqualTo(201);

        jira.requestTypeDemanded();

        assertThat(client.post(desk, "{'body': 'y', 'public': false}").status()).isEqualTo(404);
        assertThat(client.get(platform).status()).isEqualTo(200);
        assertThat(issue().comments()).hasSize(1);
    }

    @Test
    void theMarkMeansNothingOutsideOfAServiceDesk() throws Exception {
        client.post(
                "/rest/api/3/issue",
                "{'fields': {'project': {'key': 'OPS'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'}}");
        Answer marked = client.post(
                "/rest/api/3/issue/OPS-1/comment",
                "{'body': " + document("us")
                        + ", 'properties': [{'key': 'sd.public.comment', 'value': {'internal': true}}]}");

        assertThat(marked.json().path("jsdPublic").asBoolean()).isTrue();
        assertThat(jira.issue("OPS-1").orElseThrow().internalNotes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                       | comment      | Comment body can not be empty!
            {'body': 'plain'}                                                                        | comment      | Comment body is not valid!
            {'body': {'type': 'doc', 'version': 1, 'content': []}}                                   | comment      | Comment body can not be empty!
            {'body': {'type': 'doc', 'version': 1, 'content': [{'type': 'nonsense'}]}}               | comment      | INVALID_INPUT
            {'body': {'type': 'doc', 'version': 1, 'content': [{'type': 'rule'}, {'type': 'paragraph', 'content': [{'type': 'text', 'text': 'x'}]}]}, 'visibility': {'type': 'role', 'value': 'Nobody'}} | commentLevel | Role: Nobody does not exist.
            """, quoteCharacter = '§')
    void aPlatformCommentThatWillNotDoIsRefused(String body, String field, String message) throws Exception {
        Answer answer = client.post(platform, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error(field)).isEqualTo(message);
        assertThat(issue().comments()).isEmpty();
    }

    @Test
    void whoMayNotCommentIsToldByName() throws Exception {
        jira.revoke(jira.account(), JiraPermission.ADD_COMMENTS);

        Answer onPlatform = client.post(platform, "{'body': " + document("x") + "}");
        Answer atDesk = client.post(desk, "{'body': 'x', 'public': false}");

        assertThat(onPlatform.status()).isEqualTo(400);
        assertThat(onPlatform.firstMessage())
                .isEqualTo("EPM Integration, you do not have the permission to comment on this issue.");
        assertThat(atDesk.status()).isEqualTo(403);
        assertThat(atDesk.json().path("errorMessage").asText()).isNotEmpty();
    }

    @Test
    void commentsComeInPages() throws Exception {
        for (int i = 1; i <= 3; i++) {
            client.post(platform, "{'body': " + document("c" + i) + "}");
        }

        JsonNode page = client.get(platform + "?startAt=1&maxResults=1").json();
        JsonNode backwards = client.get(platform + "?orderBy=-created").json();
        Answer wrong = client.get(platform + "?orderBy=updated");
        String id = page.path("comments").path(0).path("id").asText();

        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("comments")).hasSize(1);
        assertThat(page.path("comments")
                        .path(0)
                        .at("/body/content/0/content/0/text")
                        .asText())
                .isEqualTo("c2");
        assertThat(backwards
                        .path("comments")
                        .path(0)
                        .at("/body/content/0/content/0/text")
                        .asText())
                .isEqualTo("c3");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(client.get(platform + "/" + id).status()).isEqualTo(200);
        assertThat(client.get(platform + "/1").status()).isEqualTo(404);
    }

    @Test
    void anInternalNoteIsWrittenAsPlainText() throws Exception {
        Answer answer = client.post(desk, "{'body': 'Approved by *Alex*\\nfor 30 minutes', 'public': false}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("public").asBoolean(true)).isFalse();
        assertThat(answer.json().path("body").asText()).isEqualTo("Approved by *Alex*\nfor 30 minutes");
        assertThat(issue().internalNotes())
                .extracting(JiraComment::text)
                .containsExactly("Approved by *Alex*\nfor 30 minutes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'body': 'x'}
            {'public': false}
            {'body': '  ', 'public': false}
            {'body': {'type': 'doc'}, 'public': false}
            {'body': 'x', 'public': false, 'properties': []}
            """, quoteCharacter = '§')
    void theServiceDeskRefusesInAShapeOfItsOwn(String body) throws Exception {
        Answer answer = client.post(desk, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errorMessage").asText()).isNotEmpty();
        assertThat(answer.json().path("i18nErrorMessage").path("i18nKey").asText())
                .isNotEmpty();
        assertThat(answer.json().has("errorMessages")).isFalse();
        assertThat(issue().comments()).isEmpty();
    }

    @Test
    void notesCanBecomePublicOnTheWayAndTheAnswerSaysSo() throws Exception {
        jira.makeNotesPublic();
        Answer lost = client.post(desk, "{'body': 'secret', 'public': false}");
        Answer lostOnPlatform = client.post(
                platform,
                "{'body': " + document("us")
                        + ", 'properties': [{'key': 'sd.public.comment', 'value': {'internal': true}}]}");
        jira.keepNotesInternal();
        client.post(desk, "{'body': 'kept', 'public': false}");

        assertThat(lost.status()).isEqualTo(201);
        assertThat(lost.json().path("public").asBoolean()).isTrue();
        assertThat(lostOnPlatform.json().path("jsdPublic").asBoolean()).isTrue();
        assertThat(issue().publicComments()).extracting(JiraComment::text).containsExactly("secret", "us");
        assertThat(issue().internalNotes()).extracting(JiraComment::text).containsExactly("kept");
    }

    @Test
    void anIssueThatIsNoRequestIsNotThereForTheServiceDesk() throws Exception {
        client.post(
                "/rest/api/3/issue",
                "{'fields': {'project': {'key': 'OPS'}, 'issuetype': {'name': 'Access Request'}, 'summary': 's'}}");

        Answer post = client.post("/rest/servicedeskapi/request/OPS-1/comment", "{'body': 'x', 'public': false}");
        Answer get = client.get("/rest/servicedeskapi/request/OPS-1/comment");

        assertThat(post.status()).isEqualTo(404);
        assertThat(post.json().path("errorMessage").asText()).contains("does not exist");
        assertThat(get.status()).isEqualTo(404);
        assertThat(client.get("/rest/servicedeskapi/request/PMCJIT-99/comment").status())
                .isEqualTo(404);
    }

    @Test
    void customersNeitherWriteNorSeeNotes() throws Exception {
        client.post(desk, "{'body': 'note', 'public': false}");
        client.post(desk, "{'body': 'answer', 'public': true}");
        JiraHttp customer = new JiraHttp(jira, jira.customer());

        Answer note = customer.post(desk, "{'body': 'x', 'public': false}");
        JsonNode seen = customer.get(desk).json();
        JsonNode onPlatform = customer.get(platform).json();

        assertThat(note.status()).isEqualTo(403);
        assertThat(seen.path("values")).hasSize(1);
        assertThat(seen.path("values").path(0).path("body").asText()).isEqualTo("answer");
        assertThat(onPlatform.path("total").asInt()).isEqualTo(1);
    }

    @Test
    void theServiceDeskPagesInItsOwnWay() throws Exception {
        for (int i = 1; i <= 3; i++) {
            client.post(desk, "{'body': 'c" + i + "', 'public': " + (i == 2) + "}");
        }

        JsonNode first = client.get(desk + "?limit=2").json();
        JsonNode last = client.get(desk + "?limit=2&start=2").json();
        JsonNode internal = client.get(desk + "?public=false").json();
        String id = first.path("values").path(0).path("id").asText();

        assertThat(first.path("size").asInt()).isEqualTo(2);
        assertThat(first.path("isLastPage").asBoolean(true)).isFalse();
        assertThat(first.path("_links").path("next").asText()).contains("start=2");
        assertThat(last.path("isLastPage").asBoolean()).isTrue();
        assertThat(last.path("_links").has("next")).isFalse();
        assertThat(internal.path("values").findValuesAsText("body")).containsExactly("c1", "c3");
        assertThat(client.get(desk + "/" + id).json().path("body").asText()).isEqualTo("c1");
    }
}
