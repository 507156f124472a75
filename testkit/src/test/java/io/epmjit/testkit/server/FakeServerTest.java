package io.epmjit.testkit.server;

import static io.epmjit.testkit.server.RequestMatcher.any;
import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FakeServerTest {

    private final BlockingQueue<String> things = new LinkedBlockingQueue<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeServer server = start(new Options());

    private FakeServer start(Options options) {
        return FakeServer.builder(options)
                .ignoringCase()
                .route("POST", "/things/{id}", request -> {
                    things.add(request.parameter("id") + "=" + request.text());
                    return Reply.json(201, "{\"id\":\"" + request.parameter("id") + "\",\"made\":true}");
                })
                .route("GET", "/things", request -> Reply.json(200, things.toString()))
                .route("GET", "/defect", request -> {
                    throw new IllegalStateException("boom");
                })
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void routesByMethodAndPathWithoutRegardToCase() throws Exception {
        assertThat(send("POST", "/Things/a%20b/", "x").statusCode()).isEqualTo(201);
        assertThat(things).containsExactly("a b=x");
        assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
        HttpResponse<String> wrongMethod = send("DELETE", "/things", "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void aDefectOfTheFakeIsSeen() throws Exception {
        HttpResponse<String> reply = send("GET", "/defect", "");
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).contains("the fake failed", "boom");
        assertThatThrownBy(server::close)
                .as("also by whom it looked like a failing server")
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("boom");
    }

    @Test
    void logsWhatArrivesAndHidesCredentials() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/things?A=1&a=2&b=%26"))
                        .header("Authorization", "Bearer canary")
                        .build(),
                BodyHandlers.discarding());
        send("POST", "/things/1", "body");

        ReceivedRequest listed = server.requests().requests("GET", "/things").get(0);
        assertThat(listed.queryAll("a")).containsExactlyInAnyOrder("1", "2");
        assertThat(listed.query("B")).hasValue("&");
        assertThat(listed.header("authorization")).hasValue("Bearer canary");
        assertThat(listed + " " + listed.headers()).doesNotContain("canary").contains("GET /things");
        assertThat(server.requests().await(1, post("/things/{id}")).get(0).text())
                .isEqualTo("body");
        assertThat(server.requests().total()).isEqualTo(2);
        assertThatThrownBy(() -> server.requests().await(3, any(), Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("got 2")
                .hasMessageContaining("POST /things/1");
    }

    @Test
    void keepsNoMoreRequestsThanItsLimit() throws Exception {
        server.close();
        server = start(new Options().requestLogLimit(2));
        for (int i = 0; i < 5; i++) {
            send("GET", "/things?n=" + i, "");
        }
        assertThat(server.requests().all())
                .extracting(request -> request.query("n").orElseThrow())
                .containsExactly("3", "4");
        assertThat(server.requests().total()).isEqualTo(5);
    }

    @Test
    void resetsBeforeTheWork() {
        server.faults().once(post("/things/1"), Fault.resetBeforeWork());
        assertThatThrownBy(() -> send("POST", "/things/1", "x")).isInstanceOf(IOException.class);
        assertThat(things).isEmpty();
    }

    @Test
    void resetsAfterTheWork() {
        server.faults().once(post("/things/1"), Fault.resetAfterWork());
        assertThatThrownBy(() -> send("POST", "/things/1", "x"))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("Connection reset");
        assertThat(things).containsExactly("1=x");
    }

    @Test
    void dropsTheReplyAfterTheWork() throws Exception {
        send("GET", "/things", "");
        server.faults().once(post("/things/1"), Fault.dropReply());
        assertThatThrownBy(() -> send("POST", "/things/1", "x")).isInstanceOf(IOException.class);
        assertThat(things).containsExactly("1=x");
        assertThat(send("POST", "/things/1", "x").statusCode()).isEqualTo(201);
    }

    @Test
    void refusesConnectionsWhileItIsDownAndKeepsItsPort() throws Exception {
        send("POST", "/things/1", "x");
        server.goDown();
        assertThatThrownBy(() -> send("GET", "/things", "")).isInstanceOf(ConnectException.class);
        server.comeUp();
        assertThat(send("GET", "/things", "").body()).isEqualTo("[1=x]");
        assertThat(server.requests().total()).isEqualTo(2);
        assertThat(server.requests().all().get(0).connection())
                .isLessThan(server.requests().all().get(1).connection());
    }

    @Test
    void holdsAReplyUntilItIsLetGo() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        server.faults().once(post("/things/1"), Fault.holdReply(open));
        CompletableFuture<HttpResponse<String>> held =
                http.sendAsync(request("POST", "/things/1", "x"), BodyHandlers.ofString());
        server.requests().await(1, post("/things/1"));
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(200);
        assertThat(held).isNotDone();
        open.countDown();
        assertThat(held.join().statusCode()).isEqualTo(201);
    }

    @Test
    void doesNotDoHeldWorkWhenItIsClosed() throws Exception {
        server.faults().once(post("/things/1"), Fault.holdWork(new CountDownLatch(1)));
        CompletableFuture<HttpResponse<String>> held =
                http.sendAsync(request("POST", "/things/1", "x"), BodyHandlers.ofString());
        server.requests().await(1, post("/things/1"));
        server.close();
        assertThat(held).failsWithin(Duration.ofSeconds(10));
        assertThat(things).isEmpty();
    }

    @Test
    void worksLaterThanTheCallerCanKnow() throws Exception {
        server.faults().once(post("/things/1"), Fault.workLater(Duration.ofMillis(100)));
        assertThatThrownBy(() -> send("POST", "/things/1", "x")).isInstanceOf(IOException.class);
        assertThat(things.poll(10, TimeUnit.SECONDS)).isEqualTo("1=x");
    }

    @Test
    void doesNoLateWorkOnceItIsClosed() throws Exception {
        server.faults().once(post("/things/1"), Fault.workLater(Duration.ofMillis(100)));
        assertThatThrownBy(() -> send("POST", "/things/1", "x")).isInstanceOf(IOException.class);
        server.close();
        assertThat(things.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void holdsTheWorkAtAGateUntilItIsOpened() throws Exception {
        Gate gate = new Gate();
        server.faults().once(post("/things/1"), Fault.holdWork(gate));
        CompletableFuture<HttpResponse<String>> held =
                http.sendAsync(request("POST", "/things/1", "x"), BodyHandlers.ofString());
        assertThat(gate.await(Duration.ofSeconds(10))).isTrue();
        assertThat(things).isEmpty();
        gate.open();
        assertThat(held).succeedsWithin(Duration.ofSeconds(10));
        assertThat(things).containsExactly("1=x");
    }

    @Test
    void losesWhatWaitsAtAGate() throws Exception {
        Gate before = new Gate();
        Gate after = new Gate();
        server.faults().once(post("/things/1"), Fault.holdWork(before));
        server.faults().once(post("/things/2"), Fault.holdReply(after));
        CompletableFuture<HttpResponse<String>> one =
                http.sendAsync(request("POST", "/things/1", "x"), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> two =
                http.sendAsync(request("POST", "/things/2", "y"), BodyHandlers.ofString());
        assertThat(before.await(Duration.ofSeconds(10))).isTrue();
        assertThat(after.await(Duration.ofSeconds(10))).isTrue();
        before.lose();
        after.lose();
        assertThat(one).failsWithin(Duration.ofSeconds(10));
        assertThat(two).failsWithin(Duration.ofSeconds(10));
        assertThat(things).containsExactly("2=y");
    }

    @Test
    void theNthRequestIsCountedAlsoWhereAnEarlierFaultStruck() throws Exception {
        server.faults().once(get("/things"), Fault.status(503));
        server.faults().nth(2, get("/things"), Fault.status(429));

        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(429);
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(200);
    }

    @Test
    void goesDownAndComesUpAgainWhileACallIsHeld() throws Exception {
        server.faults().once(post("/things/1"), Fault.holdWork(new CountDownLatch(1)));
        CompletableFuture<HttpResponse<String>> held =
                http.sendAsync(request("POST", "/things/1", "x"), BodyHandlers.ofString());
        server.requests().await(1, post("/things/1"));

        server.goDown();

        assertThat(held).failsWithin(Duration.ofSeconds(10));
        assertThatThrownBy(() -> send("GET", "/things", "")).isInstanceOf(ConnectException.class);
        server.comeUp();
        assertThat(send("POST", "/things/2", "y").statusCode()).isEqualTo(201);
        assertThat(things).containsExactly("2=y");
    }

    @Test
    void delaysAReply() {
        server.faults().once(get("/things"), Fault.delay(Duration.ofSeconds(20)));
        HttpRequest impatient = HttpRequest.newBuilder(URI.create(server.url() + "/things"))
                .timeout(Duration.ofMillis(50))
                .build();
        assertThatThrownBy(() -> http.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void dripsABody() throws Exception {
        server.faults().once(post("/things/1"), Fault.drip(8, Duration.ofMillis(1)));
        assertThat(send("POST", "/things/1", "x").body()).isEqualTo("{\"id\":\"1\",\"made\":true}");
    }

    @Test
    void endsAConnectionInTheMiddleOfABody() {
        server.faults().once(post("/things/1"), Fault.truncate());
        assertThatThrownBy(() -> send("POST", "/things/1", "x")).isInstanceOf(IOException.class);
        assertThat(things).containsExactly("1=x");
    }

    @Test
    void changesWhatACallerSeesOfWorkThatIsDone() throws Exception {
        server.faults().once(post("/things/1"), Fault.cutBody());
        server.faults().once(post("/things/1"), Fault.emptyBody());
        server.faults().once(post("/things/1"), Fault.contentType("text/plain"));
        server.faults().once(post("/things/1"), Fault.answerAfterWork(Reply.html(504, "Gateway Time-out")));

        assertThat(send("POST", "/things/1", "x").body()).isEqualTo("{\"id\":\"1\",\"");
        assertThat(send("POST", "/things/1", "x").body()).isEmpty();
        assertThat(send("POST", "/things/1", "x").headers().firstValue("Content-Type"))
                .hasValue("text/plain");
        HttpResponse<String> gateway = send("POST", "/things/1", "x");
        assertThat(gateway.statusCode()).isEqualTo(504);
        assertThat(gateway.body()).contains("<html>");
        assertThat(things).hasSize(4);
    }

    @Test
    void answersInsteadOfWorking() throws Exception {
        server.faults()
                .times(2, post("/things/1"), Fault.answer(Reply.status(503).header("Retry-After", "7")));
        server.faults().once(any(), Fault.htmlPage());

        HttpResponse<String> refused = send("POST", "/things/1", "x");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(send("POST", "/things/1", "x").statusCode()).isEqualTo(503);
        HttpResponse<String> page = send("POST", "/things/1", "x");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(things).isEmpty();
        assertThat(send("POST", "/things/1", "x").statusCode()).isEqualTo(201);
    }

    @Test
    void strikesTheNthCallOnlyOrAllOfThem() throws Exception {
        server.faults().nth(2, get("/things"), Fault.status(500));
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(500);
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(200);
        server.faults().always(get("/things"), Fault.status(429));
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(429);
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(429);
        server.faults().clear();
        assertThat(send("GET", "/things", "").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsABodyWithoutEnd() throws Exception {
        server.faults().once(post("/things/1"), Fault.endlessBody());
        HttpResponse<InputStream> endless = http.send(request("POST", "/things/1", "x"), BodyHandlers.ofInputStream());
        try (InputStream body = endless.body()) {
            assertThat(body.readNBytes(5_000_000)).hasSize(5_000_000).startsWith('[', '0', ',');
        }
    }

    @Test
    void sendsAGzipBomb() throws Exception {
        server.faults().once(post("/things/1"), Fault.gzipBomb());
        HttpResponse<InputStream> bomb = http.send(request("POST", "/things/1", "x"), BodyHandlers.ofInputStream());
        assertThat(bomb.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream body = new GZIPInputStream(bomb.body())) {
            assertThat(body.skip(20_000_000)).isEqualTo(20_000_000);
        }
    }

    @Test
    void speaksHttpsWithAnAuthorityOfItsOwn() throws Exception {
        server.close();
        server = start(new Options().https(TlsCertificate.VALID));
        assertThat(server.url()).hasScheme("https");
        assertThat(trusting()
                        .send(request("GET", "/things", ""), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> send("GET", "/things", "")).isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsCertificate.class,
            names = {"EXPIRED", "OTHER_HOST", "UNTRUSTED"})
    void showsCertificatesThatAClientMustNotAccept(TlsCertificate which) {
        server.close();
        server = start(new Options().https(which));
        assertThatThrownBy(() -> trusting().send(request("GET", "/things", ""), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("Certificate");
    }

    @Test
    void asksForAClientCertificate() throws Exception {
        server.close();
        server = start(new Options().requiringClientCertificate());
        assertThat(trusting()
                        .send(request("GET", "/things", ""), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        KeyStore onlyTheAuthority = KeyStore.getInstance("PKCS12");
        onlyTheAuthority.load(null, null);
        onlyTheAuthority.setCertificateEntry("authority", server.certificateAuthority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(onlyTheAuthority);
        SSLContext withoutCertificate = SSLContext.getInstance("TLS");
        withoutCertificate.init(null, trust.getTrustManagers(), null);
        HttpClient stranger = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(withoutCertificate)
                .build();
        assertThatThrownBy(() -> stranger.send(request("GET", "/things", ""), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(server.requests().total()).isEqualTo(1);
        assertThat(server.clientKeys("secret".toCharArray()).isKeyEntry("client"))
                .isTrue();
    }

    @Test
    void resetsHttpsConnectionsToo() {
        server.close();
        server = start(new Options().https(TlsCertificate.VALID));
        server.faults().once(post("/things/1"), Fault.resetAfterWork());
        assertThatThrownBy(() -> trusting().send(request("POST", "/things/1", "x"), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(things).containsExactly("1=x");
    }

    @Test
    void writesAJournal(@TempDir Path directory) throws Exception {
        server.close();
        Path file = directory.resolve("journal.jsonl");
        server = start(new Options().journal(Journal.to(file, "things")));
        server.faults().once(post("/things/1"), Fault.dropReply());
        assertThatThrownBy(() -> send("POST", "/things/1", "secret")).isInstanceOf(IOException.class);
        send("GET", "/things", "");
        server.close();

        assertThat(Files.readAllLines(file))
                .hasSize(4)
                .noneMatch(line -> line.contains("secret"))
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("{\"what\":\"arrived\",\"of\":\"things\",\"call\":1,\"at\":\"")
                        .contains("\"method\":\"POST\"", "\"path\":\"/things/1\""))
                .satisfies(lines -> assertThat(lines.get(1))
                        .startsWith("{\"what\":\"request\",\"of\":\"things\",\"call\":1,")
                        .contains("\"path\":\"/things/1\"", "\"status\":201", "\"fault\":\"reply dropped\""));
    }

    private HttpClient trusting() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(server.clientSslContext())
                .build();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private static final class Options extends ServerOptions<Options> {
        @Override
        protected Options self() {
            return this;
        }
    }
}
