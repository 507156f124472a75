package io.epmjit.ledger;

import java.util.Objects;

/**
 * A decision of ours, and what it is about.
 *
 * @param origin what was decided
 * @param decision how
 */
public record DecidedOrigin(Origin origin, RecordedDecision decision) {

    public DecidedOrigin {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(decision, "decision");
    }
}
