package io.epmjit.ledger;

import java.time.Duration;

/**
 * Is told of every attempt and every look of an {@link Engine} once it has ended, for metrics. Called on the worker's
 * thread: be quick. What it throws is logged and otherwise ignored. Safe for use by several threads.
 */
@FunctionalInterface
public interface EngineObserver {

    /**
     * An attempt or a look has ended.
     *
     * @param effect the effect as it was claimed: {@link EffectState#UNKNOWN} if it was only looked for
     * @param outcome what became of it
     * @param took how long it took
     */
    void ended(Effect effect, EffectState outcome, Duration took);
}
