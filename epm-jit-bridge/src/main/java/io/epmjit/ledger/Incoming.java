package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** One authenticated body, as it came. Immutable. */
@Value.Immutable
public abstract class Incoming {

    Incoming() {}

    public static Builder builder() {
        return new Builder();
    }

    /** The source whose credential it carried. */
    public abstract String source();

    /** The event that its URL named. */
    public abstract Optional<String> event();

    public abstract Optional<String> remoteAddress();

    public abstract Instant receivedAt();

    public abstract Body body();

    /** Why it waits in quarantine; empty if it was understood. */
    public abstract Optional<String> quarantined();

    /** Collects an incoming body; not for use by several threads. */
    public static final class Builder extends ImmutableIncoming.Builder {
        Builder() {}
    }
}
