package io.epmjit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPipelineTest {

    private static final ApiRequest GET = ApiRequest.get("/things/{}", "7").build();
    private static final ApiRequest POST =
            ApiRequest.post("/things").json("{}".getBytes(UTF_8)).build();
    private static final CallOptions OPTIONS = CallOptions.defaults();
    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30Z");

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpPipeline.Builder pipeline() {
        return HttpPipeline.builder("Test", BaseUrl.of(server.url("/").toString()))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequest, NEVER, NEVER",
        "401, Unauthorized, NEVER, NEVER",
        "403, Forbidden, NEVER, NEVER",
        "404, NotFound, NEVER, NEVER",
        "405, InvalidRequest, NEVER, NEVER",
        "408, UnexpectedStatus, SAFE, OUTCOME_UNKNOWN",
        "409, Conflict, NEVER, NEVER",
        "410, NotFound, NEVER, NEVER",
        "418, UnexpectedStatus, NEVER, NEVER",
        "422, InvalidRequest, NEVER, NEVER",
        "429, RateLimited, SAFE, SAFE",
        "302, UnexpectedStatus, NEVER, OUTCOME_UNKNOWN",
        "303, UnexpectedStatus, NEVER, OUTCOME_UNKNOWN",
        "307, UnexpectedStatus, NEVER, NEVER",
        "308, UnexpectedStatus, NEVER, NEVER",
        "500, ServerError, SAFE, OUTCOME_UNKNOWN",
        "502, ServerError, SAFE, OUTCOME_UNKNOWN",
        "503, ServerError, SAFE, OUTCOME_UNKNOWN",
        "504, ServerError, SAFE, OUTCOME_UNKNOWN"
    })
    void each_status_says_what_became_of_the_request(
            int status, String type, Retryability ofRead, Retryability ofWrite) {
        try (HttpPipeline pipeline = pipeline().build()) {
            CallOptions once = OPTIONS.withAttempts(1);
            enqueue(status);
            enqueue(status);

            ResponseException read = catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, once));
            ResponseException write = catchThrowableOfType(ResponseException.class, () -> pipeline.execute(POST, once));

            assertThat(read.getClass().getSimpleName()).isEqualTo(type);
            assertThat(read.retryability()).isEqualTo(ofRead);
            assertThat(read.status()).isEqualTo(status);
            assertThat(read).hasMessageContaining("GET /things/7 was answered " + status);
            assertThat(write.getClass().getSimpleName()).isEqualTo(type);
            assertThat(write.retryability()).isEqualTo(ofWrite);
        }
    }

    @Test
    void a_read_is_repeated_until_it_succeeds() {
        enqueue(503);
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        enqueue(200, "{}");
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThat(pipeline.execute(GET, OPTIONS).text()).isEqualTo("{}");
        }
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void a_read_is_tried_as_often_as_the_caller_allows() {
        for (int i = 0; i < 5; i++) {
            enqueue(503);
        }
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS.withAttempts(2)))
                    .isInstanceOf(ResponseException.ServerError.class);
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_get_that_is_unavailable_with_retry_after_zero_is_not_repeated_behind_our_back() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", "0")
                .build());
        enqueue(200, "{}");
        try (HttpPipeline pipeline = pipeline().build()) {
            ResponseException failure =
                    catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, OPTIONS.withAttempts(1)));
            assertThat(failure.retryAfter()).contains(Duration.ZERO);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_write_that_its_caller_calls_repeatable_is_repeated() {
        enqueue(500);
        enqueue(200, "{}");
        ApiRequest repeatable = ApiRequest.put("/things/{}", "7")
                .json("{}".getBytes(UTF_8))
                .repeatable()
                .build();
        try (HttpPipeline pipeline = pipeline().build()) {
            pipeline.execute(repeatable, OPTIONS);
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"120", "Sat, 21 Nov 2026 10:17:30 GMT"})
    void a_server_that_asks_for_more_patience_than_a_call_has_is_left_alone(String retryAfter) {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", retryAfter)
                .build());
        try (HttpPipeline pipeline = pipeline().clock(() -> NOW).build()) {
            ResponseException failure =
                    catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, OPTIONS));

            assertThat(failure).isInstanceOf(ResponseException.RateLimited.class);
            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_wait_that_would_outlast_the_deadline_is_not_begun_and_the_cause_is_told() {
        enqueue(503);
        try (HttpPipeline pipeline = pipeline()
                .backoff(Duration.ofSeconds(30), Duration.ofSeconds(30))
                .build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS.withTimeout(Duration.ofSeconds(2))))
                    .isInstanceOf(ResponseException.ServerError.class);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void what_a_server_asks_for_is_waited_with_a_random_part_on_top() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", "1")
                .build());
        enqueue(200, "{}");
        try (HttpPipeline pipeline = pipeline()
                .backoff(Duration.ofSeconds(10), Duration.ofSeconds(10))
                .build()) {
            // One second would fit before the deadline, the random part on top of it does not.
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS.withTimeout(Duration.ofSeconds(6))))
                    .isInstanceOf(ResponseException.ServerError.class);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_throttled_call_says_which_limit_was_reached() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("RateLimit-Reason", "jira-per-issue-on-write")
                .build());
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("RateLimit-Reason", "a whole SENTENCE, which is no word")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            CallOptions once = OPTIONS.withAttempts(1);
            assertThat(catchThrowableOfType(ResponseException.RateLimited.class, () -> pipeline.execute(POST, once))
                            .reason())
                    .contains("jira-per-issue-on-write");
            assertThat(catchThrowableOfType(ResponseException.RateLimited.class, () -> pipeline.execute(POST, once))
                            .reason())
                    .isEmpty();
        }
    }

    @Test
    void a_short_retry_after_is_waited_for() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atZone(ZoneOffset.UTC)))
                .build());
        enqueue(200, "{}");
        try (HttpPipeline pipeline = pipeline().clock(() -> NOW).build()) {
            pipeline.execute(GET, OPTIONS);
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void an_absurd_retry_after_is_capped_and_nonsense_is_ignored() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", "999999999")
                .build());
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", "soon")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            ResponseException absurd =
                    catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, OPTIONS));
            ResponseException nonsense =
                    catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, OPTIONS.withAttempts(1)));

            assertThat(absurd.retryAfter()).contains(Duration.ofHours(1));
            assertThat(nonsense.retryAfter()).isEmpty();
        }
    }

    @Test
    void a_call_whose_deadline_is_over_sends_nothing() {
        try (HttpPipeline pipeline = pipeline().build()) {
            TransportException failure = catchThrowableOfType(
                    TransportException.class,
                    () -> pipeline.execute(POST, CallOptions.until(Instant.now().minusSeconds(1))));

            assertThat(failure.problem()).isEqualTo(TransportException.Problem.TIMEOUT);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure).hasMessageContaining("deadline passed before it was sent");
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void a_deadline_beyond_all_time_is_as_good_as_any() {
        enqueue(200, "{}");
        enqueue(200, "{}");
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThat(pipeline.execute(GET, CallOptions.until(Instant.MAX)).status())
                    .isEqualTo(200);
            assertThat(pipeline.executeAsync(GET, OPTIONS.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                            .join()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_call_ends_with_its_deadline_though_the_server_is_silent() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            TransportException failure = catchThrowableOfType(
                    TransportException.class,
                    () -> pipeline.execute(POST, OPTIONS.withTimeout(Duration.ofMillis(300))));

            assertThat(failure.problem()).isEqualTo(TransportException.Problem.TIMEOUT);
            assertThat(failure.retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void an_interrupted_call_ends_and_its_thread_stays_interrupted() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        AtomicReference<TransportException> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (HttpPipeline pipeline = pipeline().build()) {
            Thread caller = new Thread(() -> {
                failure.set(catchThrowableOfType(
                        TransportException.class,
                        () -> pipeline.execute(GET, OPTIONS.withTimeout(Duration.ofSeconds(2)))));
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            server.takeRequest();
            caller.interrupt();
            caller.join();
        }
        assertThat(failure.get().problem()).isEqualTo(TransportException.Problem.CANCELLED);
        assertThat(interrupted.get()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_thread_interrupted_while_it_waits_to_repeat_gives_up_and_stays_interrupted() throws Exception {
        enqueue(503);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (HttpPipeline pipeline = pipeline()
                .backoff(Duration.ofSeconds(30), Duration.ofSeconds(30))
                .build()) {
            Thread caller = new Thread(() -> {
                catchThrowableOfType(EpmJitException.class, () -> pipeline.execute(GET, OPTIONS));
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING || server.getRequestCount() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join(10_000);
            assertThat(caller.isAlive()).isFalse();
        }
        assertThat(interrupted.get()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void an_html_page_with_200_is_no_answer() {
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body("<html>Sign in</html>")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("a login page or a proxy answered instead of the API");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html>Sign in</html>", " \r\n\t<!DOCTYPE html>", "\uFEFF<html>", "<?xml version=\"1.0\"?><a/>"})
    void a_page_that_does_not_say_it_is_one_acknowledges_nothing(String page) {
        enqueue(200, page);
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", "text/plain")
                .body(page)
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            for (int i = 0; i < 2; i++) {
                ResponseException failure =
                        catchThrowableOfType(ResponseException.class, () -> pipeline.execute(POST, OPTIONS));

                assertThat(failure).isInstanceOf(ResponseException.UnusableAnswer.class);
                assertThat(failure).hasMessageContaining("a login page or a proxy answered");
                assertThat(failure.retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
            }
        }
    }

    @Test
    void markup_is_read_by_those_who_ask_for_it() {
        enqueue(200, "<a/>");
        ApiRequest anything = ApiRequest.get("/file").accept("*/*").build();
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThat(pipeline.execute(anything, OPTIONS).text()).isEqualTo("<a/>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                ";charset=utf-8",
                "application/octet-stream",
                "application/json; charset=utf-16",
                "application/json; charset=x-nobody"
            })
    void other_content_types_and_charsets_are_refused_before_the_body_is_read(String contentType) {
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", contentType)
                .body("{}")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.UnusableAnswer.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/json; charset=UTF-8", "text/plain", "application/problem+json"})
    void what_may_hold_json_is_read(String contentType) {
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", contentType)
                .body("{\"ü\":1}")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThat(pipeline.execute(GET, OPTIONS).text()).isEqualTo("{\"ü\":1}");
        }
    }

    @Test
    void an_answer_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
        enqueue(200, "x".repeat(100));
        enqueue(200, "x".repeat(101));
        ApiRequest limited = ApiRequest.get("/things").answerLimit(100).build();
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThat(pipeline.execute(limited, OPTIONS).bytes()).hasSize(100);
            assertThatThrownBy(() -> pipeline.execute(limited, OPTIONS))
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("longer than the 100 bytes that are read at most");
        }
    }

    @Test
    void ten_megabytes_are_refused_with_a_message_that_says_the_limit() {
        enqueue(200, "x".repeat(10 << 20));
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("longer than the " + ApiRequest.DEFAULT_ANSWER_LIMIT + " bytes");
        }
    }

    @Test
    void a_small_body_that_unpacks_into_a_large_one_is_refused_too() throws Exception {
        Buffer packed = new Buffer();
        try (var gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.write(new byte[64 << 20]);
        }
        assertThat(packed.size()).isLessThan(100_000);
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Encoding", "gzip")
                .body(packed)
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("bytes that are read at most");
        }
    }

    @Test
    void a_redirect_is_never_followed_not_even_for_a_get_on_the_same_host() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "/elsewhere")
                .build());
        try (HttpPipeline pipeline = pipeline().build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.UnexpectedStatus.class)
                    .hasMessageContaining("never followed");
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_refused_credential_is_replaced_once_even_for_a_call_that_must_not_be_repeated() throws Exception {
        enqueue(401);
        enqueue(200, "{}");
        AtomicReference<String> token = new AtomicReference<>("Bearer old");
        Authorizer rotating = new Authorizer() {
            @Override
            public Optional<Secret> authorization(Instant deadline) {
                return Optional.of(Secret.of(token.get()));
            }

            @Override
            public boolean refused(Secret value) {
                return token.compareAndSet("Bearer old", "Bearer new");
            }
        };
        try (HttpPipeline pipeline = pipeline().authorizer(rotating).build()) {
            pipeline.execute(POST, OPTIONS.withAttempts(1));
        }
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer old");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer new");
    }

    @Test
    void a_credential_that_stays_refused_is_not_tried_again_and_again() {
        for (int i = 0; i < 5; i++) {
            enqueue(401);
        }
        Secret password = Secret.of("wrong");
        try (HttpPipeline pipeline =
                pipeline().authorizer(Authorizer.basic("user", () -> password)).build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS)).isInstanceOf(ResponseException.Unauthorized.class);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void an_authorizer_that_fails_ends_the_call_before_it_is_sent_and_shows_nothing_of_its_message() {
        Authorizer failing = Authorizer.bearer(() -> {
            throw new IllegalStateException("no access to vault/s3cret");
        });
        try (HttpPipeline pipeline = pipeline().authorizer(failing).build()) {
            AccessTokenException failure =
                    catchThrowableOfType(AccessTokenException.class, () -> pipeline.execute(POST, OPTIONS));

            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure)
                    .hasMessageContaining("Test: the credential could not be had (IllegalStateException)")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void path_and_query_are_encoded_so_that_no_value_becomes_another_path_or_parameter() throws Exception {
        enqueue(200, "{}");
        ApiRequest request = ApiRequest.get("/a/{}/b/{}", "x/../y?z#", "100% ü+&")
                .query("name", "one&two=three+4 ü")
                .query("list", "1")
                .query("list", "2")
                .build();
        try (HttpPipeline pipeline = pipeline().build()) {
            pipeline.execute(request, OPTIONS);
        }
        var url = server.takeRequest().getUrl();
        assertThat(url.pathSegments()).containsExactly("a", "x/../y?z#", "b", "100% ü+&");
        assertThat(url.queryParameter("name")).isEqualTo("one&two=three+4 ü");
        assertThat(url.queryParameterValues("list")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void a_value_that_would_name_another_path_is_refused(String value) {
        assertThatThrownBy(() -> ApiRequest.get("/things/{}", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value in a path");
    }

    @Test
    void the_base_urls_own_path_stays_in_front() throws Exception {
        enqueue(200, "{}");
        try (HttpPipeline pipeline = HttpPipeline.builder(
                        "Test", BaseUrl.of(server.url("/jira/").toString()))
                .build()) {
            pipeline.execute(GET, OPTIONS);
        }
        assertThat(server.takeRequest().getUrl().encodedPath()).isEqualTo("/jira/things/7");
    }

    @Test
    void a_form_is_sent_encoded() throws Exception {
        enqueue(200, "{}");
        ApiRequest request = ApiRequest.post("/token")
                .form(Map.of("client_secret", "a&b=c+d ü"))
                .build();
        try (HttpPipeline pipeline = pipeline().build()) {
            pipeline.execute(request, OPTIONS);
        }
        var arrived = server.takeRequest();
        assertThat(arrived.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(arrived.getBody().utf8()).isEqualTo("client_secret=a%26b%3Dc%2Bd+%C3%BC");
    }

    @Test
    void what_the_server_says_of_a_fault_is_shortened_and_shows_no_credential() {
        String token = "tok-9f8e";
        server.enqueue(new MockResponse.Builder()
                .code(400)
                .setHeader("X-Request-Id", "req-7")
                .body("field x is wrong\r\n" + token + " eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9 " + "long ".repeat(200))
                .build());
        try (HttpPipeline pipeline = pipeline()
                .authorizer(Authorizer.bearer(() -> Secret.of(token)))
                .errorDetail(answer -> Optional.of(answer.text()))
                .build()) {
            ResponseException failure =
                    catchThrowableOfType(ResponseException.class, () -> pipeline.execute(GET, OPTIONS));

            assertThat(failure.requestId()).contains("req-7");
            assertThat(failure.detail().orElseThrow())
                    .startsWith("field x is wrong … … long")
                    .hasSizeLessThanOrEqualTo(301);
            assertThat(failure).hasMessageContaining("(request id req-7)").hasMessageContaining("field x is wrong");
        }
    }

    @Test
    void a_reader_of_details_that_fails_costs_only_the_detail() {
        enqueue(400);
        try (HttpPipeline pipeline = pipeline()
                .errorDetail(answer -> {
                    throw new IllegalStateException("surprise");
                })
                .build()) {
            assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                    .isInstanceOf(ResponseException.InvalidRequest.class);
        }
    }

    @Test
    void the_listener_is_told_of_every_attempt_and_may_fail_without_harm() {
        enqueue(503);
        enqueue(200, "{}");
        List<HttpAttempt> told = new ArrayList<>();
        HttpListener listener = attempt -> {
            told.add(attempt);
            throw new IllegalStateException("a bad listener");
        };
        try (HttpPipeline pipeline = pipeline().listener(listener).build()) {
            pipeline.execute(GET, OPTIONS);
        }
        assertThat(told).extracting(HttpAttempt::number).containsExactly(1, 2);
        assertThat(told).extracting(HttpAttempt::status).containsExactly(Optional.of(503), Optional.of(200));
        assertThat(told).extracting(HttpAttempt::pathTemplate).containsOnly("/things/{}");
        assertThat(told.get(0).failure()).get().isInstanceOf(ResponseException.ServerError.class);
    }

    @Test
    void a_closed_pipeline_says_so() {
        HttpPipeline pipeline = pipeline().build();
        pipeline.close();

        assertThatThrownBy(() -> pipeline.execute(GET, OPTIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the client for Test is closed");
        assertThatThrownBy(() -> pipeline.executeAsync(GET, OPTIONS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_call_that_finds_no_place_in_its_own_limit_before_its_deadline_sends_nothing() {
        enqueue(200, "{}");
        InstantSource clock = InstantSource.system();
        try (HttpPipeline pipeline = pipeline()
                .clock(clock)
                .rateLimiter(RateLimiter.of(1, Duration.ofHours(1)))
                .build()) {
            pipeline.execute(GET, OPTIONS);

            TransportException failure =
                    catchThrowableOfType(TransportException.class, () -> pipeline.execute(POST, OPTIONS));

            assertThat(failure.problem()).isEqualTo(TransportException.Problem.RATE_LIMIT);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private void enqueue(int status) {
        server.enqueue(new MockResponse.Builder().code(status).build());
    }

    private void enqueue(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }
}
