package io.epmjit.client;

import static io.epmjit.client.TestEpm.DENIAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.http.CallOptions;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.RateLimiter;
import io.epmjit.http.TransportException;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class OutageTest {

    /** Ten thousand calls that left as little as a hundred bytes behind would show. */
    private static final long FLAT = 1_000_000;

    private static final RequestMatcher DECISIONS =
            RequestMatcher.post("/management-api/v2/AuthorizationRequest/notification");

    @Test
    void a_thousand_decisions_outlive_an_outage_and_none_is_sent_twice() {
        try (FakeEpm epm = FakeEpm.builder().noRateLimit().start();
                EpmClient client = client(epm).build()) {
            Map<JitRequestRef, Boolean> waiting = new LinkedHashMap<>();
            for (int i = 0; i < 1_000; i++) {
                waiting.put(ref(epm.requestApplication()), true);
            }
            epm.server().goDown();
            CallOptions once = CallOptions.defaults().withAttempts(1);

            long afterTwoRounds = 0;
            for (int round = 1; round <= 12; round++) {
                assertThat(sendAll(client, waiting.keySet(), once))
                        .hasSize(1_000)
                        .containsOnly(Retryability.SAFE);
                afterTwoRounds = round == 2 ? usedMemory() : afterTwoRounds;
            }
            assertThat(usedMemory() - afterTwoRounds).isLessThan(FLAT);
            epm.server().comeUp();
            assertThat(sendAll(client, waiting.keySet(), once)).isEmpty();

            assertThat(epm.allRequests())
                    .allSatisfy(request -> assertThat(request.received()).hasSize(1));
            assertThat(epm.requests().count(DECISIONS)).isEqualTo(1_000);
        }
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What the caller's loop does: everything that waits is sent at once; how each failed is returned. */
    private static List<Retryability> sendAll(EpmClient client, Iterable<JitRequestRef> waiting, CallOptions options) {
        List<CompletableFuture<DecisionReceipt>> sent = new ArrayList<>();
        waiting.forEach(request -> sent.add(client.async().decide(request, DENIAL, options)));
        List<Retryability> failed = new ArrayList<>();
        for (CompletableFuture<DecisionReceipt> decision : sent) {
            try {
                decision.join();
            } catch (CompletionException failure) {
                failed.add(((EpmJitException) failure.getCause()).retryability());
            }
        }
        return failed;
    }

    @Test
    void a_decision_that_is_cancelled_leaves_no_call_behind() {
        OkHttpClient connections = new OkHttpClient();
        CountDownLatch release = new CountDownLatch(1);
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client =
                        client(epm).transport(OkHttpTransport.of(connections)).build()) {
            EpmRequest request = epm.requestApplication();
            epm.faults().always(DECISIONS, Fault.holdReply(release));
            CompletableFuture<DecisionReceipt> decision = client.async().decide(ref(request), DENIAL);
            epm.requests().await(1, DECISIONS);

            decision.cancel(true);

            assertThatThrownBy(decision::join).isInstanceOf(CancellationException.class);
            awaitNoCalls(connections);
            assertThat(epm.requests().count(DECISIONS)).isEqualTo(1);
        } finally {
            release.countDown();
        }
    }

    @Test
    void a_cancelled_call_gives_up_its_token_request_and_another_takes_over() throws Exception {
        OkHttpClient connections = new OkHttpClient();
        CountDownLatch release = new CountDownLatch(1);
        RequestMatcher tokens = request -> request.path().startsWith("/oauth/");
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client =
                        client(epm).transport(OkHttpTransport.of(connections)).build()) {
            EpmRequest request = epm.requestAdmin();
            epm.faults().once(tokens, Fault.holdReply(release));
            CompletableFuture<RequestState> first = client.async().read(ref(request));
            epm.requests().await(1, tokens);
            CompletableFuture<RequestState> second = client.async().read(ref(request));

            first.cancel(true);

            assertThat(second.get().isReadable()).isTrue();
            assertThat(epm.requests().count(tokens)).isEqualTo(2);
        } finally {
            release.countDown();
        }
    }

    @Test
    void a_decision_goes_before_the_reads_that_wait_for_the_rate_limit() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm)
                        .rateLimiter(RateLimiter.of(20, Duration.ofMillis(500)))
                        .build()) {
            EpmRequest request = epm.requestApplication();
            List<CompletableFuture<RequestState>> reads = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                reads.add(client.async().read(ref(request)));
            }
            epm.requests().await(15, read -> read.method().equals("GET"));

            client.decide(ref(request), DENIAL);

            assertThat(reads).anyMatch(read -> !read.isDone());
            reads.forEach(CompletableFuture::join);
        }
    }

    @Test
    void a_decision_does_not_wait_behind_reads_that_occupy_every_thread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (FakeEpm epm = FakeEpm.start();
                OkHttpTransport oneAtOnce =
                        OkHttpTransport.builder().callsPerHost(1).build();
                EpmClient client = client(epm).transport(oneAtOnce).build()) {
            EpmRequest request = epm.requestApplication();
            epm.faults().always(read -> read.method().equals("GET"), Fault.holdReply(release));
            CompletableFuture<RequestState> read = client.async().read(ref(request));
            epm.requests().await(1, arrived -> arrived.method().equals("GET"));

            client.async().decide(ref(request), DENIAL).get(20, TimeUnit.SECONDS);

            assertThat(read).isNotDone();
            release.countDown();
            assertThat(read.get().isReadable()).isTrue();
        }
    }

    @Test
    void a_node_keeps_to_its_share_of_epms_limit() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = EpmClient.builder()
                        .host(epm.url().toString())
                        .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                        .nodes(500)
                        .build()) {
            EpmRequest request = epm.requestAdmin();
            client.read(ref(request)); // with its token the second of two calls in 100 seconds

            assertThatThrownBy(() ->
                            client.read(ref(request), CallOptions.defaults().withTimeout(Duration.ofSeconds(5))))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("the client's own rate limit has no place before the call's deadline");
        }
    }

    private static void awaitNoCalls(OkHttpClient connections) {
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (connections.dispatcher().runningCallsCount() > 0 && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertThat(connections.dispatcher().runningCallsCount()).isZero();
    }
}
