package io.epmjit.connector.jira.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.ReceivedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of the other tests is awake: it finds fault with requests that are wrong, and with none that is right. */
class AtlassianDocumentsTest {

    private final AtlassianDocuments documents = AtlassianDocuments.find().orElseGet(() -> {
        String reason = "SKIPPED: without Atlassian's documents (system property epmjit.specs) nobody judges the"
                + " requests to Jira";
        System.err.println(reason);
        return abort(reason);
    });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/rest/api/3/search/jql | {\"jql\":\"project = X\",\"startAt\":0}",
                "/rest/api/3/search/jql | {\"jql\":[\"project = X\"]}",
                "/rest/api/3/issue/X-1/comment/add | {}",
                "/rest/api/3/issue | {\"fields\":{\"description\":{\"type\":\"doc\",\"version\":1,\"content\":"
                        + "[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}]}}}",
                "/rest/servicedeskapi/request/X-1/comment | {\"body\":\"x\",\"public\":\"no\"}",
                "/rest/servicedeskapi/request/X-1/comment | {\"body\":\"x\",\"internal\":true}"
            })
    void whatIsWrongIsFound(String path, String body) throws Exception {
        assertThat(documents.faultsOf(received(path, body))).isNotEmpty();
    }

    @Test
    void whatIsRightIsNot() throws Exception {
        assertThat(documents.faultsOf(received("/rest/api/3/search/jql", "{\"jql\":\"project = X\",\"maxResults\":5}")))
                .isEmpty();
    }

    private static ReceivedRequest received(String path, String body) throws Exception {
        try (FakeJira jira = FakeJira.start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(jira.url() + path))
                    .header("Authorization", "Basic eDp5")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return jira.requests().all().get(0);
        }
    }
}
