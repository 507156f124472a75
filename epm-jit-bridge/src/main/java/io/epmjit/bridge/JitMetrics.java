package io.epmjit.bridge;

import io.epmjit.http.HttpAttempt;
import io.epmjit.http.HttpListener;
import io.epmjit.ledger.Backlog;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A bridge's metrics for Micrometer, by the names in the documentation. Needs {@code io.micrometer:micrometer-core} on the
 * class path, which nothing else here needs.
 *
 * <pre>{@code
 * JitMetrics.of(bridge).bindTo(registry);
 * }</pre>
 *
 * <p>Tags have few values: sources, connectors, tenants, ways in and outcomes. No request and no person is one of them,
 * unless {@link #withApprovers()} asks for it. What is waiting is asked of the ledger, at most once a second however many
 * meters are read; while the ledger does not answer, those meters are {@code NaN}. Safe for use by several threads.
 */
public final class JitMetrics implements MeterBinder {

    private static final String NONE = "none";

    private final JitBridge bridge;
    private final boolean approvers;

    private JitMetrics(JitBridge bridge, boolean approvers) {
        this.bridge = Objects.requireNonNull(bridge, "bridge");
        this.approvers = approvers;
    }

    /** The metrics of this bridge; bind them to a registry once. */
    public static JitMetrics of(JitBridge bridge) {
        return new JitMetrics(bridge, false);
    }

    /**
     * The same, with the approver as a tag of {@code epmjit.decisions}: one more series for everybody who ever decides, and
     * names of people in the monitoring system.
     */
    public JitMetrics withApprovers() {
        return new JitMetrics(bridge, true);
    }

    /**
     * Counts and times the calls of a client: {@code EpmClient.builder().listener(JitMetrics.calls(registry))}, and likewise
     * for a connector's. The meter is {@code epmjit.calls}.
     */
    public static HttpListener calls(MeterRegistry registry) {
        return attempt -> Timer.builder("epmjit.calls")
                .description("Exchanges on the wire")
                .tag("api", attempt.api())
                .tag("method", attempt.method())
                .tag("path", attempt.pathTemplate())
                .tag("outcome", outcomeOf(attempt))
                .register(registry)
                .record(attempt.took());
    }

    private static String outcomeOf(HttpAttempt attempt) {
        return attempt.status()
                .map(status -> status / 100 + "xx")
                .orElseGet(() -> attempt.failure()
                        .map(failure -> failure.getClass().getSimpleName())
                        .orElse(NONE));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Instruments instruments = bridge.instruments();
        bindWebhooks(registry, instruments);
        instruments.targets().forEach(target -> bindWork(registry, instruments, target));
        bindWaiting(registry, instruments);
        Gauge.builder("epmjit.health", bridge, JitMetrics::health)
                .description("0 if the bridge is up, 1 if degraded, 2 if down")
                .register(registry);
        FunctionCounter.builder("epmjit.listeners.missed", bridge, JitBridge::missedByListeners)
                .description("Changes that a listener was too slow for")
                .register(registry);
        instruments.observe((effect, outcome, took) -> attempted(registry, effect, outcome, took));
        bridge.listen(change -> changed(registry, change));
    }

    private static double health(JitBridge bridge) {
        return switch (bridge.health().status()) {
            case UP -> 0;
            case DEGRADED -> 1;
            case DOWN -> 2;
        };
    }

    private static void bindWebhooks(MeterRegistry registry, Instruments instruments) {
        for (String source : instruments.sources()) {
            for (WebhookTally.Result result : WebhookTally.Result.values()) {
                FunctionCounter.builder("epmjit.webhooks", instruments.webhooks(), tally -> tally.of(source, result))
                        .description("Webhooks by what became of them")
                        .tag("source", source)
                        .tag("outcome", result.outcome())
                        .tag("cause", result.cause())
                        .register(registry);
            }
        }
    }

    private static void bindWork(MeterRegistry registry, Instruments instruments, String target) {
        for (EffectState state : List.of(EffectState.PLANNED, EffectState.IN_FLIGHT, EffectState.UNKNOWN)) {
            gauge(instruments, "epmjit.effects.waiting", figures -> waiting(figures, target, state))
                    .description("Changes intended outside that are not done")
                    .tag("target", target)
                    .tag("state", lower(state))
                    .register(registry);
        }
        age(
                        instruments,
                        "epmjit.effects.oldest.age",
                        figures -> backlog(figures, target).flatMap(Backlog::oldest))
                .description("For how long the oldest intended change has not been done")
                .tag("target", target)
                .register(registry);
        gauge(instruments, "epmjit.effects.given.up", figures -> givenUp(figures, target))
                .description("Changes intended outside that have been given up, and wait for an operator")
                .tag("target", target)
                .register(registry);
    }

    private static void bindWaiting(MeterRegistry registry, Instruments instruments) {
        gauge(instruments, "epmjit.quarantine.waiting", Figures::quarantined)
                .description("Authentic webhooks that fit no declared template")
                .register(registry);
        gauge(instruments, "epmjit.requests.held", Figures::held)
                .description("Requests that no route takes")
                .register(registry);
        gauge(instruments, "epmjit.requests.undecided", Figures::undecided)
                .description("Requests that nobody has decided yet")
                .register(registry);
        age(instruments, "epmjit.requests.undecided.oldest.age", Figures::oldestUndecided)
                .description("For how long the oldest of them has waited")
                .register(registry);
    }

    private static Gauge.Builder<Instruments> gauge(
            Instruments instruments, String name, ToDoubleFunction<Figures> value) {
        return Gauge.builder(
                name,
                instruments,
                read -> read.figures().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static TimeGauge.Builder<Instruments> age(
            Instruments instruments, String name, Function<Figures, Optional<Instant>> since) {
        return TimeGauge.builder(
                name,
                instruments,
                TimeUnit.MILLISECONDS,
                read -> read.figures()
                        .map(figures -> since.apply(figures)
                                .map(when -> (double)
                                        Duration.between(when, read.now()).toMillis())
                                .orElse(0.0))
                        .orElse(Double.NaN));
    }

    private static int waiting(Figures figures, String target, EffectState state) {
        return backlog(figures, target)
                .map(backlog -> backlog.waiting().getOrDefault(state, 0))
                .orElse(0);
    }

    private static int givenUp(Figures figures, String target) {
        return figures.givenUp().stream()
                .filter(dead -> dead.target().equals(target))
                .mapToInt(Figures.GivenUp::count)
                .sum();
    }

    private static Optional<Backlog> backlog(Figures figures, String target) {
        return figures.backlogs().stream()
                .filter(backlog -> backlog.target().equals(target))
                .findFirst();
    }

    private static void attempted(MeterRegistry registry, Effect effect, EffectState outcome, Duration took) {
        Timer.builder("epmjit.attempts")
                .description("Attempts and looks of the engine")
                .tag("target", effect.target())
                .tag("action", effect.action())
                .tag("task", effect.state() == EffectState.UNKNOWN ? "look" : "perform")
                .tag("outcome", lower(outcome))
                .register(registry)
                .record(took);
    }

    private void changed(MeterRegistry registry, JitChange change) {
        registry.counter("epmjit.changes", "kind", change.getClass().getSimpleName())
                .increment();
        if (change instanceof JitChange.DecisionAccepted accepted) {
            decision(registry, "accepted", accepted.approved(), accepted.wayIn(), accepted.by());
        } else if (change instanceof JitChange.DecisionAcknowledged acknowledged) {
            decision(registry, "acknowledged", acknowledged.approved(), acknowledged.wayIn(), acknowledged.by());
        } else if (change instanceof JitChange.DecisionFailed failed) {
            decision(registry, lower(failed.state()), failed.approved(), failed.wayIn(), failed.by());
        } else if (change instanceof JitChange.DecisionRefused refused) {
            decision(registry, "not_taken", refused.approval(), refused.wayIn(), refused.by());
            registry.counter("epmjit.decisions.not.taken", "rule", lower(refused.rule()))
                    .increment();
        }
    }

    private void decision(MeterRegistry registry, String outcome, boolean approval, String wayIn, String by) {
        List<Tag> tags = new ArrayList<>(List.of(
                Tag.of("outcome", outcome),
                Tag.of("answer", approval ? "approve" : "deny"),
                Tag.of("way_in", wayIn.isBlank() ? NONE : wayIn)));
        if (approvers) {
            tags.add(Tag.of("approver", by.isBlank() ? NONE : by));
        }
        registry.counter("epmjit.decisions", Tags.of(tags)).increment();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
