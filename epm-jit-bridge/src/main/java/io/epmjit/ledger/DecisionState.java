package io.epmjit.ledger;

/** Where a decision of ours stands at the source system. */
public enum DecisionState {

    /** An approval that counts only once a second approver agrees. */
    AWAITING_SECOND,

    /** A first approval that a second approver has agreed to; the second one is the decision. */
    SECONDED,

    /** A first approval that nobody agreed to: somebody denied, or it waited too long. */
    SUPERSEDED,

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

    /** Whether it is, or was, an approval that never counted by itself. */
    public boolean isFirstApproval() {
        return this == AWAITING_SECOND || this == SECONDED || this == SUPERSEDED;
    }

    /** Whether it keeps others from deciding. */
    public boolean isInForce() {
        return this == ACCEPTED || this == ACKNOWLEDGED;
    }
}
