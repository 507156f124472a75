package io.epmjit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OkHttp repeats a POST by itself in four cases; through the pipeline exactly one request arrives, whoever made the client. */
class OneRequestTest {

    private static final ApiRequest POST =
            ApiRequest.post("/decisions").json("{}".getBytes()).build();
    private static final CallOptions OPTIONS = CallOptions.defaults();

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    enum Provocation {
        REPLY_DROPPED_ON_A_WARM_CONNECTION(
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()),
                Retryability.OUTCOME_UNKNOWN),
        REQUEST_TIMEOUT(new MockResponse.Builder().code(408), Retryability.OUTCOME_UNKNOWN),
        TEMPORARY_REDIRECT(
                new MockResponse.Builder().code(307).setHeader("Location", "/elsewhere"), Retryability.NEVER),
        UNAVAILABLE_RETRY_AT_ONCE(
                new MockResponse.Builder().code(503).setHeader("Retry-After", "0"), Retryability.OUTCOME_UNKNOWN);

        final MockResponse answer;
        final Retryability expected;

        Provocation(MockResponse.Builder answer, Retryability expected) {
            this.answer = answer.build();
            this.expected = expected;
        }
    }

    static Stream<Arguments> provocations() {
        return Arrays.stream(Provocation.values())
                .flatMap(provocation ->
                        Stream.of("own client", "handed-in client").map(client -> Arguments.of(provocation, client)));
    }

    @ParameterizedTest
    @MethodSource("provocations")
    void a_post_arrives_once(Provocation provocation, String client) throws Exception {
        server.enqueue(new MockResponse.Builder().body("{}").build());
        server.enqueue(provocation.answer);
        server.enqueue(new MockResponse.Builder().body("{}").build());
        try (HttpPipeline pipeline = pipeline(client)) {
            pipeline.execute(ApiRequest.get("/warm-up").build(), OPTIONS);

            EpmJitException failure =
                    catchThrowableOfType(EpmJitException.class, () -> pipeline.execute(POST, OPTIONS));

            assertThat(failure).isNotNull();
            assertThat(failure.retryability()).isEqualTo(provocation.expected);
        }
        assertThat(arrived()).containsExactly("GET /warm-up", "POST /decisions");
    }

    @ParameterizedTest
    @MethodSource("provocations")
    void okhttp_itself_would_have_sent_it_twice(Provocation provocation, String unused) throws Exception {
        server.enqueue(new MockResponse.Builder().body("{}").build());
        server.enqueue(provocation.answer);
        server.enqueue(new MockResponse.Builder().body("{}").build());
        OkHttpClient bare = new OkHttpClient();
        bare.newCall(new okhttp3.Request.Builder().url(server.url("/warm-up")).build())
                .execute()
                .close();

        bare.newCall(new okhttp3.Request.Builder()
                        .url(server.url("/decisions"))
                        .post(okhttp3.RequestBody.create("{}".getBytes()))
                        .build())
                .execute()
                .close();

        assertThat(arrived()).hasSize(3);
    }

    private HttpPipeline pipeline(String client) {
        OkHttpTransport transport = client.startsWith("own")
                ? OkHttpTransport.builder().build()
                : OkHttpTransport.of(new OkHttpClient.Builder()
                        .retryOnConnectionFailure(true)
                        .followRedirects(true)
                        .build());
        return HttpPipeline.builder("Test", BaseUrl.of(server.url("/").toString()))
                .transport(transport)
                .build();
    }

    private List<String> arrived() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = server.getRequestCount(); i > 0; i--) {
            var request = server.takeRequest();
            lines.add(request.getMethod() + " " + request.getUrl().encodedPath());
        }
        return lines;
    }
}
