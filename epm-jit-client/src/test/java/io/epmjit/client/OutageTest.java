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
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

class OutageTest {

    /** Ten thousand calls that left as little as a hundred bytes behind would show. */
    private static final long FLAT = 1_000_000;

    /** So many decisions get an answer that is lost, and as many none before the server stops. */
    private static final int CAUGHT = 100;

    private static final CallOptions ONCE = CallOptions.defaults().withAttempts(1);

    private static final RequestMatcher DECISIONS =
            RequestMatcher.post("/management-api/v2/AuthorizationRequest/notification");

    @Test
    void a_thousand_decisions_outlive_an_outage_and_none_is_sent_twice() {
        CountDownLatch release = new CountDownLatch(1);
        try (FakeEpm epm = FakeEpm.builder().noRateLimit().start();
                OkHttpTransport transport =
                        OkHttpTransport.builder().callsPerHost(CAUGHT).build();
                EpmClient client = client(epm).transport(transport).build()) {
            Map<JitRequestRef, Retryability> waiting = new LinkedHashMap<>();
            for (int i = 0; i < 1_000; i++) {
                waiting.put(ref(epm.requestApplication()), Retryability.SAFE);
            }
            client.read(waiting.keySet().iterator().next()); // a token: it is the decisions that shall meet the outage
            epm.faults().times(CAUGHT, DECISIONS, Fault.resetAfterWork());
            epm.faults().times(CAUGHT, DECISIONS, Fault.holdReply(release));
            Map<JitRequestRef, CompletableFuture<Boolean>> underWay = send(client, waiting);
            epm.requests().await(2 * CAUGHT, DECISIONS);
            // It ends the connections first, and is down once nothing is held any more.
            CompletableFuture<Void> down =
                    CompletableFuture.runAsync(() -> epm.server().goDown());
            settle(underWay, waiting);
            release.countDown();
            down.join();

            assertThat(waiting).hasSize(1_000);
            assertThat(waiting.values())
                    .areAtLeast(2 * CAUGHT, new Condition<>(Retryability.OUTCOME_UNKNOWN::equals, "unknown"))
                    .areAtLeast(1, new Condition<>(Retryability.SAFE::equals, "safe"));
            long afterTheFirstRound = usedMemory();
            for (int round = 1; round <= 10; round++) {
                settle(send(client, waiting), waiting);
            }
            assertThat(usedMemory() - afterTheFirstRound).isLessThan(FLAT);
            assertThat(waiting).hasSize(1_000);

            epm.server().comeUp();
            for (int round = 1; round <= 5 && !waiting.isEmpty(); round++) {
                settle(send(client, waiting), waiting);
            }

            assertThat(waiting).isEmpty();
            assertThat(epm.allRequests())
                    .hasSize(1_000)
                    .allSatisfy(request -> assertThat(request.received()).hasSize(1));
            assertThat(epm.requests().count(DECISIONS)).isEqualTo(1_000);
        } finally {
            release.countDown();
        }
    }

    /** A round of the caller's loop: what may have arrived is read, the rest is sent. Each future says whether it is done. */
    private static Map<JitRequestRef, CompletableFuture<Boolean>> send(
            EpmClient client, Map<JitRequestRef, Retryability> waiting) {
        Map<JitRequestRef, CompletableFuture<Boolean>> sent = new LinkedHashMap<>();
        waiting.forEach((request, known) -> sent.put(
                request,
                known == Retryability.SAFE
                        ? client.async().decide(request, DENIAL, ONCE).thenApply(receipt -> true)
                        : client.async()
                                .read(request, ONCE)
                                .thenApply(state -> !state.status().isPending())));
        return sent;
    }

    private static void settle(
            Map<JitRequestRef, CompletableFuture<Boolean>> sent, Map<JitRequestRef, Retryability> waiting) {
        sent.forEach((request, done) -> {
            try {
                if (done.join()) {
                    waiting.remove(request);
                } else {
                    waiting.put(request, Retryability.SAFE); // read, and still pending
                }
            } catch (CompletionException failure) {
                Retryability retryability = ((EpmJitException) failure.getCause()).retryability();
                waiting.merge(request, retryability, OutageTest::worse);
            }
        });
    }

    /** That a read failed does not make a decision safe to send. */
    private static Retryability worse(Retryability one, Retryability other) {
        return one == Retryability.OUTCOME_UNKNOWN ? one : other;
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
