package io.epmjit.ledger;

import io.epmjit.model.TicketRef;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** An origin with everything that became of it. Immutable. */
@Value.Immutable
public abstract class OriginRecord {

    OriginRecord() {}

    static ImmutableOriginRecord.Builder builder() {
        return ImmutableOriginRecord.builder();
    }

    public abstract Origin origin();

    /** Every decision of ours, the oldest first. */
    public abstract List<RecordedDecision> decisions();

    /** Every ticket that it has, the oldest first. */
    public abstract List<TicketRef> tickets();

    /** What the source itself said last, when it was asked. */
    public abstract Optional<Sighting> verified();

    /** What a webhook reported last. */
    public abstract Optional<Sighting> reported();

    /** How many of the changes intended outside have been given up. */
    public abstract int givenUp();
}
