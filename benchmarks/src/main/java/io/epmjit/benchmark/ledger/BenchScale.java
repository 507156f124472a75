package io.epmjit.benchmark.ledger;

import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * How the ledger's work grows with what it holds: {@code ROWS} (1,000,000) requests against 1,000, one in a hundred open, in
 * seven alternating rounds, on SQLite and on PostgreSQL; and whether a plan of any statement that a request meets in its
 * life reads a table as a whole.
 */
public final class BenchScale {

    private static final int FEW = 1_000;
    private static final double MOST_TIMES = 2.0;
    private static final int TIMES_EACH = 200;

    private final int many = Parameter.number("ROWS", 1_000_000);
    private final int rounds = Parameter.number("ROUNDS", 7);
    private final List<String> findings = new ArrayList<>();
    private final FakeEpm epm;
    private boolean passed = true;

    private BenchScale(FakeEpm epm) {
        this.epm = epm;
    }

    public static void main(String[] arguments) throws SQLException {
        try (Scratch scratch = Scratch.in(Parameter.directory());
                FakeEpm epm = FakeEpm.start()) {
            BenchScale bench = new BenchScale(epm);
            bench.compare(new SqliteStore(scratch.file("few.db")), new SqliteStore(scratch.file("many.db")));
            if (PostgresServer.isInstalled()) {
                try (PostgresServer server = PostgresServer.start()) {
                    bench.compare(PostgresStore.on(server), PostgresStore.on(server));
                }
            } else {
                bench.fail("PostgreSQL is not here");
            }
            System.exit(bench.report() ? 0 : 1);
        }
    }

    private void fail(String why) {
        passed = false;
        findings.add(why);
    }

    private boolean report() {
        System.out.printf(
                "%s bench-scale: %,d requests against %,d (at most %.1f times, a first look-up aside); %s%n",
                passed ? "PASS" : "FAIL", many, FEW, MOST_TIMES, String.join("; ", findings));
        return passed;
    }

    private void compare(Store few, Store lots) throws SQLException {
        try (few;
                lots) {
            new Population(epm, few, FEW).seed();
            long began = System.nanoTime();
            long bytes = new Population(epm, lots, many).seed();
            System.out.printf(
                    "%s: %,d requests in %,d s, %,d bytes each on disk%n",
                    lots.kind(), many, (System.nanoTime() - began) / 1_000_000_000, bytes);
            findings.add(String.format(Locale.ROOT, "%s %,d bytes each", lots.kind(), bytes));
            checkPlans(lots);
            race(few, lots);
        }
    }

    private void checkPlans(Store store) throws SQLException {
        StatementLog log = new StatementLog();
        try (Service service = new Service(epm, store.open(log))) {
            log.begin();
            service.lookUp(service.wholeLife().requestId());
        }
        int scans = 0;
        try (Connection connection = store.connect()) {
            Seed seed = new Seed(store, connection);
            for (StatementLog.Noted statement : log.statements()) {
                for (String scan : store.scans(connection, statement, seed.otherTables())) {
                    scans++;
                    System.out.println("  " + scan + " in: " + statement.sql());
                }
            }
        }
        System.out.printf(
                "  %d statements of a request's life, %d scans%n",
                log.statements().size(), scans);
        if (scans > 0) {
            fail(store.kind() + " scans");
        } else {
            findings.add("no plan of " + log.statements().size() + " scans");
        }
    }

