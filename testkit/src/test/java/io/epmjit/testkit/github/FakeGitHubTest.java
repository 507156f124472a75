package io.epmjit.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.testkit.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeGitHubTest {

    private static final String ISSUES = "/repos/acme/requests/issues";
    private static final JsonMapper JSON = new JsonMapper();

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T08:00:00Z"));
    private final FakeGitHub github = FakeGitHub.builder().clock(clock).start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void aWrongTokenIsRefusedEverywhere() throws Exception {
        assertThat(send("GET", ISSUES, "", "ghp_wrong").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/search/issues?q=is:issue", "", "ghp_wrong").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"NONE, GET, 404", "METADATA, GET, 403", "READ, GET, 200", "READ, POST, 403", "WRITE, POST, 422"})
    void aTokenSeesAndDoesWhatItMay(GitHubAccess access, String method, int status) throws Exception {
        github.access(github.account(), access);

        assertThat(send(method, ISSUES, "{}").statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"title\":\" \"}",
                "{\"title\":7}",
                "{\"title\":\"x\",\"body\":[]}",
                "{\"title\":\"x\",\"body\":\"TOO LONG\"}",
                "{\"title\":\"TOO LONG\"}"
            })
    void whatIsNoIssueIsNotMade(String issue) throws Exception {
        String sent = issue.replace("TOO LONG", "x".repeat(70_000));

        assertThat(send("POST", ISSUES, sent).statusCode()).isEqualTo(422);
        assertThat(github.issues()).isEmpty();
    }

    @Test
    void brokenJsonIsRefused() throws Exception {
        assertThat(send("POST", ISSUES, "{\"title\":").statusCode()).isEqualTo(400);
    }

    @Test
    void theSearchLagsAndFindsWords() throws Exception {
        send("POST", ISSUES, "{\"title\":\"one\",\"body\":\"stamp AB-1:x.\"}");

        assertThat(found("\"ab 1\" in:body is:issue repo:acme/requests")).isZero();
        clock.advance(Duration.ofSeconds(11));
        assertThat(found("\"ab 1\" in:body is:issue repo:acme/requests")).isEqualTo(1);
        assertThat(found("\"1 ab\" in:body is:issue repo:acme/requests")).isZero();
        assertThat(found("one in:body is:issue repo:acme/requests")).isZero();
        assertThat(found("\"...\" is:issue repo:acme/requests")).isZero();
    }

    @Test
    void aSearchWithoutTheRightFindsNothingAndDoesNotSayWhy() throws Exception {
        send("POST", ISSUES, "{\"title\":\"one\"}");
        clock.advance(Duration.ofMinutes(1));
        github.access(github.account(), GitHubAccess.METADATA);

        assertThat(found("one is:issue repo:acme/requests")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one repo:acme/requests", "one is:issue repo:acme/other"})
    void aSearchForNoIssuesOrElsewhereIsRefused(String query) throws Exception {
        assertThat(search(query).statusCode()).isEqualTo(422);
    }

    @Test
    void anIssueIsClosedForAReason() throws Exception {
        send("POST", ISSUES, "{\"title\":\"one\"}");

        assertThat(send("PATCH", ISSUES + "/1", "{\"state\":\"finished\"}").statusCode())
                .isEqualTo(422);
        JsonNode closed = json(send("PATCH", ISSUES + "/1", "{\"state\":\"closed\",\"state_reason\":\"not_planned\"}"));

        assertThat(closed.path("state").asText()).isEqualTo("closed");
        assertThat(github.issues().get(0).stateReason()).contains("not_planned");
    }

    @Test
    void aDeletedIssueIsGone() throws Exception {
        send("POST", ISSUES, "{\"title\":\"one\"}");
        github.delete(1);

        assertThat(send("GET", ISSUES + "/1", "").statusCode()).isEqualTo(410);
        assertThat(send("GET", ISSUES + "/2", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(GitHubLimit.class)
    void limitsSay403(GitHubLimit limit) throws Exception {
        github.refuseNext(1, limit);

        assertThat(send("GET", ISSUES, "").statusCode()).isEqualTo(403);
        assertThat(send("GET", ISSUES, "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ask @alex *now*|ask @alex now|1",
                "`@alex`|@alex|0",
                "'    @alex *now*'|@alex *now*|0",
                "```\\n@alex\\n```|@alex|0",
                "```\\n`````\\n@alex|@alex|1",
                "<!-- @alex -->x|x|0",
                "[t](http://x)|t|0"
            })
    void markdownIsReadAsPeopleReadIt(String source, String read, int mentions) throws Exception {
        send(
                "POST",
                ISSUES,
                JSON.createObjectNode()
                        .put("title", "x")
                        .put("body", source.replace("\\n", "\n"))
                        .toString());

        GitHubIssue issue = github.issues().get(0);

        assertThat(issue.readableBody()).isEqualTo(read);
        assertThat(issue.mentions()).hasSize(mentions);
    }

    private int found(String query) throws Exception {
        return json(search(query)).path("total_count").asInt();
    }

    private HttpResponse<String> search(String query) throws Exception {
        return send("GET", "/search/issues?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8), "");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, path, body, github.account().token());
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(github.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
