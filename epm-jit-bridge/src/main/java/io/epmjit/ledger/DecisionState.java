package io.epmjit.ledger;

/** Where a decision of ours stands at the source system. */
public enum DecisionState {

    /** Accepted here, on its way. */
    ACCEPTED,

    /** The source has acknowledged it, or says the same by itself: final. */
    ACKNOWLEDGED,

    /** The source has refused it for good; the request may be decided again. */
    REFUSED,

    /** It could not be sent while it was valid; the request may be decided again. */
    EXPIRED,

    /** Nobody can tell whether it has arrived; only a denial may follow. */
    UNCONFIRMED,

    /** The source says something else; that stands. */
    CONFLICT;

    /** Whether it keeps others from deciding. */
    public boolean isInForce() {
        return this == ACCEPTED || this == ACKNOWLEDGED;
    }
}
