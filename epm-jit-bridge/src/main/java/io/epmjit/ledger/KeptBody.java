package io.epmjit.ledger;

import java.util.Objects;

/**
 * A body that the ledger keeps.
 *
 * @param id the ledger's number of it
 * @param incoming the body, and where it came from
 */
public record KeptBody(long id, Incoming incoming) {

    public KeptBody {
        Objects.requireNonNull(incoming, "incoming");
    }
}
