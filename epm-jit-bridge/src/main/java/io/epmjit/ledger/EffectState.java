package io.epmjit.ledger;

/**
 * Where an effect stands. {@link #PLANNED}, {@link #IN_FLIGHT} and {@link #UNKNOWN} are unfinished; of an origin at a
 * target one unfinished effect is worked on at a time, the oldest first.
 */
public enum EffectState {

    /** To be done when it is due. */
    PLANNED,

    /** Claimed by a worker, its intent recorded; the call may be under way. */
    IN_FLIGHT,

    /** The call may have had its effect. Settled only by looking. */
    UNKNOWN,

    /** It is so in the outside system. */
    DONE,

    /** Given up, with an explanation; blocks nothing, and can be replayed. */
    DEAD,

    /** Given up, and an operator has said that it stays so. */
    DROPPED;

    public boolean isFinished() {
        return this == DONE || this == DEAD || this == DROPPED;
    }
}
