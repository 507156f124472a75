package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an effect in one attempt or one look, and what is to be written with it in the same commit. Immutable.
 */
public final class Outcome {

    private static final Change NOTHING = session -> {};

    private final EffectState next;
    private final @Nullable String explanation;
    private final @Nullable TicketRef ref;
    private final @Nullable Duration pause;
    private final boolean withoutTrace;
    private final Change change;

    private Outcome(
            EffectState next,
            @Nullable String explanation,
            @Nullable TicketRef ref,
            @Nullable Duration pause,
            boolean withoutTrace,
            Change change) {
        this.next = next;
        this.explanation = explanation;
        this.ref = ref;
        this.pause = pause;
        this.withoutTrace = withoutTrace;
        this.change = change;
    }

    /** It is so in the outside system. */
    public static Outcome done() {
        return new Outcome(EffectState.DONE, null, null, null, false, NOTHING);
    }

    /** It is so in the outside system, and this is what it left there. */
    public static Outcome done(TicketRef ref) {
        return new Outcome(EffectState.DONE, null, Objects.requireNonNull(ref, "ref"), null, false, NOTHING);
    }

    /** Nothing has happened outside; to be tried again after a pause that the engine chooses. */
    public static Outcome again(String why) {
        return new Outcome(EffectState.PLANNED, why, null, null, true, NOTHING);
    }

    /** Nothing has happened outside; to be tried again, not before this pause is over. */
    public static Outcome again(String why, Duration pause) {
        return new Outcome(EffectState.PLANNED, why, null, pause, true, NOTHING);
    }

    /** A look has shown that nothing has happened outside: to be done now. */
    public static Outcome absent() {
        return again("looked: it is not there", Duration.ZERO);
    }

    /** It may have happened, or a look could not tell: to be looked for later. */
    public static Outcome unknown(String why) {
        return new Outcome(EffectState.UNKNOWN, why, null, null, false, NOTHING);
    }

    /** It will not happen, and somebody should read why. */
    public static Outcome dead(String why) {
        return new Outcome(EffectState.DEAD, why, null, null, false, NOTHING);
    }

    /** What a failed call means, by its {@link Retryability}. */
    public static Outcome failed(EpmJitException failure) {
        return switch (failure.retryability()) {
            case SAFE -> again(String.valueOf(failure.getMessage()));
            case NEVER -> dead(String.valueOf(failure.getMessage()));
            case OUTCOME_UNKNOWN -> unknown(String.valueOf(failure.getMessage()));
        };
    }

    /** The same outcome, with something to write in the same commit. Not written if the claim has been lost. */
    public Outcome also(Change more) {
        Change before = change;
        return new Outcome(next, explanation, ref, pause, withoutTrace, session -> {
            before.apply(session);
            more.apply(session);
        });
    }

    /** The same failure, for the last time. */
    Outcome givenUp(String why) {
        return new Outcome(EffectState.DEAD, why, null, null, withoutTrace, change);
    }

    /** Whether it is certain that this attempt changed nothing outside. */
    boolean isWithoutTrace() {
        return withoutTrace;
    }

    /** The state that the effect gets. */
    public EffectState next() {
        return next;
    }

    /** Why, where that needs saying. */
    public Optional<String> explanation() {
        return Optional.ofNullable(explanation);
    }

    Optional<TicketRef> ref() {
        return Optional.ofNullable(ref);
    }

    Optional<Duration> pause() {
        return Optional.ofNullable(pause);
    }

    Change change() {
        return change;
    }

    @Override
    public String toString() {
        return explanation == null ? next.toString() : next + ": " + explanation;
    }
}
