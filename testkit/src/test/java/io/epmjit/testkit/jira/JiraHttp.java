package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Somebody else's client: java.net.http and the public documents, nothing of ours. */
final class JiraHttp {

    static final JsonMapper JSON = new JsonMapper();
    static final String STAMP = FakeJira.STAMP_FIELD;

    record Answer(int status, String text, HttpResponse<String> response) {

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String firstMessage() {
            return json().path("errorMessages").path(0).asText();
        }

        String error(String field) {
            return json().path("errors").path(field).asText();
        }
    }

    private final FakeJira jira;
    private final String authorization;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    JiraHttp(FakeJira jira, JiraAccount account) {
        this(jira, account.email(), account.token());
    }

    JiraHttp(FakeJira jira, String user, String password) {
        this.jira = jira;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer post(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json(body))));
    }

    Answer put(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json(body))));
    }

    Answer delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(jira.url() + path)).header("Authorization", authorization);
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    /** So that bodies in tests can be written with single quotes. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Makes an issue in the service project and returns its key. */
    String create(String summary, String stamp) throws Exception {
        Answer answer =
                post("/rest/api/3/issue", fields("'summary': '" + summary + "', '" + STAMP + "': '" + stamp + "'"));
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("key").asText();
    }

    /** The body of a create in the service project, with these fields besides project and issue type. */
    static String fields(String more) {
        return "{'fields': {'project': {'key': 'PMCJIT'}, 'issuetype': {'name': 'Access Request'}, " + more + "}}";
    }

    Answer search(String jql, String more) throws Exception {
        return get("/rest/api/3/search/jql?jql=" + encoded(jql) + more);
    }

    /** A document with one paragraph. */
    static String document(String text) {
        return "{'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': '"
                + text + "'}]}]}";
    }
}
