package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what was claimed done by its handler, and writes down what became of it. Used by all of the engine's threads. */
final class Worker {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final int FAILURES_TO_MENTION = 5;
    private static final int LATE_LOOK_FACTOR = 10;

    private final Ledger ledger;
    private final EngineSettings settings;
    private final HandlerBook handlers;
    private final Limits limits;
    private final EngineObserver observer;
    private final Outage outage;

    Worker(Ledger ledger, EngineSettings settings, HandlerBook handlers, EngineObserver observer, Outage outage) {
        this.ledger = ledger;
        this.settings = settings;
        this.handlers = handlers;
        this.observer = observer;
        this.outage = outage;
        this.limits = new Limits(ledger, settings);
    }

    void work(Claim claim) {
        Effect effect = claim.effect();
        Optional<EffectHandler> handler = handlers.handlerOf(effect);
        try {
            if (claim.task() == Claim.Task.LOOK_AGAIN) {
                lookAgain(claim, handler.orElse(HandlerBook.NOBODY));
            } else if (handler.isEmpty()) {
                settle(claim, HandlerBook.NOBODY, nobodyFor(effect), false);
            } else if (limits.isPoison(claim)) {
                settle(claim, handler.get(), Outcome.dead("no worker has come back from it"), false);
            } else {
                Attempt attempt = attempt(claim, handler.get());
                long begun = System.nanoTime();
                Outcome outcome = limits.applyTo(claim, attempt.run(handler.get()));
                observe(effect, outcome, begun);
                settle(claim, handler.get(), outcome, attempt.hasDeparted());
            }
        } catch (LedgerException e) {
            outage.met(e);
            log.error(
                    "What became of {} for {} could not be written down, since the ledger cannot be reached; it will be"
                            + " looked for when its lease ends",
                    effect.key(),
                    claim.origin().key());
        } catch (RuntimeException e) {
            log.error(
                    "What became of {} for {} could not be written down; it will be looked for when its lease ends",
                    effect.key(),
                    claim.origin().key(),
                    e);
        }
    }

    private void observe(Effect effect, Outcome outcome, long begun) {
        try {
            observer.ended(effect, outcome.next(), Duration.ofNanos(System.nanoTime() - begun));
        } catch (RuntimeException e) {
            log.warn("An observer of the engine failed", e);
        }
    }

    private static Outcome nobodyFor(Effect effect) {
        return Outcome.dead("nothing here can do " + effect.action() + " at " + effect.target());
    }

    private Attempt attempt(Claim claim, EffectHandler handler) {
        Instant deadline = ledger.clock().instant().plus(settings.call());
        return new Attempt(ledger, claim, deadline, settings.call().plus(handler.consistencyDelay()));
    }

    private void settle(Claim claim, EffectHandler handler, Outcome outcome, boolean departed) {
        boolean held;
        try {
            held = write(claim, handler, outcome, departed);
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
            held = write(
                    claim,
                    HandlerBook.NOBODY,
                    outcome.givenUp(outcome.explanation().orElse("")),
                    departed);
        }
        tell(claim, outcome, held);
        hold(claim, outcome);
    }

    private boolean write(Claim claim, EffectHandler handler, Outcome outcome, boolean departed) {
        Duration pause = pause(claim, outcome);
        Optional<Duration> lateLook = lateLook(handler);
        return ledger.write(session -> {
            boolean mine = session.claims().finish(claim, outcome, pause, lateLook);
            if (mine) {
                outcome.change().apply(session);
                if (outcome.next() == EffectState.DEAD) {
                    handler.died(
                            session,
                            claim.origin(),
                            claim.effect(),
                            outcome.explanation().orElse(""));
                }
            } else if (departed) {
                session.claims().doubt(claim.effect(), lateLook);
                handler.overtaken(session, claim.origin(), claim.effect(), outcome);
            }
            return mine;
        });
    }

    /**
     * What the answer says of the target as a whole: that it is to be left alone, or that it works again. In a transaction
     * of its own, since it touches other effects: two that hold one each would wait for each other.
     */
    private void hold(Claim claim, Outcome outcome) {
        String target = claim.effect().target();
        if (claim.probes() && outcome.settles()) {
            boolean lifted = ledger.write(session -> session.holds().probed(target));
            if (lifted) {
                log.info("{} takes calls again; its work goes on", target);
            }
        }
        outcome.hold().ifPresent(held -> {
            String why = outcome.explanation().orElse("");
            SortedSet<String> targets = new TreeSet<>(held.others());
            targets.add(target);
            ledger.<Boolean>write(session -> {
                targets.forEach(
                        one -> session.holds().hold(one, held.reason(), target, why, outcome.atLeast(), settings));
                return true;
            });
            if (held.reason() == HoldReason.REFUSED) {
                log.warn("{} does not let us in; its work waits: {}", target, why);
            }
        });
    }

    private Duration pause(Claim claim, Outcome outcome) {
        if (outcome.isDueAtOnce()) {
            return Duration.ZERO;
        }
        Duration pause = outcome.isFailure() ? Backoff.after(claim.effect().failures(), settings) : Duration.ZERO;
        return longer(outcome.atLeast(), pause);
    }

    /** Much later than a search may lag behind: whatever turns up after that, nobody would find by waiting. */
    private Optional<Duration> lateLook(EffectHandler handler) {
        if (!handler.looksAgain()) {
            return Optional.empty();
        }
        return Optional.of(longer(handler.consistencyDelay().multipliedBy(LATE_LOOK_FACTOR), settings.lateLook()));
    }

    private void lookAgain(Claim claim, EffectHandler handler) {
        Effect effect = claim.effect();
        Outcome outcome = effect.looks() > settings.attempts()
                ? Outcome.dead("nobody could tell, however often it was looked for")
                : attempt(claim, handler).run(handler);
        boolean givenUp = outcome.next() != EffectState.DONE && effect.looks() >= settings.attempts();
        Optional<Duration> again = outcome.next() == EffectState.DONE || givenUp
                ? Optional.empty()
                : Optional.of(longer(Backoff.after(effect.looks(), settings), outcome.atLeast()));
        ledger.<Boolean>write(session -> {
            boolean mine = session.claims().finishLateLook(claim, again);
            if (mine) {
                outcome.change().apply(session);
            }
            return mine;
        });
        hold(claim, outcome);
        if (givenUp) {
            log.warn(
                    "Whether {} for {} was done twice at {} could not be found out: {}",
                    effect.key(),
                    claim.origin().key(),
                    effect.target(),
                    outcome);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
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
}
