package io.epmjit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.model.Retryability;
import io.epmjit.webhook.Secret;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {

    private static final ApiRequest GET = ApiRequest.get("/things").build();
    private static final CallOptions ONCE = CallOptions.defaults().withAttempts(1);
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private final MockWebServer server = new MockWebServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_foreign_certificate_is_refused_before_anything_is_sent() throws Exception {
        startWithTls(false);
        try (HttpPipeline pipeline = pipeline(OkHttpTransport.builder().build())) {
            TransportException failure =
                    catchThrowableOfType(TransportException.class, () -> pipeline.execute(GET, CallOptions.defaults()));

            assertThat(failure.problem()).isEqualTo(TransportException.Problem.TLS);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure).hasMessageContaining("is not trusted").hasMessageContaining("add that issuer");
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void a_companys_own_authority_is_trusted_when_it_is_named(@TempDir Path directory) throws Exception {
        startWithTls(false);
        Path pem = Files.writeString(directory.resolve("authority.pem"), AUTHORITY.certificatePem());
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().build());

        try (OkHttpTransport byCertificate =
                        OkHttpTransport.builder().trust(AUTHORITY.certificate()).build();
                OkHttpTransport byFile = OkHttpTransport.builder().trust(pem).build()) {
            assertThat(pipeline(byCertificate).execute(GET, ONCE).status()).isEqualTo(200);
            assertThat(pipeline(byFile).execute(GET, ONCE).status()).isEqualTo(200);
        }
    }

    @Test
    void a_file_that_holds_no_certificates_is_named(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("authority.pem"), "nonsense");

        assertThatThrownBy(() -> OkHttpTransport.builder().trust(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("authority.pem")
                .hasMessageContaining("PEM or DER");
    }

    @Test
    void the_client_shows_its_own_certificate_where_one_is_wanted(@TempDir Path directory) throws Exception {
        startWithTls(true);
        server.enqueue(new MockResponse.Builder().build());
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .commonName("epm-jit")
                .build();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own", own.keyPair().getPrivate(), "changeit".toCharArray(), new Certificate[] {own.certificate()});
        Path file = directory.resolve("own.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, "changeit".toCharArray());
        }
        try (OkHttpTransport transport = OkHttpTransport.builder()
                .trust(AUTHORITY.certificate())
                .clientCertificate(file, Secret.of("changeit"))
                .build()) {
            pipeline(transport).execute(GET, ONCE);
        }
        assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                .contains("epm-jit");
        assertThatThrownBy(() -> OkHttpTransport.builder().clientCertificate(file, Secret.of("wrong")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own.p12");
    }

    @Test
    void a_connection_that_ends_within_the_handshake_is_tried_again() throws Exception {
        List<HttpAttempt> told = new ArrayList<>();
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread hangingUp = new Thread(() -> hangUp(closing));
            hangingUp.start();
            try (HttpPipeline pipeline = HttpPipeline.builder(
                            "Test", BaseUrl.of("https://localhost:" + closing.getLocalPort()))
                    .backoff(Duration.ofMillis(1), Duration.ofMillis(5))
                    .listener(told::add)
                    .build()) {
                TransportException failure = catchThrowableOfType(
                        TransportException.class, () -> pipeline.execute(GET, CallOptions.defaults()));

                assertThat(failure.problem()).isEqualTo(TransportException.Problem.NO_CONNECTION);
            }
        }
        assertThat(told).hasSize(3);
    }

    /** Reads a client's greeting and ends the connection in good order, as a balancer does that has no server. */
    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                DataInputStream in = new DataInputStream(connection.getInputStream());
                in.readFully(new byte[3]);
                in.readFully(new byte[in.readUnsignedShort()]);
            } catch (IOException closed) {
                // Then the test is over.
            }
        }
    }

    @Test
    void a_proxy_is_given_its_password_and_does_not_see_the_request() throws Exception {
        server.useHttps(serverCertificates(false).sslSocketFactory());
        server.start();
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(new MockResponse.Builder().build());
        try (OkHttpTransport transport = OkHttpTransport.builder()
                        .trust(AUTHORITY.certificate())
                        .proxy(server.getHostName(), server.getPort())
                        .proxyCredentials("proxy-user", () -> Secret.of("proxy-password"))
                        .build();
                HttpPipeline pipeline = HttpPipeline.builder("Test", BaseUrl.of("https://epm.acme.example"))
                        .transport(transport)
                        .authorizer(Authorizer.bearer(() -> Secret.of("for-epm-only")))
                        .build()) {
            pipeline.execute(GET, ONCE);
        }
        List<RecordedRequest> arrived = new ArrayList<>();
        for (int i = server.getRequestCount(); i > 0; i--) {
            arrived.add(server.takeRequest());
        }
        RecordedRequest request = arrived.get(arrived.size() - 1);
        RecordedRequest connect = arrived.get(arrived.size() - 2);
        assertThat(connect.getRequestLine()).startsWith("CONNECT epm.acme.example:443");
        assertThat(connect.getHeaders().get("Proxy-Authorization"))
                .isEqualTo(okhttp3.Credentials.basic("proxy-user", "proxy-password"));
        assertThat(connect.getHeaders().get("Authorization")).isNull();
        assertThat(request.getHeaders().get("Proxy-Authorization")).isNull();
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer for-epm-only");
    }

    @Test
    void a_proxy_that_refuses_its_password_is_named_and_not_asked_again_and_again() throws Exception {
        server.start();
        server.enqueue(new MockResponse.Builder()
                .code(407)
                .setHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                .inTunnel()
                .build());
        try (OkHttpTransport transport = OkHttpTransport.builder()
                        .proxy(server.getHostName(), server.getPort())
                        .proxyCredentials("proxy-user", () -> Secret.of("wrong"))
                        .build();
                HttpPipeline pipeline = HttpPipeline.builder("Test", BaseUrl.of("https://epm.acme.example"))
                        .transport(transport)
                        .build()) {
            TransportException failure =
                    catchThrowableOfType(TransportException.class, () -> pipeline.execute(GET, ONCE));

            assertThat(failure.problem()).isEqualTo(TransportException.Problem.NO_CONNECTION);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure).hasMessageContaining("the proxy refused user and password");
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_handed_in_client_keeps_its_ways_but_is_not_changed_nor_closed() throws Exception {
        server.start();
        server.enqueue(new MockResponse.Builder().build());
        AtomicInteger seen = new AtomicInteger();
        OkHttpClient theirs = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        try (OkHttpTransport transport = OkHttpTransport.of(theirs)) {
            pipeline(transport).execute(GET, ONCE);
        }
        assertThat(seen).hasValue(1);
        assertThat(theirs.followRedirects()).isTrue();
        assertThat(theirs.retryOnConnectionFailure()).isTrue();
        assertThat(theirs.dispatcher().executorService().isShutdown()).isFalse();
    }

    @Test
    void a_host_with_several_addresses_is_reached_at_the_one_that_works() throws Exception {
        server.start(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), 0);
        server.enqueue(new MockResponse.Builder().build());
        Dns several = host -> List.of(
                InetAddress.getByAddress(host, new byte[] {127, 0, 0, 9}),
                InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
        OkHttpClient client = new OkHttpClient.Builder().dns(several).build();
        try (HttpPipeline pipeline = HttpPipeline.builder("Test", BaseUrl.of("http://localhost:" + server.getPort()))
                .transport(OkHttpTransport.of(client))
                .build()) {
            assertThat(pipeline.execute(GET, ONCE).status()).isEqualTo(200);
        }
    }

    @Test
    void more_than_five_calls_go_to_one_host_at_once() throws Exception {
        int calls = 12;
        CountDownLatch allAreThere = new CountDownLatch(calls);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                allAreThere.countDown();
                return new MockResponse.Builder()
                        .code(allAreThere.await(20, TimeUnit.SECONDS) ? 200 : 500)
                        .build();
            }
        });
        server.start();
        try (HttpPipeline pipeline = pipeline(OkHttpTransport.builder().build())) {
            List<CompletableFuture<ApiResponse>> answers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                answers.add(pipeline.executeAsync(GET, ONCE));
            }
            for (CompletableFuture<ApiResponse> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void calls_beyond_the_transports_number_wait_for_their_turn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                go.await();
                inside.decrementAndGet();
                return new MockResponse.Builder().build();
            }
        });
        server.start();
        try (OkHttpTransport transport =
                        OkHttpTransport.builder().callsPerHost(2).build();
                HttpPipeline pipeline = pipeline(transport)) {
            List<CompletableFuture<ApiResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(pipeline.executeAsync(GET, ONCE));
            }
            server.takeRequest();
            server.takeRequest();
            go.countDown();
            for (CompletableFuture<ApiResponse> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        }
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void a_cancelled_future_closes_its_connection_and_leaves_no_call_behind() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                arrived.countDown();
                release.await();
                return new MockResponse.Builder().build();
            }
        });
        server.start();
        OkHttpClient client = new OkHttpClient();
        try (HttpPipeline pipeline = pipeline(OkHttpTransport.of(client))) {
            CompletableFuture<ApiResponse> answer = pipeline.executeAsync(GET, CallOptions.defaults());
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.dispatcher().runningCallsCount()).isEqualTo(1);

            answer.cancel(true);

            assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (client.dispatcher().runningCallsCount() > 0 && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertThat(client.dispatcher().runningCallsCount()).isZero();
            assertThat(client.connectionPool().connectionCount()).isZero();
        } finally {
            release.countDown();
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_call_that_is_cancelled_before_its_turn_is_never_sent() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                release.await();
                return new MockResponse.Builder().build();
            }
        });
        server.start();
        try (OkHttpTransport transport =
                        OkHttpTransport.builder().callsPerHost(1).build();
                HttpPipeline pipeline = pipeline(transport)) {
            CompletableFuture<ApiResponse> first = pipeline.executeAsync(GET, ONCE);
            CompletableFuture<ApiResponse> second = pipeline.executeAsync(GET, ONCE);
            server.takeRequest();
            second.cancel(true);
            release.countDown();
            first.get(20, TimeUnit.SECONDS);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void closing_a_pipeline_cancels_what_is_on_its_way() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                release.await();
                return new MockResponse.Builder().build();
            }
        });
        server.start();
        HttpPipeline pipeline = pipeline(OkHttpTransport.builder().build());
        CompletableFuture<ApiResponse> answer = pipeline.executeAsync(GET, ONCE);
        server.takeRequest();

        pipeline.close();

        assertThat(answer).isCancelled();
        release.countDown();
    }

    private HttpPipeline pipeline(OkHttpTransport transport) {
        return HttpPipeline.builder("Test", BaseUrl.of(server.url("/").toString()))
                .transport(transport)
                .build();
    }

    private void startWithTls(boolean wantsClientCertificate) throws Exception {
        server.useHttps(serverCertificates(wantsClientCertificate).sslSocketFactory());
        if (wantsClientCertificate) {
            server.requireClientAuth();
        }
        server.start();
    }

    private HandshakeCertificates serverCertificates(boolean wantsClientCertificate) throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName(InetAddress.getByName("localhost").getCanonicalHostName())
                .addSubjectAlternativeName("epm.acme.example")
                .build();
        HandshakeCertificates.Builder certificates = new HandshakeCertificates.Builder().heldCertificate(own);
        if (wantsClientCertificate) {
            certificates.addTrustedCertificate(AUTHORITY.certificate());
        }
        return certificates.build();
    }
}
