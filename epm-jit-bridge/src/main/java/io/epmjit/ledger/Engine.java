package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int FAILURES_TO_MENTION = 5;
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final EngineSettings settings;
    private final Map<String, Map<String, EffectHandler>> handlers;
    private final TaskRunner tasks;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore idle;
    private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final ExecutorService workers;
    private final Thread dispatcher;
    private volatile boolean closing;

    private Engine(Builder builder) {
        this.ledger = builder.ledger;
        this.settings = builder.settings;
        this.handlers = Map.copyOf(builder.handlers);
        this.tasks = new TaskRunner(ledger, builder.tasks);
        this.idle = new Semaphore(settings.workers());
        handlers.keySet().forEach(target -> busy.put(target, new AtomicInteger()));
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(
                settings.workers(), task -> daemon(task, "epm-jit-worker-" + number.incrementAndGet()));
        this.dispatcher = daemon(this::dispatch, "epm-jit-engine");
        ledger.onPlanned(this::wake);
    }

    public static Builder builder(Ledger ledger) {
        return new Builder(ledger);
    }

    /**
     * Lets the engine work by itself from now on.
     *
     * @throws IllegalStateException if it has been started before
     */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the engine has been started already");
        }
        Set<String> unknown = new TreeSet<>(
                ledger.<Set<String>>read(session -> session.claims().waitingTargets()));
        unknown.removeAll(handlers.keySet());
        if (!unknown.isEmpty()) {
            log.warn("Work waits for {}, which nothing here is set up for; it stays planned", unknown);
        }
        dispatcher.start();
        tasks.start();
    }

    /** Says that something may have become due; cheap, and never waits. */
    public void wake() {
        news.release();
    }

    /**
     * Works off, on the calling thread, everything that is due by the ledger's clock, and what becomes due through it.
     *
     * @return how many attempts and looks were made
     */
    public int runDue() {
        int made = workOff();
        while (tasks.runDue() > 0) {
            made += workOff();
        }
        return made;
    }

    private int workOff() {
        int made = 0;
        for (List<Claim> claims = claim(1); !claims.isEmpty(); claims = claim(1)) {
            claims.forEach(this::work);
            made += claims.size();
        }
        return made;
    }

    /** Waits for the calls under way, for as long as a lease lasts, and stops. What is planned stays planned. */
    @Override
    public void close() {
        closing = true;
        tasks.close();
        dispatcher.interrupt();
        try {
            dispatcher.join();
            workers.shutdown();
            if (!workers.awaitTermination(settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Some calls did not end in time; what became of them will be looked for after a restart");
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch() {
        while (!closing) {
            try {
                idle.acquire();
                int free = 1 + idle.drainPermits();
                int taken = hand(claimOrNothing(free));
                idle.release(free - taken);
                if (taken == 0) {
                    nap();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<Claim> claimOrNothing(int most) {
        try {
            return claim(most);
        } catch (RuntimeException | Error e) {
            if (!closing) {
                log.warn("The ledger gives no work at the moment", e);
            }
            return List.of();
        }
    }

    private int hand(List<Claim> claims) {
        for (Claim claim : claims) {
            AtomicInteger atTarget = busyAt(claim.effect().target());
            atTarget.incrementAndGet();
            workers.execute(() -> {
                try {
                    work(claim);
                } finally {
                    atTarget.decrementAndGet();
                    idle.release();
                    wake();
                }
            });
        }
        return claims.size();
    }

    /** Until there is news, or a moment has passed: something may have become due by itself. */
    private void nap() throws InterruptedException {
        if (news.tryAcquire(LONGEST_NAP.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** What is due longest, of all targets together; but no target gets all workers, so that none starves the others. */
    private List<Claim> claim(int most) {
        int share = Math.max(1, settings.workers() - 2);
        return ledger.write(session -> {
            session.claims().releaseLapsed();
            List<Claim> claims = new ArrayList<>();
            for (String target : targetsByAge(session)) {
                int room = Math.min(share - busyAt(target).get(), most - claims.size());
                if (room > 0) {
                    claims.addAll(session.claims().take(target, room, settings.lease()));
                }
            }
            return claims;
        });
    }

    private List<String> targetsByAge(LedgerSession session) {
        Map<String, Instant> oldest = new HashMap<>();
        handlers.keySet()
                .forEach(target -> session.claims().oldestDue(target).ifPresent(due -> oldest.put(target, due)));
        return oldest.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private AtomicInteger busyAt(String target) {
        return busy.computeIfAbsent(target, unused -> new AtomicInteger());
    }

    private void work(Claim claim) {
        Effect effect = claim.effect();
        EffectHandler handler = handlers.getOrDefault(effect.target(), Map.of()).get(effect.action());
        try {
            if (handler == null) {
                finish(
                        claim,
                        NOBODY,
                        Outcome.dead("nothing here can do " + effect.action() + " at " + effect.target()));
            } else if (effect.attempts() > settings.attempts() || effect.looks() > settings.attempts()) {
                finish(claim, handler, Outcome.dead("no worker has come back from it"));
            } else {
                Instant deadline = ledger.clock().instant().plus(settings.call());
                Attempt attempt =
                        new Attempt(ledger, claim, deadline, settings.call().plus(handler.consistencyDelay()));
                finish(claim, handler, limited(claim, attempt.run(handler)));
            }
        } catch (RuntimeException e) {
            log.error(
                    "What became of {} for {} could not be written down; it will be looked for when its lease ends",
                    effect.key(),
                    claim.origin().key(),
                    e);
        }
    }

    /**
     * An effect that has failed too often, or for too long, is given up. One whose outcome is unknown is looked for first,
     * whatever the number of its attempts.
     */
    private Outcome limited(Claim claim, Outcome outcome) {
        if (outcome.next().isFinished() || (outcome.next() == EffectState.UNKNOWN && !claim.looks())) {
            return outcome;
        }
        Effect effect = claim.effect();
        boolean tooOften = claim.looks()
                ? effect.looks() >= settings.attempts()
                : effect.attempts() >= settings.attempts() && !outcome.isWithoutTrace();
        boolean tooOld =
                effect.plannedAt().plus(settings.age()).isBefore(ledger.clock().instant());
        if (outcome.isDueAtOnce() || (!tooOften && !tooOld)) {
            return outcome;
        }
        return outcome.givenUp("given up after " + (effect.failures() + 1) + " failures; the last: "
                + outcome.explanation().orElse("nothing was said"));
    }

    private void finish(Claim claim, EffectHandler handler, Outcome outcome) {
        boolean held;
        try {
            held = write(claim, handler, outcome);
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            if (outcome.next() != EffectState.DEAD) {
                throw e;
            }
            log.error(
                    "What has to follow the end of {} could not be written down",
                    claim.effect().key(),
                    e);
            held = write(claim, NOBODY, outcome.givenUp(outcome.explanation().orElse("")));
        }
        tell(claim, outcome, held);
    }

    private boolean write(Claim claim, EffectHandler handler, Outcome outcome) {
        Duration pause = pause(claim, outcome);
        return ledger.write(session -> {
            boolean mine = session.claims().finish(claim, outcome, pause);
            if (mine) {
                outcome.change().apply(session);
                if (outcome.next() == EffectState.DEAD) {
                    handler.died(
                            session,
                            claim.origin(),
                            claim.effect(),
                            outcome.explanation().orElse(""));
                }
            }
            return mine;
        });
    }

    private static void tell(Claim claim, Outcome outcome, boolean held) {
        Effect effect = claim.effect();
        if (!held) {
            log.warn(
                    "{} for {} took longer than its lease; somebody else has taken it over",
                    effect.key(),
                    claim.origin().key());
        } else if (outcome.next() == EffectState.DEAD) {
            log.warn(
                    "{} for {} at {} has ended: {}",
                    effect.key(),
                    claim.origin().key(),
                    effect.target(),
                    outcome);
        } else if (effect.failures() + 1 == FAILURES_TO_MENTION
                && !outcome.next().isFinished()) {
            log.warn(
                    "{} for {} at {} has failed {} times and goes on: {}",
                    effect.key(),
                    claim.origin().key(),
                    effect.target(),
                    FAILURES_TO_MENTION,
                    outcome);
        } else {
            log.debug("{} for {} at {}: {}", effect.key(), claim.origin().key(), effect.target(), outcome);
        }
    }

    private Duration pause(Claim claim, Outcome outcome) {
        if (outcome.isDueAtOnce()) {
            return Duration.ZERO;
        }
        Duration pause = Backoff.after(claim.effect().failures(), settings);
        return outcome.atLeast().compareTo(pause) > 0 ? outcome.atLeast() : pause;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Stands in where there is no handler, or no more use for one. */
    private static final EffectHandler NOBODY = new EffectHandler() {
        @Override
        public Outcome perform(EffectCall call) {
            throw new IllegalStateException("nobody does this");
        }

        @Override
        public Outcome look(EffectCall call) {
            throw new IllegalStateException("nobody looks for this");
        }

        @Override
        public Duration consistencyDelay() {
            return Duration.ZERO;
        }
    };

    /** Collects an engine; not for use by several threads. */
    public static final class Builder {

        private final Ledger ledger;
        private final Map<String, Map<String, EffectHandler>> handlers = new HashMap<>();
        private final List<RecurringTask> tasks = new ArrayList<>();
        private EngineSettings settings = EngineSettings.builder().build();

        private Builder(Ledger ledger) {
            this.ledger = Objects.requireNonNull(ledger, "ledger");
        }

        /** Who does this action at this target. */
        public Builder handler(String target, String action, EffectHandler handler) {
            Map<String, EffectHandler> actions = handlers.computeIfAbsent(target, unused -> new HashMap<>());
            if (actions.putIfAbsent(action, handler) != null) {
                throw new IllegalArgumentException("there is a handler for " + action + " at " + target + " already");
            }
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

        public Engine build() {
            return new Engine(this);
        }
    }
}
