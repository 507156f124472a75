package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.parse.SampleBody;
import io.epmjit.bridge.JitBridge;
import io.epmjit.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one node and two nodes on one PostgreSQL get done at a tracker that answers in 50 ms: {@code ROUNDS} (3) of
 * {@code SECONDS} (20) each, with nodes as they are shipped, each in a JVM of its own.
 */
public final class BenchNodes {

    private static final int WORKERS = 8;
    private static final int CALLS_PER_WORKER_AND_SECOND = 20;
    private static final int CAPACITY = WORKERS * CALLS_PER_WORKER_AND_SECOND;
    private static final double LEAST_SHARE = 0.8;
    private static final double LEAST_TIMES = 1.7;
    private static final int WARM_UP_SECONDS = 20;

    private final int rounds = Parameter.number("ROUNDS", 3);
    private final int seconds = Parameter.number("SECONDS", 20);
    private final PostgresStore store;
    private final SlowTracker tracker;

    private BenchNodes(PostgresStore store, SlowTracker tracker) {
        this.store = store;
        this.tracker = tracker;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        if (!PostgresServer.isInstalled()) {
            System.out.println("FAIL bench-nodes: PostgreSQL is not here");
            System.exit(1);
        }
        try (PostgresServer server = PostgresServer.start();
                PostgresStore store = PostgresStore.on(server);
                SlowTracker tracker = new SlowTracker()) {
            System.exit(new BenchNodes(store, tracker).run() ? 0 : 1);
        }
    }

    private boolean run() throws IOException, InterruptedException, SQLException {
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            one.add(callsPerSecond(1));
            two.add(callsPerSecond(2));
            times.add(two.get(round - 1) / one.get(round - 1));
            System.out.printf(
                    "  round %d of %d: one node %.1f calls/s, two nodes %.1f%n",
                    round, rounds, one.get(round - 1), two.get(round - 1));
        }
        double share = Figures.median(one) / CAPACITY;
        long unaccounted = Math.abs(opened() - tracker.answered());
        boolean passed = share >= LEAST_SHARE
                && Figures.median(times) >= LEAST_TIMES
                && tracker.repeated() == 0
                && unaccounted == 0;
        System.out.printf(
                "%s bench-nodes: one node %.1f calls/s, %.0f %% of %d (at least %.0f %%); two nodes %.1f calls/s, %.2f times"
                        + " one (at least %.1f); of %,d calls %d were made twice, and %d are not on record%n",
                passed ? "PASS" : "FAIL",
                Figures.median(one),
                share * 100,
                CAPACITY,
                LEAST_SHARE * 100,
                Figures.median(two),
                Figures.median(times),
                LEAST_TIMES,
                tracker.answered(),
                tracker.repeated(),
                unaccounted);
        return passed;
    }

    private double callsPerSecond(int nodes) throws IOException, InterruptedException {
        leaveWorkFor(nodes * CAPACITY * (WARM_UP_SECONDS + seconds + 1));
        List<Jvm> running = new ArrayList<>();
        try {
            for (int i = 0; i < nodes; i++) {
                running.add(Jvm.start(Node.class, List.of(), Node.arguments(store, tracker)));
            }
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long before = tracker.answered();
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            double rate = (tracker.answered() - before) * 1e9 / (System.nanoTime() - began);
            for (Jvm node : running) {
                node.end();
            }
            return rate;
        } finally {
            running.forEach(Jvm::close);
        }
    }

    private void leaveWorkFor(int calls) {
        List<Webhook> webhooks = Webhook.ofNewRequests(SampleBody.TENANT_ID, calls);
        try (JitBridge door = Bridges.over(store.open(), new QuickTracker())) {
            webhooks.parallelStream().forEach(webhook -> {
                int status = door.webhooks().handle(webhook.request()).status();
                if (status != 202) {
                    throw new IllegalStateException("a webhook was answered " + status);
                }
            });
        }
    }

    /** How many tickets are on record. */
    private long opened() throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM effect WHERE state = 'DONE'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
