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

    /** How far it has come. */
    public abstract OriginState state();

    /**
     * When it was decided: by us, as far as our decision stands; otherwise when the ledger learnt of it. Empty while it is
     * not over.
     */
    public abstract Optional<Instant> decidedAt();

    /** What the source said when it began, as the source's flow wrote it down; empty while only later news have come. */
    @Value.Redacted
    public abstract Optional<Body> details();

    /** Why nothing has been planned for it yet; empty if it goes its way. */
    public abstract Optional<String> heldBecause();
}
