package io.epmjit.bridge;

import io.epmjit.bridge.Health.Finding;
import io.epmjit.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts together what the parts of the bridge have to say of their health. */
final class HealthMonitor implements AutoCloseable {

    private final Ledger ledger;
    private final Set<String> targets;
    private final List<HealthCheck> checks;
    private final Probe<List<Finding>> probe;
    private volatile boolean stopped;

    /** @param targets where work may wait */
    HealthMonitor(Ledger ledger, Set<String> targets, List<HealthCheck> checks) {
        this.ledger = ledger;
        this.targets = Set.copyOf(targets);
        this.checks = List.copyOf(checks);
        this.probe = new Probe<>(this::check);
    }

    private List<Finding> check() {
        Figures figures = ledger.read(session -> Figures.read(session, targets));
        Instant now = ledger.clock().instant();
        return checks.stream()
                .flatMap(check -> check.findings(figures, now).stream())
                .toList();
    }

    void stopped() {
        stopped = true;
    }

    Health health() {
        List<Finding> findings = new ArrayList<>();
        if (stopped) {
            findings.add(Finding.failure(
                    "bridge", "it has been stopped: webhooks are answered 503", "Make and start another one"));
        }
        Probe.Answer<List<Finding>> answer = probe.ask();
        answer.value()
                .ifPresentOrElse(
                        findings::addAll,
                        () -> findings.add(Finding.failure(
                                "ledger",
                                answer.problem(),
                                "Is its database there, and its disk? What EPM was answered 202 for is not lost")));
        return new Health(ledger.clock().instant(), findings);
    }

    @Override
    public void close() {
        probe.close();
    }
}
