package io.epmjit.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the ledger's effects: claims what is due, has it done by its {@link EffectHandler}, and writes down what
 * became of it. Every call to an outside system is made from here, after its intent is on disk. Effects for targets that
 * this engine does not know stay planned.
 *
 * <p>Either {@link #start()} lets it work by itself, or {@link #runDue()} works off on the calling thread whatever is due
 * at that moment: with a clock of one's own, nothing in a test has to wait. Safe for use by several threads.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final Ledger ledger;
    private final HandlerBook handlers;
    private final TaskRunner tasks;
    private final Dispatcher dispatcher;
    private final DeadLetters deadLetters;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<@Nullable Instant> pausedSince = new AtomicReference<>();

    private Engine(Builder builder) {
        this.ledger = builder.ledger;
        this.handlers = builder.handlers;
        Outage outage = new Outage();
        this.tasks = new TaskRunner(ledger, builder.tasks, outage);
        this.dispatcher = new Dispatcher(
                ledger,
                builder.settings,
                handlers,
                new Worker(ledger, builder.settings, builder.handlers, builder.observer, outage),
                outage);
        this.deadLetters = new DeadLetters(ledger, handlers);
        ledger.onPlanned(this::wake);
    }

    public static Builder builder(Ledger ledger) {
        return new Builder(ledger);
    }

    /** {@link #start(StartMode)} with a ledger that is as it was left. */
    public void start() {
        start(StartMode.NORMAL);
    }

    /**
     * Lets the engine work by itself from now on.
     *
     * @throws IllegalStateException if it has been started before
     */
    public void start(StartMode mode) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the engine has been started already");
        }
        if (mode == StartMode.AFTER_RESTORE) {
            restored();
        }
        Set<String> unknown = new TreeSet<>(
                ledger.<Set<String>>read(session -> session.claims().waitingTargets()));
        unknown.removeAll(handlers.targets());
        if (!unknown.isEmpty()) {
            log.warn("Work waits for {}, which nothing here is set up for; it stays planned", unknown);
        }
        dispatcher.start();
        tasks.start();
    }

    /**
     * Says that the ledger is a copy from earlier, for those who do not {@link #start(StartMode)} but {@link #runDue()}.
     */
    public void restored() {
        ledger.write(session -> {
            session.restore().declare();
            return true;
        });
    }

    /**
     * Begins nothing more on this node: calls that are under way end, what is due waits. Other nodes go on. Pausing what is
     * paused changes nothing.
     */
    public void pause() {
        pausedSince.compareAndSet(null, ledger.clock().instant());
        dispatcher.pause(true);
        tasks.pause(true);
    }

    /** Since when this node is paused, if it is. */
    public Optional<Instant> pausedSince() {
        return Optional.ofNullable(pausedSince.get());
    }

    /** Ends a {@link #pause()}. */
    public void resume() {
        pausedSince.set(null);
        tasks.pause(false);
        dispatcher.pause(false);
    }

    /** Says that something may have become due; cheap, and never waits. */
    public void wake() {
        dispatcher.wake();
    }

    /**
     * Works off, on the calling thread, everything that is due by the ledger's clock, and what becomes due through it;
     * nothing while it is paused.
     *
     * @return how many attempts and looks were made
     */
    public int runDue() {
        int made = dispatcher.runDue();
        while (tasks.runDue() > 0) {
            made += dispatcher.runDue();
        }
        return made;
    }

    /** What has been given up. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** How each recurring task went last, on any node; of those that have ever begun. */
    public List<TaskReport> taskReports() {
        return tasks.reports();
    }

    /** Waits for the calls under way, for as long as a lease lasts, and stops. What is planned stays planned. */
    @Override
    public void close() {
        tasks.close();
        dispatcher.close();
    }

    /** Collects an engine; not for use by several threads. */
    public static final class Builder {

        private final Ledger ledger;
        private final HandlerBook handlers = new HandlerBook();
        private final List<RecurringTask> tasks = new ArrayList<>();
        private EngineSettings settings = EngineSettings.builder().build();
        private EngineObserver observer = (effect, outcome, took) -> {};

        private Builder(Ledger ledger) {
            this.ledger = Objects.requireNonNull(ledger, "ledger");
        }

        /** Who does this action at this target. */
        public Builder handler(String target, String action, EffectHandler handler) {
            handlers.add(target, action, handler);
            return this;
        }

        /** Everything that this source has done, by its own handlers, and its recurring tasks. */
        public Builder source(Source source) {
            source.register(this::handler);
            tasks.addAll(source.tasks());
            return this;
        }

        public Builder settings(EngineSettings values) {
            this.settings = Objects.requireNonNull(values, "values");
            return this;
        }

        /** Is told of every attempt and every look. */
        public Builder observer(EngineObserver told) {
            this.observer = Objects.requireNonNull(told, "told");
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