    private void race(Store few, Store lots) throws SQLException {
        Map<Operation, List<Double>> ofFew = new EnumMap<>(Operation.class);
        Map<Operation, List<Double>> ofLots = new EnumMap<>(Operation.class);
        try (Service atFew = new Service(epm, few.open());
                Service atLots = new Service(epm, lots.open())) {
            Random random = new Random(1);
            for (int round = 0; round <= rounds; round++) {
                for (Operation operation : Operation.values()) {
                    Medians medians = Medians.of(operation.at(atFew, FEW, random), operation.at(atLots, many, random));
                    if (round > 0) {
                        ofFew.computeIfAbsent(operation, any -> new ArrayList<>())
                                .add(medians.first());
                        ofLots.computeIfAbsent(operation, any -> new ArrayList<>())
                                .add(medians.second());
                    }
                }
            }
        }
        ofFew.forEach((operation, micros) -> {
            double before = Figures.median(micros);
            double after = Figures.median(ofLots.getOrDefault(operation, List.of()));
            System.out.printf(
                    "  %-8s %,8.0f us at %,d, %,8.0f us at %,d: %.2f times%n",
                    operation, before, FEW, after, many, after / before);
            findings.add(String.format(Locale.ROOT, "%s %.2f times", operation, after / before));
            passed &= after <= before * operation.mostTimes();
        });
    }

    /** What is measured, each by itself and with its commit. */
    private enum Operation {
        ACCEPT {
            @Override
            Turns at(Service service, int requests, Random random) {
                List<Webhook> webhooks = Webhook.ofNewRequests(service.tenantId(), TIMES_EACH);
                return new Turns(i -> {}, i -> service.take(webhooks.get(i)));
            }
        },
        /** To find what is due, while nothing is. */
        CLAIM {
            @Override
            Turns at(Service service, int requests, Random random) {
                service.workOff();
                return new Turns(i -> {}, i -> service.workOff());
            }
        },
        /** From its claim to its outcome, at a tracker that answers at once. */
        WORK {
            @Override
            Turns at(Service service, int requests, Random random) {
                List<Webhook> webhooks = Webhook.ofNewRequests(service.tenantId(), TIMES_EACH);
                return new Turns(i -> service.take(webhooks.get(i)), i -> service.workOff());
            }
        },
        /** Of any request there is: most of a large ledger is on the disk, which has no limit but is told. */
        FIRST_LOOK_UP {
            @Override
            Turns at(Service service, int requests, Random random) {
                return new Turns(i -> {}, i -> service.lookUp(Seed.requestId(1 + random.nextInt(requests))));
            }

            @Override
            double mostTimes() {
                return Double.POSITIVE_INFINITY;
            }
        },
        /** Of a request that somebody has just looked at. */
        LOOK_UP {
            @Override
            Turns at(Service service, int requests, Random random) {
                List<String> ids = random.ints(TIMES_EACH, 1, requests + 1)
                        .mapToObj(Seed::requestId)
                        .toList();
                return new Turns(i -> service.lookUp(ids.get(i)), i -> service.lookUp(ids.get(i)));
            }
        };

        /** How many times as long it may take on the large ledger. */
        double mostTimes() {
            return MOST_TIMES;
        }

        abstract Turns at(Service service, int requests, Random random);

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * An operation on one of the two ledgers, time after time.
     *
     * @param before what is not measured
     */
    private record Turns(IntConsumer before, IntConsumer timed) {

        long nanos(int i) {
            before.accept(i);
            long began = System.nanoTime();
            timed.accept(i);
            return System.nanoTime() - began;
        }
    }

    /** In microseconds, of the two ledgers, which take turns with each single operation: so both meet the same machine. */
    private record Medians(double first, double second) {

        static Medians of(Turns first, Turns second) {
            long[] ofFirst = new long[TIMES_EACH];
            long[] ofSecond = new long[TIMES_EACH];
            for (int i = 0; i < TIMES_EACH; i++) {
                if (i % 2 == 0) {
                    ofFirst[i] = first.nanos(i);
                    ofSecond[i] = second.nanos(i);
                } else {
                    ofSecond[i] = second.nanos(i);
                    ofFirst[i] = first.nanos(i);
                }
            }
            return new Medians(Figures.percentile(ofFirst, 0.5) / 1e3, Figures.percentile(ofSecond, 0.5) / 1e3);
        }
    }
}
