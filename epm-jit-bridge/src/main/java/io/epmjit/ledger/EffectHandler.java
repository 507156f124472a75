package io.epmjit.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * How one action is done at one target: one of the engine's two extension points, beside the {@link Source}. A connector to
 * another kind of system brings its own handlers. Thread-safe; may block until {@link EffectCall#deadline()}.
 *
 * <p>What is asked may throw: an {@link io.epmjit.model.EpmJitException} counts as its retryability says, anything else as
 * an unknown outcome if the call had departed, and as a failure that may be repeated otherwise. What is told runs inside a
 * transaction, must not block, and must not throw.
 */
public interface EffectHandler {

    /** Makes the call, once, through {@link EffectCall#send}. */
    Outcome perform(EffectCall call);

    /**
     * Finds out what became of an attempt whose outcome is unknown, by looking only. Answers {@link Outcome#absent()}
     * only if it is certain; not to be allowed to see it is no certainty.
     */
    Outcome look(EffectCall call);

    /** For how long after a call looking may not show its effect. */
    Duration consistencyDelay();

    /**
     * Whether an effect that was done after its outcome had been unknown is looked at once more, much later: where looking
     * can show that it has been done twice.
     */
    default boolean looksAgain() {
        return false;
    }

    /**
     * Looks whether something that is done has been done twice. {@link Outcome#done()} ends the matter, with whatever has
     * to follow; {@link Outcome#unknown} has it looked at again. Nothing else becomes of the effect.
     */
    default Outcome lookAgain(EffectCall call) {
        return Outcome.done();
    }

    /** Is told that the effect has been given up; whatever has to follow is written in the same commit. */
    default void died(LedgerSession session, Origin origin, Effect effect, String why) {}

    /**
     * Is told that a worker came back from a call after its lease had ended and somebody else had taken over: the call may
     * have been made twice. What it came back with is not written down.
     */
    default void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {}

    /** Why an effect that has been given up cannot be done again, if so. Is asked often; only reads. */
    default Optional<String> obstacleToReplay(LedgerSession session, Origin origin, Effect effect) {
        return Optional.empty();
    }

    /** Is told that an operator has it done again; whatever has to follow is written in the same commit. */
    default void replayed(LedgerSession session, Origin origin, Effect effect) {}
}
