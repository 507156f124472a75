package io.epmjit.ledger;

import io.epmjit.model.DecisionStatus;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a source was seen to say of an origin: kept apart from what was decided here. Times and durations are the source's
 * own text. Immutable.
 */
@Value.Immutable
public abstract class Sighting {

    Sighting() {}

    public static Builder builder() {
        return new Builder();
    }

    public abstract DecisionStatus status();

    /** Whether the source itself was asked; otherwise it is only what a webhook reported. */
    public abstract boolean isVerified();

    public abstract Instant seenAt();

    /** Who decided, as the source names them. */
    public abstract Optional<String> decidedBy();

    public abstract Optional<String> duration();

    public abstract Optional<String> decidedAt();

    public abstract Optional<String> startsAt();

    public abstract Optional<String> endsAt();

    /** Collects a sighting; not for use by several threads. */
    public static final class Builder extends ImmutableSighting.Builder {
        Builder() {}
    }
}
