package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.List;
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
    private final @Nullable TargetsHeld hold;

    /** Which targets are left alone, beside the effect's own, and why. */
    record TargetsHeld(HoldReason reason, List<String> others) {}

    private Outcome(
            EffectState next,
            @Nullable String explanation,
            @Nullable TicketRef ref,
            Duration atLeast,
            Due due,
            boolean withoutTrace,
            Change change,
            @Nullable TargetsHeld hold) {
        this.next = next;
        this.explanation = explanation;
        this.ref = ref;
        this.atLeast = atLeast;
        this.due = due;
        this.withoutTrace = withoutTrace;
        this.change = change;
        this.hold = hold;
    }

    private static Outcome of(EffectState next, @Nullable String why, Duration atLeast, Due due, boolean withoutTrace) {
        return new Outcome(next, why == null ? null : printable(why), null, atLeast, due, withoutTrace, NOTHING, null);
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
                NOTHING,
                null);
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
        return new Outcome(
                next,
                explanation,
                ref,
                atLeast,
                due,
                withoutTrace,
                session -> {
                    before.apply(session);
                    more.apply(session);
                },
                hold);
    }

    /**
     * The same outcome, and the target asks for patience as a whole: nothing more is sent to it, nor to those others,
     * for at least this long. What has met that is not counted against the effect.
     */
    public Outcome throttled(Duration patience, String... otherTargets) {
        return held(patience, new TargetsHeld(HoldReason.THROTTLED, List.of(otherTargets)));
    }

    /**
     * The same outcome, and the target does not let this account in at all: nothing more is sent to it, nor to those
     * others, but a single call from time to time that finds out whether that has been put right.
     */
    public Outcome refused(String... otherTargets) {
        return held(atLeast, new TargetsHeld(HoldReason.REFUSED, List.of(otherTargets)));
    }

    private Outcome held(Duration patience, TargetsHeld targets) {
        return new Outcome(next, explanation, ref, patience, due, withoutTrace, change, targets);
    }

    /** The same failure, for the last time. */
    Outcome givenUp(String why) {
        return of(EffectState.DEAD, why, Duration.ZERO, Due.AFTER_A_PAUSE, withoutTrace);
    }

    /** Whether it is certain that this attempt changed nothing outside. */
    boolean isWithoutTrace() {
        return withoutTrace;
    }

    Optional<TargetsHeld> hold() {
        return Optional.ofNullable(hold);
    }

    /** Whether the effect itself has failed; throttling of its target is no failure of its own. */
    boolean isFailure() {
        boolean throttled = hold != null && hold.reason() == HoldReason.THROTTLED;
        return next != EffectState.DONE && !throttled;
    }

    /** Whether the target has answered in a way that settles something. */
    boolean settles() {
        return hold == null && (next.isFinished() || isDueAtOnce());
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
