package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an effect in one attempt or one look, and what is to be written with it in the same commit. Immutable.
 *
 * <p>Explanations are for operators. They may quote what another system said, so control characters are taken out, and
 * they are cut at {@value #LONGEST_EXPLANATION} characters.
 */
public final class Outcome {

    private static final int LONGEST_EXPLANATION = 500;
    private static final Change NOTHING = session -> {};

    /** When an effect that is planned again is due. */
    private enum Due {
        AFTER_A_PAUSE,
        AT_ONCE
    }

    private final EffectState next;
    private final @Nullable String explanation;
    private final @Nullable TicketRef ref;
    private final Duration atLeast;
    private final Due due;
    private final boolean withoutTrace;
    private final Change change;

    private Outcome(
            EffectState next,
            @Nullable String explanation,
            @Nullable TicketRef ref,
            Duration atLeast,
            Due due,
            boolean withoutTrace,
            Change change) {
        this.next = next;
        this.explanation = explanation;
        this.ref = ref;
        this.atLeast = atLeast;
        this.due = due;
        this.withoutTrace = withoutTrace;
        this.change = change;
    }

    private static Outcome of(EffectState next, @Nullable String why, Duration atLeast, Due due, boolean withoutTrace) {
        return new Outcome(next, why == null ? null : printable(why), null, atLeast, due, withoutTrace, NOTHING);
    }

    static String printable(String why) {
        String clean = why.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return clean.length() <= LONGEST_EXPLANATION ? clean : clean.substring(0, LONGEST_EXPLANATION) + " …";
    }

    /** It is so in the outside system. */
    public static Outcome done() {
        return of(EffectState.DONE, null, Duration.ZERO, Due.AFTER_A_PAUSE, false);
    }

    /** It is so in the outside system, and this is what it left there. */
    public static Outcome done(TicketRef ref) {
        return new Outcome(
                EffectState.DONE,
                null,
                Objects.requireNonNull(ref, "ref"),
                Duration.ZERO,
                Due.AFTER_A_PAUSE,
                false,
                NOTHING);
    }

    /** Certainly nothing has happened outside; to be tried again after a pause that the engine chooses. */
    public static Outcome again(String why) {
        return again(why, Duration.ZERO);
    }

    /** Certainly nothing has happened outside; to be tried again after the engine's pause, and not before this one is over. */
    public static Outcome again(String why, Duration atLeast) {
        return of(EffectState.PLANNED, why, atLeast, Due.AFTER_A_PAUSE, true);
    }

    /** A look has shown that nothing has happened outside: to be done at once. */
    public static Outcome absent() {
        return of(EffectState.PLANNED, "looked: it is not there", Duration.ZERO, Due.AT_ONCE, true);
    }

    /** It may have happened, or a look could not tell: to be looked for later. */
    public static Outcome unknown(String why) {
        return of(EffectState.UNKNOWN, why, Duration.ZERO, Due.AFTER_A_PAUSE, false);
    }

    /** It will not happen, and somebody should read why. */
    public static Outcome dead(String why) {
        return of(EffectState.DEAD, why, Duration.ZERO, Due.AFTER_A_PAUSE, false);
    }

    /** What a failed call means, by its {@link io.epmjit.model.Retryability}. */
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
        return new Outcome(next, explanation, ref, atLeast, due, withoutTrace, session -> {
            before.apply(session);
            more.apply(session);
        });
    }

    /** The same failure, for the last time. */
    Outcome givenUp(String why) {
        return of(EffectState.DEAD, why, Duration.ZERO, Due.AFTER_A_PAUSE, withoutTrace);
    }

    /** Whether it is certain that this attempt changed nothing outside. */
    boolean isWithoutTrace() {
        return withoutTrace;
    }

    boolean isDueAtOnce() {
        return due == Due.AT_ONCE;
    }

    /** The shortest pause, where the other side asked for one. */
    Duration atLeast() {
        return atLeast;
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

    Change change() {
        return change;
    }

    @Override
    public String toString() {
        return explanation == null ? next.toString() : next + ": " + explanation;
    }
}
