package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What happened at a source system, as the ledger keeps it. Immutable. */
@Value.Immutable
public abstract class Origin {

    Origin() {}

    static ImmutableOrigin.Builder builder() {
        return ImmutableOrigin.builder();
    }

    /** The ledger's own number of it. */
    public abstract long id();

    public abstract OriginKey key();

    /** The second name that the source has for it, such as EPM's ticket number. */
    public abstract Optional<String> secondId();

    public abstract Instant openedAt();

    /** What the source said when it began, as the source's flow wrote it down; empty while only later news have come. */
    @Value.Redacted
    public abstract Optional<Body> details();

    /** Why nothing has been planned for it yet; empty if it goes its way. */
    public abstract Optional<String> heldBecause();
}
