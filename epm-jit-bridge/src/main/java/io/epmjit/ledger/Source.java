package io.epmjit.ledger;

import java.util.List;

/**
 * A system in which things happen that have consequences in others: one of the engine's two extension points, beside the
 * {@link EffectHandler}. A source writes what it hears of into the ledger, as origins with the effects that follow from
 * them; the engine then has each effect done by the handler that the source has named for it.
 *
 * <p>Thread-safe.
 */
public interface Source {

    /** Names who does what where; asked once, when the engine is built. */
    void register(Handlers handlers);

    /** What has to be done again and again; asked once, when the engine is built. */
    default List<RecurringTask> tasks() {
        return List.of();
    }

    /** Collects who does what where. */
    @FunctionalInterface
    interface Handlers {

        /**
         * This handler does this action at this target.
         *
         * @throws IllegalArgumentException if there is another one already
         */
        void handle(String target, String action, EffectHandler handler);
    }
}
