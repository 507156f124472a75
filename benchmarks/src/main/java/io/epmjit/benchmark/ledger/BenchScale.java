package io.epmjit.benchmark.ledger;

import io.epmjit.testkit.epm.FakeEpm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.EnumMap;
import java.util.Random;

/** How the ledger's work grows with what it holds. */
public final class BenchScale {

    private static final int SMALL = 1_000;

    private BenchScale() {}

    enum Operation { ACCEPT, CLAIM, WORK, LOOK_UP }

    public static void main(String[] arguments) throws SQLException {
        int rows = Parameter.number("ROWS", 1_000_000);
        try (Scratch scratch = Scratch.in(Parameter.directory()); FakeEpm epm = FakeEpm.start()) {
            SqliteStore small = new SqliteStore(scratch.file("small.db"));
            SqliteStore big = new SqliteStore(scratch.file("big.db"));
            System.out.println(new Population(epm, small, SMALL).seed());
            long t = System.nanoTime();
            System.out.println(new Population(epm, big, rows).seed()+" bytes each; s "+(System.nanoTime()-t)/1e9);
            StatementLog log = new StatementLog();
            try (Service s = new Service(epm, big.open(log))) { s.wholeLife(); }
            try (var c = big.connect()) {
                for (var n : log.statements()) { System.out.println(big.scans(c, n) + " " + n.sql()); }
            }
            try (Service a = new Service(epm, small.open()); Service b = new Service(epm, big.open())) {
                for (int round = 0; round < 8; round++) {
                    System.out.println("small " + measure(a, SMALL) + "  big " + measure(b, rows));
                }
            }
        }
    }

    static Map<Operation, Long> measure(Service s, int rows) {
        int n = 200;
        Map<Operation, Long> result = new EnumMap<>(Operation.class);
        List<Webhook> hooks = Webhook.ofNewRequests(s.tenantId(), n);
        long[] t = new long[n];
        for (int i = 0; i < n; i++) { long x = System.nanoTime(); s.take(hooks.get(i)); t[i] = System.nanoTime() - x; }
        result.put(Operation.ACCEPT, Figures.percentile(t, 0.5) / 1000);
        long x = System.nanoTime(); int calls = s.workOff(); result.put(Operation.WORK, (System.nanoTime() - x) / calls / 1000);
        for (int i = 0; i < n; i++) { x = System.nanoTime(); s.workOff(); t[i] = System.nanoTime() - x; }
        result.put(Operation.CLAIM, Figures.percentile(t, 0.5) / 1000);
        Random r = new Random(1);
        for (int i = 0; i < n; i++) { String id = Seed.requestId(1 + r.nextInt(rows)); x = System.nanoTime(); s.lookUp(id); t[i] = System.nanoTime() - x; }
        result.put(Operation.LOOK_UP, Figures.percentile(t, 0.5) / 1000);
        return result;
    }
}
