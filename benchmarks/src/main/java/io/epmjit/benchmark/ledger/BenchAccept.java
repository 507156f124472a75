package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.parse.SampleBody;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Taking webhooks in: against the same rows written plainly, by what a sync proves, and by the time that EPM waits. */
public final class BenchAccept {

    private BenchAccept() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Parameter.directory();
        int rounds = Parameter.number("ROUNDS", 5);
        List<Webhook> webhooks = Webhook.ofNewRequests(SampleBody.TENANT_ID, Parameter.number("REQUESTS", 20_000));
        double syncMicros;
        try (Scratch scratch = Scratch.in(directory)) {
            syncMicros = SyncCost.medianNanos(scratch) / 1e3;
        }
        System.out.printf("One sync costs %.0f us%n", syncMicros);
        HandleArm handle = new HandleArm(webhooks);
        LedgerRows rows;
        try (Scratch scratch = Scratch.in(directory)) {
            handle.run(scratch);
            rows = LedgerRows.read(HandleArm.file(scratch));
        }
        System.out.println(rows.counts());
        List<Arm> arms = List.of(handle, new PlainArm(rows, 1), new PlainArm(rows, 256));
        Map<String, List<Double>> results = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            List<Arm> order = new ArrayList<>(arms);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Arm arm : order) {
                try (Scratch scratch = Scratch.in(directory)) {
                    System.gc();
                    double rate = arm.run(scratch);
                    System.out.printf("  %d %s %,.0f%n", round, arm.name(), rate);
                    if (round > 0) {
                        results.computeIfAbsent(arm.name(), name -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
        }
        results.forEach((name, rates) -> System.out.printf("%s %,.0f%n", name, Figures.median(rates)));
    }
}
