package io.epmjit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.testkit.server.ServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in a process of its own, as somebody would start it. */
@Timeout(60)
class FakesTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void tellsWhereItIsAndServesUntilItIsEnded(@TempDir Path directory) throws Exception {
        Path journal = directory.resolve("journal.jsonl");
        try (FakeServer receiver = FakeServer.builder(new Options())
                .route("POST", "/hook", request -> Reply.status(202))
                .start()) {
            Process program = start("--webhook-url=" + receiver.url() + "/hook", "--journal=" + journal);
            try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8);
                    Writer in = program.outputWriter(StandardCharsets.UTF_8)) {
                Map<String, String> told = toldUntilReady(out);
                assertThat(told)
                        .containsKeys("EPM_URL", "EPM_TENANT_ID", "WEBHOOK_USER", "WEBHOOK_PASSWORD")
                        .containsKeys("JIRA_URL", "JIRA_USER", "JIRA_TOKEN", "JIRA_PROJECT", "JIRA_ISSUE_TYPE")
                        .containsKey("JIRA_FIELD");
                assertThat(receiver.requests().await(6, RequestMatcher.post("/hook")))
                        .hasSize(6);

                String token = token(told);
                assertThat(pending(told, "/v3/AuthorizationRequest", token)).isEqualTo(3);
                assertThat(pending(told, "/v3/AdminAccessRequest", token)).isEqualTo(3);
                assertThat(get(told.get("JIRA_URL") + "/rest/api/3/serverInfo", ""))
                        .contains("\"Cloud\"");

                String made = ask(in, out, "application");
                assertThat(made).startsWith("REQUEST_ID=");
                receiver.requests().await(7, RequestMatcher.post("/hook"));
                assertThat(pending(told, "/v3/AuthorizationRequest", token)).isEqualTo(4);
                String id = made.substring("REQUEST_ID=".length());
                assertThat(ask(in, out, "approve " + id + " Once")).isEqualTo("STATUS=Approved");
                assertThat(ask(in, out, "deny " + id)).isEqualTo("STATUS=Denied");
                receiver.requests().await(9, RequestMatcher.post("/hook"));
                assertThat(ask(in, out, "deny nobody")).startsWith("ERROR=there is no request nobody");
                assertThat(ask(in, out, "what now")).startsWith("ERROR=say application");
                assertThat(pending(told, "/v3/AuthorizationRequest", token)).isEqualTo(3);
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
        assertThat(Files.readAllLines(journal))
                .filteredOn(line -> line.startsWith("{\"what\":\"request made\",\"of\":\"epm\""))
                .hasSize(7);
    }

    @Test
    void staysUpWithoutAnybodyAtTheKeyboard() throws Exception {
        Process program = start("--pending=0");
        try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
            program.outputWriter().close();
            Map<String, String> told = toldUntilReady(out);
            assertThat(program.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(pending(told, "/v3/AdminAccessRequest", token(told))).isZero();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--epm-port=70000", "--what", "--webhook-url=nowhere", "--second-decision=maybe", "pending"})
    void refusesOptionsThatMeanNothing(String option) throws Exception {
        Process program = start(option);
        String errors = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isEqualTo(2);
        assertThat(errors).contains(option.replaceAll("=.*", ""), "--journal=FILE");
    }

    @Test
    void explainsItself() throws Exception {
        Process program = start("--help");
        String help = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isZero();
        assertThat(help).contains("--epm-port=N", "READY");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Fakes.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).start();
    }

    private static Map<String, String> toldUntilReady(BufferedReader out) throws IOException {
        Map<String, String> told = new HashMap<>();
        for (String line = out.readLine(); !"READY".equals(line); line = out.readLine()) {
            assertThat(line).as("the program ended, or said something else").matches("[A-Z_]+=.+");
            told.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return told;
    }

    private static String ask(Writer in, BufferedReader out, String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return out.readLine();
    }

    private String token(Map<String, String> told) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(told.get("EPM_URL") + "/oauth/connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + told.get("EPM_CLIENT_ID")
                        + "&client_secret=" + told.get("EPM_CLIENT_SECRET")))
                .build();
        Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"")
                .matcher(http.send(request, BodyHandlers.ofString()).body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private int pending(Map<String, String> told, String list, String token) throws Exception {
        String page = get(told.get("EPM_URL") + "/management-api" + list, "Bearer " + token);
        return page.split("\"Pending\"", -1).length - 1;
    }

    private String get(String url, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static final class Options extends ServerOptions<Options> {
        @Override
        protected Options self() {
            return this;
        }
    }
}
