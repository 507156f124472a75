package io.epmjit.bridge;

import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.EngineObserver;
import io.epmjit.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What metrics read off a bridge. Knows nothing of Micrometer, which not everybody has. */
final class Instruments implements EngineObserver, AutoCloseable {

    private final Ledger ledger;
    private final Set<String> sources;
    private final Set<String> targets;
    private final WebhookTally webhooks;
    private final RecentFigures figures;
    private final List<EngineObserver> observers = new CopyOnWriteArrayList<>();

    Instruments(Ledger ledger, Set<String> sources, Set<String> targets, WebhookTally webhooks) {
        this.ledger = ledger;
        this.sources = Set.copyOf(sources);
        this.targets = Set.copyOf(targets);
        this.webhooks = webhooks;
        this.figures = new RecentFigures(ledger, targets);
    }

    /** The names of the sources of webhooks. */
    Set<String> sources() {
        return sources;
    }

    /** The outside systems at which something is changed or asked. */
    Set<String> targets() {
        return targets;
    }

    WebhookTally webhooks() {
        return webhooks;
    }

    /** What the ledger says; empty while it does not answer. */
    Optional<Figures> figures() {
        return figures.get();
    }

    Instant now() {
        return ledger.clock().instant();
    }

    void observe(EngineObserver observer) {
        observers.add(observer);
    }

    @Override
    public void ended(Effect effect, EffectState outcome, Duration took) {
        observers.forEach(observer -> observer.ended(effect, outcome, took));
    }

    @Override
    public void close() {
        figures.close();
    }
}
