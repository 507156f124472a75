package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the ledger's effects: claims what is due, has it done by its {@link EffectHandler}, and writes down what
 * became of it. Every call to an outside system is made from here, after its intent is on disk.
 *
 * <p>Either {@link #start()} lets it work by itself, or {@link #runDue()} works off on the calling thread whatever is due
 * at that moment: with a clock of one's own, nothing in a test has to wait. Safe for use by several threads.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final InstantSource clock;
    private final EngineSettings settings;
    private final Map<String, EffectHandler> handlers;
    private final ClaimTerms terms;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore idle;
    private final ExecutorService workers;
    private final Thread dispatcher;
    private volatile boolean closing;

    private Engine(Builder builder) {
        this.ledger = builder.ledger;
        this.clock = builder.clock;
        this.settings = builder.settings;
        this.handlers = Map.copyOf(builder.handlers);
        this.terms = new ClaimTerms(settings.call(), settings.lease(), settings.attempts());
        this.idle = new Semaphore(settings.workers());
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(
                settings.workers(), task -> daemon(task, "epm-jit-worker-" + number.incrementAndGet()));
        this.dispatcher = daemon(this::dispatch, "epm-jit-engine");
    }

    public static Builder builder(Ledger ledger) {
        return new Builder(ledger);
    }

    /** Lets the engine work by itself from now on. */
    public void start() {
        dispatcher.start();
    }

    /** Says that something may have become due; cheap, and never waits. */
    public void wake() {
        news.release();
    }

    /**
     * Works off, on the calling thread, everything that is due by the engine's clock, and what becomes due through it.
     *
     * @return how many attempts and looks were made
     */
    public int runDue() {
        int made = 0;
        for (List<Claim> claims = claim(1); !claims.isEmpty(); claims = claim(1)) {
            claims.forEach(this::work);
            made += claims.size();
        }
        return made;
    }

    /** When the next effect is due; empty while there is nothing left to do. */
    public Optional<Instant> nextDue() {
        return ledger.read(LedgerSession::nextDue);
    }

    /** Waits for the calls under way, for as long as a call may take, and stops. What is planned stays planned. */
    @Override
    public void close() {
        closing = true;
        wake();
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
                if (taken < free) {
                    nap();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<Claim> claimOrNothing(int most) {
        try {
            Instant now = clock.instant();
            boolean due = nextDue().filter(next -> !next.isAfter(now)).isPresent();
            return due ? claim(most) : List.of();
        } catch (RuntimeException e) {
            log.warn("The ledger gives no work at the moment", e);
            return List.of();
        }
    }

    private int hand(List<Claim> claims) {
        for (Claim claim : claims) {
            workers.execute(() -> {
                try {
                    work(claim);
                } finally {
                    idle.release();
                    wake();
                }
            });
        }
        return claims.size();
    }

    /** Until there is news, or the next effect is due, or a moment has passed. */
    private void nap() throws InterruptedException {
        if (news.tryAcquire(LONGEST_NAP.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    private List<Claim> claim(int most) {
        return ledger.write(session -> session.claim(clock.instant(), most, terms));
    }

    private void work(Claim claim) {
        Effect effect = claim.effect();
        EffectHandler handler = handlers.get(handlerKey(effect.target(), effect.action()));
        try {
            if (handler == null) {
                finish(claim, null, Outcome.dead("nothing here can do " + effect.action() + " at " + effect.target()));
            } else if (effect.attempts() > settings.attempts()) {
                finish(claim, handler, Outcome.dead("no worker has come back from it"));
            } else {
                Attempt attempt = new Attempt(ledger, clock, claim, lookAt(claim, handler));
                finish(claim, handler, limited(effect, attempt.run(handler)));
            }
        } catch (RuntimeException e) {
            log.error(
                    "What became of {} for {} could not be written down; it will be looked for when its lease ends",
                    effect.key(),
                    claim.origin().key(),
                    e);
        }
    }

    private static Instant lookAt(Claim claim, EffectHandler handler) {
        return claim.deadline().plus(handler.consistencyDelay());
    }

    /** An effect that has failed too often, or for too long, is given up. */
    private Outcome limited(Effect effect, Outcome outcome) {
        if (outcome.next().isFinished()) {
            return outcome;
        }
        boolean tooOften = effect.attempts() >= settings.attempts() || effect.looks() >= settings.attempts();
        boolean tooOld = effect.plannedAt().plus(settings.age()).isBefore(clock.instant());
        if (!tooOften && !tooOld) {
            return outcome;
        }
        return outcome.givenUp("given up after " + effect.attempts() + " attempts and " + effect.looks()
                + " looks; the last said: " + outcome.explanation().orElse("nothing"));
    }

    private void finish(Claim claim, @Nullable EffectHandler handler, Outcome outcome) {
        Effect effect = claim.effect();
        Instant now = clock.instant();
        boolean held = ledger.write(session -> {
            boolean mine = session.finish(claim, outcome, dueAt(claim, handler, outcome, now), now);
            if (mine) {
                outcome.change().apply(session);
                if (outcome.next() == EffectState.DEAD && handler != null) {
                    handler.died(
                            session,
                            claim.origin(),
                            effect,
                            outcome.explanation().orElse(""));
                }
            }
            return mine;
        });
        if (!held) {
            log.warn(
                    "{} for {} took longer than its lease; somebody else has taken it over",
                    effect.key(),
                    claim.origin().key());
        } else if (outcome.next() == EffectState.DEAD) {
            log.warn(
                    "{} for {} at {} is given up: {}",
                    effect.key(),
                    claim.origin().key(),
                    effect.target(),
                    outcome.explanation().orElse(""));
        } else {
            log.debug("{} for {} at {}: {}", effect.key(), claim.origin().key(), effect.target(), outcome);
        }
    }

    private Instant dueAt(Claim claim, @Nullable EffectHandler handler, Outcome outcome, Instant now) {
        Effect effect = claim.effect();
        if (outcome.next() == EffectState.UNKNOWN && !claim.looks() && handler != null) {
            return lookAt(claim, handler);
        }
        int failures = claim.looks() ? effect.looks() : effect.attempts();
        return now.plus(outcome.pause().orElseGet(() -> Backoff.after(failures, settings)));
    }

    private static String handlerKey(String target, String action) {
        return action + "@" + target;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Collects an engine; not for use by several threads. */
    public static final class Builder {

        private final Ledger ledger;
        private final Map<String, EffectHandler> handlers = new HashMap<>();
        private InstantSource clock = InstantSource.system();
        private EngineSettings settings = EngineSettings.builder().build();

        private Builder(Ledger ledger) {
            this.ledger = Objects.requireNonNull(ledger, "ledger");
        }

        /** Who does this action at this target. */
        public Builder handler(String target, String action, EffectHandler handler) {
            if (handlers.putIfAbsent(handlerKey(target, action), handler) != null) {
                throw new IllegalArgumentException("there is a handler for " + action + " at " + target + " already");
            }
            return this;
        }

        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
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
