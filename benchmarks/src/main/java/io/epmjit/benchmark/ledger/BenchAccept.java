package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.ledger.OpenLoop.Result;
import io.epmjit.benchmark.parse.SampleBody;
import io.epmjit.testkit.Fakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Taking webhooks in. In the process, 64 threads calling the endpoint against one thread that does nothing but write the
 * same rows: {@code ROUNDS} (5) rounds of {@code REQUESTS} (20,000), each arm in turn and the order reversed each time; the
 * medians of the ratios count. Then by HTTP, {@code RATE} (500) a second for {@code SECONDS} (60), with the bridge at work.
 */
public final class BenchAccept {

    private static final double SLOW_SYNC_MICROS = 200;
    private static final double LEAST_RATIO_IF_SYNCS_ARE_SLOW = 3.0;
    private static final double LEAST_RATIO = 1.5;
    private static final double LEAST_SHARE_OF_BATCHES = 0.6;
    private static final int BATCH = 256;
    private static final double MOST_MILLIS = 50;
    private static final int WARM_UP_SECONDS = 20;

    /** They stand for machines elsewhere: what they keep in memory must not stop this one's cores again and again. */
    private static final List<String> FAKES_APART = List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmn128m");

    private final Path directory = Parameter.directory();
    private final int rounds = Parameter.number("ROUNDS", 5);
    private final int requests = Parameter.number("REQUESTS", 20_000);
    private final int rate = Parameter.number("RATE", 500);
    private final int seconds = Parameter.number("SECONDS", 60);

    private BenchAccept() {}

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        System.exit(new BenchAccept().run() ? 0 : 1);
    }

    private boolean run() throws IOException, SQLException, InterruptedException {
        double syncMicros = syncMicros();
        boolean inOrder = traced();
        Map<String, List<Double>> rates = race();
        Result answers = answersByHttp();

        double overSingle = ratio(rates, "single");
        double overBatches = ratio(rates, "batch");
        double leastRatio = syncMicros >= SLOW_SYNC_MICROS ? LEAST_RATIO_IF_SYNCS_ARE_SLOW : LEAST_RATIO;
        boolean passed = inOrder
                && overSingle >= leastRatio
                && overBatches >= LEAST_SHARE_OF_BATCHES
                && answers.failures() == 0
                && answers.millis(0.99) < MOST_MILLIS;
        System.out.printf(
                "%s bench-accept: a sync costs %.0f us; %,.0f webhooks/s in the process, %.2f times one commit each (at"
                        + " least %.1f), %.2f of %d to a commit (at least %.1f); by HTTP at %d/s for %d s, %d failed, p99"
                        + " %.1f ms (below %.0f)%s%n",
                passed ? "PASS" : "FAIL",
                syncMicros,
                Figures.median(of(rates, "handle")),
                overSingle,
                leastRatio,
                overBatches,
                BATCH,
                LEAST_SHARE_OF_BATCHES,
                rate,
                seconds,
                answers.failures(),
                answers.millis(0.99),
                MOST_MILLIS,
                inOrder ? "" : "; an answer came before its sync");
        return passed;
    }

    private double syncMicros() throws IOException {
        try (Scratch scratch = Scratch.in(directory)) {
            double micros = SyncCost.medianNanos(scratch) / 1e3;
            System.out.printf(
                    "Ledgers in %s (%s), where a sync costs %.0f us%n",
                    directory, Files.getFileStore(directory).type(), micros);
            return micros;
        }
    }

    private boolean traced() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.in(directory)) {
            return SyncTrace.show(scratch);
        }
    }

    /** Requests a second of each arm, round by round. A first round, which warms up, does not count. */
    private Map<String, List<Double>> race() throws IOException, SQLException {
        HandleArm handle = new HandleArm(Webhook.ofNewRequests(SampleBody.TENANT_ID, requests));
        LedgerRows rows = rowsOf(handle);
        System.out.printf("  %,d webhooks leave %s; %s in all arms%n", requests, rows.counts(), Durability.FULL);
        Map<String, Arm> arms = new LinkedHashMap<>();
        arms.put("handle", handle);
        arms.put("single", new PlainArm(rows, 1));
        arms.put("batch", new PlainArm(rows, BATCH));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            List<Map.Entry<String, Arm>> order = new ArrayList<>(arms.entrySet());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Map.Entry<String, Arm> arm : order) {
                double rate = run(arm.getValue());
                if (round > 0) {
                    rates.computeIfAbsent(arm.getKey(), name -> new ArrayList<>())
                            .add(rate);
                }
            }
            if (round > 0) {
                System.out.printf(
                        "  round %d of %d: %,.0f/s by handle, %,.0f/s one to a commit, %,.0f/s %d to a commit%n",
                        round, rounds, last(rates, "handle"), last(rates, "single"), last(rates, "batch"), BATCH);
            }
        }
        return rates;
    }

    private LedgerRows rowsOf(HandleArm handle) throws IOException, SQLException {
        try (Scratch scratch = Scratch.in(directory)) {
            handle.run(scratch);
            return LedgerRows.read(HandleArm.file(scratch));
        }
    }

    private double run(Arm arm) throws IOException, SQLException {
        try (Scratch scratch = Scratch.in(directory)) {
            System.gc();
            return arm.run(scratch);
        }
    }

    /** The fakes, the service and the sender, each in a JVM of its own. */
    private Result answersByHttp() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.in(directory);
                Jvm fakes = Jvm.start(Fakes.class, FAKES_APART, List.of("--pending=0"));
                Jvm service = Jvm.start(
                        WebhookServer.class,
                        List.of("-Dsun.net.httpserver.nodelay=true"),
                        WebhookServer.arguments(scratch.file("service.db"), fakes))) {
            OpenLoop sender = new OpenLoop(service.told("URL"));
            String tenantId = fakes.told("EPM_TENANT_ID");
            sender.send(() -> Webhook.ofNewRequest(tenantId), rate, WARM_UP_SECONDS);
            Result result = sender.send(() -> Webhook.ofNewRequest(tenantId), rate, seconds);
            service.end();
            System.out.printf(
                    "  by HTTP: median %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms; %s tickets opened meanwhile%n",
                    result.millis(0.5),
                    result.millis(0.99),
                    result.millis(0.999),
                    result.millis(1),
                    service.told("OPENED"));
            return result;
        }
    }

    private static double ratio(Map<String, List<Double>> rates, String other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of(rates, other).size(); round++) {
            ratios.add(of(rates, "handle").get(round) / of(rates, other).get(round));
        }
        return Figures.median(ratios);
    }

    private static double last(Map<String, List<Double>> rates, String arm) {
        List<Double> all = of(rates, arm);
        return all.get(all.size() - 1);
    }

    private static List<Double> of(Map<String, List<Double>> rates, String arm) {
        return rates.getOrDefault(arm, List.of());
    }
}
