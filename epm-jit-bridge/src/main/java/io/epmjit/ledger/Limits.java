package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;

/** When an effect has failed too often, or for too long, to go on. */
final class Limits {

    private final Ledger ledger;
    private final EngineSettings settings;

    Limits(Ledger ledger, EngineSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /** Whether its workers do not come back: counted when it is claimed, so that a crash counts. */
    boolean isPoison(Claim claim) {
        Effect effect = claim.effect();
        return effect.attempts() > settings.attempts() || effect.looks() > settings.attempts();
    }

    /**
     * The outcome, or the end. One whose outcome is unknown is looked for first, whatever the number of its attempts; what
     * its target has as a whole is no failure of the effect's own.
     */
    Outcome applyTo(Claim claim, Outcome outcome) {
        boolean isYetToBeLookedFor = outcome.next() == EffectState.UNKNOWN && !claim.looks();
        if (outcome.next().isFinished()
                || isYetToBeLookedFor
                || outcome.isDueAtOnce()
                || outcome.hold().isPresent()) {
            return outcome;
        }
        Effect effect = claim.effect();
        boolean tooOften = claim.looks()
                ? effect.looks() >= settings.attempts()
                : effect.attempts() >= settings.attempts() && !outcome.isWithoutTrace();
        return tooOften || isTooOld(effect)
                ? outcome.givenUp("given up after " + (effect.failures() + 1) + " failures; the last: "
                        + outcome.explanation().orElse("nothing was said"))
                : outcome;
    }

    private boolean isTooOld(Effect effect) {
        Instant oldest = ledger.clock().instant().minus(settings.age());
        return effect.failingSince()
                .filter(since -> since.isBefore(oldest))
                .filter(since -> since.plus(heldSince(since, effect.target())).isBefore(oldest))
                .isPresent();
    }

    /** For how much of that time its target has been held, and still is: a hold that is over has been deducted already. */
    private Duration heldSince(Instant since, String target) {
        Instant now = ledger.clock().instant();
        return ledger.read(session -> session.holds().of(target)).stream()
                .map(hold -> hold.since().isBefore(since) ? since : hold.since())
                .map(begin -> Duration.between(begin, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
