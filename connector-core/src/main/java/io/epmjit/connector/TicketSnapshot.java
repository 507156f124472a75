package io.epmjit.connector;

import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A ticket as the tracker shows it now. Immutable. */
@Value.Immutable
public abstract class TicketSnapshot {

    TicketSnapshot() {}

    public static Builder builder() {
        return new Builder();
    }

    public abstract TicketRef ticket();

    /** The stamp that the ticket carries now; empty if somebody has removed it. */
    public abstract Optional<Stamp> stamp();

    /** The tracker's own word for the ticket's state. */
    public abstract String status();

    /** Whether the ticket is in a state in which a decision may be made. */
    public abstract boolean isActive();

    /** When the ticket was changed last. */
    public abstract Optional<Instant> updatedAt();

    /** The account that made the ticket, in the tracker's own terms. */
    public abstract Optional<String> creator();

    /** Collects a snapshot; not for use by several threads. */
    public static final class Builder extends ImmutableTicketSnapshot.Builder {
        Builder() {}
    }
}
