package io.epmjit.ledger;

import java.time.Duration;

/**
 * How one action is done at one target. An extension point of the engine: a connector to another kind of system brings
 * its own handlers. Thread-safe; may block until {@link EffectCall#deadline()}.
 *
 * <p>Both methods may throw: an {@link io.epmjit.model.EpmJitException} counts as its retryability says, anything else
 * as an unknown outcome if the call had departed, and as a failure that may be repeated otherwise.
 */
public interface EffectHandler {

    /** Makes the call, once. Asks {@link EffectCall#departs()} just before. */
    Outcome perform(EffectCall call);

    /**
     * Finds out what became of an attempt whose outcome is unknown, by looking only. Answers {@link Outcome#absent()}
     * only if it is certain.
     */
    Outcome look(EffectCall call);

    /** For how long after a call looking may not show its effect. */
    Duration consistencyDelay();

    /** The effect has been given up; whatever has to follow is written in the same commit. */
    default void died(LedgerSession session, Origin origin, Effect effect, String why) {}
}
