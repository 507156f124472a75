package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One attempt, or one look, of an {@link EffectHandler}. Belongs to the worker's thread. */
public interface EffectCall {

    Effect effect();

    Origin origin();

    /** When the call to the outside system must have ended. */
    Instant deadline();

    /**
     * Makes the call that changes something outside; once in an attempt, and never in a look. Checks first that this worker
     * still holds the effect, and records that the call goes out; if the effect has been lost, nothing is sent. An attempt
     * that fails before this has certainly changed nothing.
     *
     * @param request makes the call, and says what became of it
     */
    default Outcome send(Supplier<Outcome> request) {
        return send(session -> Optional.empty(), request);
    }

    /**
     * The same, unless the ledger knows by now that the call must not be made: nothing that is committed about the origin
     * before the departure is overlooked, whoever found it out.
     *
     * @param instead is asked in the commit that records the departure; only reads. With what it answers the attempt ends,
     *     without a call
     */
    Outcome send(LedgerWork<Optional<Outcome>> instead, Supplier<Outcome> request);

    /** What the ledger knows beyond the effect and its origin. */
    <T> T ledger(LedgerWork<T> read);
}
