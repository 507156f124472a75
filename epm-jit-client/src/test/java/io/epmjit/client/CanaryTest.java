package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.http.CallOptions;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.RateLimiter;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Secrets that would be recognised anywhere, looked for everywhere. */
class CanaryTest {

    private static final String SECRET = "canary-secret-4b1d";
    private static final String TOKEN = "canary-token-77aa";
    private static final String REASON = "canary-reason-c0de";
    private static final String USER = "canary-user-9f9f";
    private static final List<String> CANARIES = List.of(SECRET, TOKEN, REASON, USER);

    private static final RequestMatcher TOKENS = request -> request.path().startsWith("/oauth/");
    private static final RequestMatcher API = request -> request.path().startsWith("/management-api/");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void no_log_exception_or_text_form_shows_a_secret_a_body_or_a_query() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        Handler handler = new JulCapture();
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            exerciseEverything();
        } finally {
            System.setErr(before);
            root.removeHandler(handler);
            root.setLevel(level);
        }
        String logged = log.toString(StandardCharsets.UTF_8);
        assertThat(logged).contains("POST /management-api/v2/AuthorizationRequest/notification was answered");
        for (String canary : CANARIES) {
            assertThat(logged.lines().filter(line -> line.contains(canary))).isEmpty();
            assertThat(seen.stream().filter(text -> text.contains(canary))).isEmpty();
        }
    }

    private void exerciseEverything() {
        try (FakeEpm epm = FakeEpm.start();
                OkHttpTransport transport = TestEpm.impatient(Duration.ofMillis(500));
                EpmClient client = EpmClient.builder()
                        .host(epm.url().toString())
                        .credentials("client-id", Secret.of(SECRET))
                        .transport(transport)
                        .rateLimiter(RateLimiter.none())
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(5))
                        .build()) {
            seen.add(client.toString());
            seen.add(client.async().toString());
            epm.faults().always(TOKENS, Fault.answer(Reply.json(200, "{\"access_token\":\"" + TOKEN + "\"}")));
            for (Fault fault : faults()) {
                epm.faults().clear();
                epm.faults().always(TOKENS, Fault.answer(Reply.json(200, "{\"access_token\":\"" + TOKEN + "\"}")));
                epm.faults().always(API, fault);
                callEverything(client, epm);
            }
            for (Fault fault : faults()) {
                epm.faults().clear();
                epm.faults().always(TOKENS, fault);
                try (EpmClient fresh = EpmClient.builder()
                        .host(epm.url().toString())
                        .credentials("client-id", Secret.of(SECRET))
                        .transport(transport)
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(5))
                        .build()) {
                    callEverything(fresh, epm);
                }
            }
        }
    }

    /** Also servers that repeat what they were sent. */
    private static List<Fault> faults() {
        String echo = "refused: Bearer " + TOKEN + " and " + SECRET + " and '" + REASON + "' of \"" + USER + "\"";
        String problem =
                "{\"title\":\"" + TOKEN + "\",\"error\":\"" + SECRET + "\",\"errors\":{\"Reason\":[\"The value '"
                        + REASON + "' is not valid for '" + USER + "'. Bearer " + TOKEN + "\"]}}";
        return List.of(
                Fault.status(401),
                Fault.status(500),
                Fault.resetAfterWork(),
                Fault.htmlPage(),
                Fault.answer(Reply.json(400, problem)),
                Fault.answer(Reply.json(200, problem)),
                Fault.answer(Reply.status(400).body("text/plain", echo)),
                Fault.answer(Reply.status(302).header("Location", "https://other.example/?token=" + TOKEN)),
                Fault.answer(Reply.json(200, "{\"access_token\":\"" + TOKEN + "\\n" + SECRET + "\"")));
    }

    private void callEverything(EpmClient client, FakeEpm epm) {
        Decision decision = Decision.approve(AccessDuration.minutes(5))
                .by("a.lee")
                .reason(REASON)
                .build();
        CallOptions options = CallOptions.defaults().withAttempts(2);
        RequestFilter filter = RequestFilter.builder().computerUserName(USER).build();
        List<Supplier<Object>> calls = new ArrayList<>();
        calls.add(() -> client.decide(ref(epm.requestApplication(Map.of("Reason", REASON))), decision, options));
        calls.add(() -> client.decide(
                ref(epm.requestAdmin(Map.of("UserName", USER + epm.allRequests().size()))), APPROVAL, options));
        calls.add(() -> client.read(ref(epm.requestApplication(Map.of("User", USER, "Reason", REASON))), options));
        calls.add(() -> client.adminRequests(filter, options).toList());
        calls.add(() ->
                client.authorizationRequestAudits(AuditFilter.all(), options).toList());
        calls.add(() -> client.testConnection(options));
        calls.add(() ->
                client.async().read(ref(epm.requestApplication()), options).join());
        for (Supplier<Object> call : calls) {
            try {
                seen.add(String.valueOf(call.get()));
            } catch (RuntimeException failure) {
                StringWriter text = new StringWriter();
                failure.printStackTrace(new PrintWriter(text, true));
                seen.add(text.toString());
            }
        }
    }

    private final class JulCapture extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLoggerName().startsWith("okhttp3")) { // the others are the fake's own
                seen.add(entry.getLoggerName() + ": " + entry.getMessage() + " "
                        + (entry.getParameters() == null ? "" : List.of(entry.getParameters())));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
