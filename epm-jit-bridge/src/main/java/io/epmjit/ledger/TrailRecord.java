package io.epmjit.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * An entry that stands in the audit trail.
 *
 * @param id its number: later entries have higher ones
 * @param at when it was written
 * @param entry what was said
 */
public record TrailRecord(long id, Instant at, TrailEntry entry) {

    public TrailRecord {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(entry, "entry");
    }
}
