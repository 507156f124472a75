package io.epmjit.benchmark.decide;

import com.sun.management.ThreadMXBean;
import io.epmjit.benchmark.decide.DecisionServer.Arrived;
import io.epmjit.client.EpmClient;
import io.epmjit.http.RateLimiter;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.JitRequestRef;
import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * A decision through the client and the bare OkHttp call with the same bytes, turn by turn in one thread, so that whatever
 * the machine does meanwhile meets both. Each is timed by itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // the harness calls start() first
public class DecideBenchmark {

    /** Where each fork leaves its medians: one line of added time and allocation. */
    static final String RESULTS = "epmjit.decide.results";

    private static final int MOST_SAMPLES = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final JitRequestRef request =
            JitRequestRef.application("2f1b0f0e-6f0c-4b7e-9d35-2f4f8a4f1c11").withTicketNumber("EPM000042");
    private final Decision decision = Decision.approve(AccessDuration.minutes(30))
            .by("a.lee")
            .reason("change CHG0042")
            .build();

    private DecisionServer server;
    private EpmClient client;
    private OkHttpClient bare;
    private Request bareRequest;
    private boolean clientFirst;

    private final Samples ofClient = new Samples();
    private final Samples ofBare = new Samples();

    @Setup
    public void start() throws IOException {
        server = new DecisionServer();
        client = EpmClient.builder()
                .host(server.url())
                .credentials("benchmark", Secret.of("benchmark"))
                .rateLimiter(RateLimiter.none())
                .build();
        client.decide(request, decision);
        bare = new OkHttpClient();
        bareRequest = same(server.last());
        bareCall();
        requireSameBytes();
    }

    private Request same(Arrived arrived) {
        Request.Builder same = new Request.Builder()
                .url(server.url() + arrived.path())
                .post(RequestBody.create(arrived.body(), okhttp3.MediaType.get(header(arrived, "Content-Type"))));
        for (String name : new String[] {"Authorization", "Accept", "User-Agent"}) {
            same.header(name, header(arrived, name));
        }
        return same.build();
    }

    private static String header(Arrived arrived, String name) {
        return Objects.requireNonNull(arrived.headers().get(name), name).get(0);
    }

    private void requireSameBytes() {
        Arrived viaBare = server.last();
        client.decide(request, decision);
        Arrived viaClient = server.last();
        if (viaBare.body().length != viaClient.body().length
                || !viaBare.headers().keySet().equals(viaClient.headers().keySet())) {
            throw new IllegalStateException(
                    "the two calls do not send the same: " + viaBare.headers() + " and " + viaClient.headers());
        }
    }

    @Setup(Level.Iteration)
    public void begin(IterationParams iteration) {
        if (iteration.getType() == IterationType.WARMUP) {
            ofClient.forget();
            ofBare.forget();
        }
    }

    @Benchmark
    public void pair() throws IOException {
        clientFirst = !clientFirst;
        if (clientFirst) {
            timeClient();
            timeBare();
        } else {
            timeBare();
            timeClient();
        }
    }

    private void timeClient() {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        client.decide(request, decision);
        ofClient.add(System.nanoTime() - began, threads.getCurrentThreadAllocatedBytes() - allocated);
    }

    private void timeBare() throws IOException {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        bareCall();
        ofBare.add(System.nanoTime() - began, threads.getCurrentThreadAllocatedBytes() - allocated);
    }

    private void bareCall() throws IOException {
        try (Response answer = bare.newCall(bareRequest).execute()) {
            answer.body().bytes();
        }
    }

    @TearDown
    public void leaveResults(BenchmarkParams unused) throws IOException {
        client.close();
        bare.dispatcher().executorService().shutdown();
        bare.connectionPool().evictAll();
        server.close();
        String line = String.join(
                " ",
                Long.toString(ofClient.medianNanos()),
                Long.toString(ofBare.medianNanos()),
                Long.toString(ofClient.medianBytes()),
                Long.toString(ofBare.medianBytes()),
                Integer.toString(ofClient.count));
        Files.writeString(
                Path.of(System.getProperty(RESULTS)),
                line + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Times and allocations of one of the two calls. */
    private static final class Samples {

        private final long[] nanos = new long[MOST_SAMPLES];
        private final long[] bytes = new long[MOST_SAMPLES];
        private int count;

        void add(long time, long allocated) {
            if (count < MOST_SAMPLES) {
                nanos[count] = time;
                bytes[count] = allocated;
                count++;
            }
        }

        void forget() {
            count = 0;
        }

        long medianNanos() {
            return median(nanos);
        }

        long medianBytes() {
            return median(bytes);
        }

        private long median(long[] values) {
            long[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return sorted[count / 2];
        }
    }
}
