package io.epmjit.ledger;

/** How far an origin has come, from what was decided here and what its source was seen to say. */
public enum OriginState {

    /** Waits for somebody to decide; also again, after a decision of ours that was refused or has expired. */
    PENDING,

    /** Decided here, and on its way to the source. */
    SUBMITTED,

    /** A decision of ours may have arrived, and nobody can tell. */
    UNCONFIRMED,

    /** A webhook reports it decided, and the source has not been asked since, or cannot be. */
    REPORTED,

    /** Approved: the source says so, or has taken our approval. */
    APPROVED,

    /** Denied: the source says so, or has taken our denial. */
    DENIED,

    /** The source reports another end than a decision, such as {@code Expired}. */
    ENDED;

    /** Whether it is over, as far as the source was seen to say. */
    public boolean isOver() {
        return this == REPORTED || this == APPROVED || this == DENIED || this == ENDED;
    }
}
