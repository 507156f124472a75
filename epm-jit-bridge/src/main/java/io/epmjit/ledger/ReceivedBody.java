package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What is known of a body that came in, without the body. Immutable. */
@Value.Immutable
public abstract class ReceivedBody {

    ReceivedBody() {}

    static ImmutableReceivedBody.Builder builder() {
        return ImmutableReceivedBody.builder();
    }

    /** The ledger's number of it: what came later has a higher one. */
    public abstract long id();

    /** The source whose credential it carried. */
    public abstract String source();

    /** The event that its URL named. */
    public abstract Optional<String> event();

    public abstract Optional<String> remoteAddress();

    public abstract Instant receivedAt();

    /** How long it is, in bytes. */
    public abstract int size();

    /** What it speaks of; empty while that is not understood. */
    public abstract Optional<OriginKey> origin();

    /** The second name of what it speaks of, such as EPM's ticket number. */
    public abstract Optional<String> originSecondId();

    /** Why it waits in quarantine; empty if it does not. */
    public abstract Optional<String> quarantined();

    /** Why somebody has discarded it from quarantine; empty if nobody has. */
    public abstract Optional<String> discarded();
}
