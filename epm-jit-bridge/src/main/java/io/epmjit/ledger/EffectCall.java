package io.epmjit.ledger;

import java.time.Instant;

/** One attempt, or one look, of an {@link EffectHandler}. Belongs to the worker's thread. */
public interface EffectCall {

    Effect effect();

    Origin origin();

    /** When the call to the outside system must have ended. */
    Instant deadline();

    /**
     * To be asked exactly once, just before the call that changes something outside: checks that this worker still holds
     * the effect, and records that the call goes out. After {@code false} nothing may be sent. An attempt that fails
     * before this has certainly changed nothing.
     */
    boolean departs();

    /** What the ledger knows beyond the effect and its origin. */
    <T> T ledger(LedgerWork<T> read);
}
