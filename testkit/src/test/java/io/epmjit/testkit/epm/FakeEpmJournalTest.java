package io.epmjit.testkit.epm;

import static io.epmjit.testkit.epm.ApiClient.JSON;
import static io.epmjit.testkit.epm.ApiClient.applicationDecision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Journal;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.ServerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test in another process can learn of an EPM from its journal. */
class FakeEpmJournalTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("epm.jsonl");
    }

    private FakeEpm start(SecondDecision second) {
        return FakeEpm.builder()
                .secondDecision(second)
                .journal(Journal.to(file, "epm"))
                .start();
    }

    @Test
    void tellsReadsAndDecisionsInTheirOrderWithTheCallThatCausedThem() throws Exception {
        String id;
        try (FakeEpm epm = start(SecondDecision.IGNORED)) {
            EpmRequest request = epm.requestApplication();
            id = request.requestId();
            ApiClient client = new ApiClient(epm).signIn();
            client.get("/v3/AuthorizationRequest/" + id);
            client.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Approved", "Once"));
            epm.console().deny(id, "console");
            client.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Approved", "600"));
        }

        List<JsonNode> lines = linesOf(id);
        assertThat(lines)
                .extracting(line ->
                        line.path("what").asText() + " " + line.path("status").asText() + " "
                                + line.path("origin").asText())
                .containsExactly(
                        "request made  ",
                        "read Pending ",
                        "decided Approved API",
                        "decided Denied CONSOLE",
                        "decision without effect Approved API");
        assertThat(lines).extracting(line -> line.has("call")).containsExactly(false, true, true, false, true);
        assertThat(lines.get(2).path("by").asText()).isEqualTo("a.lee");
    }

    @Test
    void tellsWhatBecameOfEveryWebhook() throws Exception {
        String id;
        try (FakeServer receiver = FakeServer.builder(new Options())
                        .route("POST", "/hook", request -> Reply.status(202))
                        .start();
                FakeEpm epm = start(SecondDecision.OVERWRITES)) {
            epm.registerWebhook(EpmWebhook.on(EpmEvent.APPLICATION_TICKET_CREATED, URI.create(receiver.url() + "/hook"))
                    .build());
            epm.registerWebhook(
                    EpmWebhook.on(EpmEvent.APPLICATION_DECISION_UPDATED, URI.create("http://127.0.0.1:1/nobody"))
                            .build());
            id = epm.requestApplication().requestId();
            epm.console().deny(id, "console");
            epm.webhooks().await(1, EpmEvent.APPLICATION_DECISION_UPDATED);
        }

        List<JsonNode> sent = linesOf(id).stream()
                .filter(line -> line.path("what").asText().equals("webhook sent"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).path("status").asInt()).isEqualTo(202);
        assertThat(sent.get(0).path("bodySha256").asText()).hasSize(64);
        assertThat(sent.get(0).has("by")).isFalse();
        assertThat(sent.get(1).path("error").asText()).contains("ConnectException");
        assertThat(sent.get(1).path("by").asText()).isEqualTo("console");
    }

    private List<JsonNode> linesOf(String requestId) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode parsed = JSON.readTree(line);
            if (parsed.path("requestId").asText().equals(requestId)) {
                lines.add(parsed);
            }
        }
        return lines;
    }

    private static final class Options extends ServerOptions<Options> {
        @Override
        protected Options self() {
            return this;
        }
    }
}
