package io.epmjit.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * What is left of an origin that was removed.
 *
 * @param state how far it had come
 * @param buriedAt when it was removed
 */
public record Tombstone(OriginState state, Instant buriedAt) {

    public Tombstone {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(buriedAt, "buriedAt");
    }
}
