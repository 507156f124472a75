package io.epmjit.ledger;

import java.util.Optional;
import org.immutables.value.Value;

/** Which dead letters to list. Immutable. */
@Value.Immutable
public abstract class DeadLetterFilter {

    DeadLetterFilter() {}

    public static Builder builder() {
        return new Builder();
    }

    /** All of them, a hundred at a time. */
    public static DeadLetterFilter all() {
        return builder().build();
    }

    /** Only what was meant for this target, such as a connector's id. */
    public abstract Optional<String> target();

    /** Only what belongs to this tenant, or other system of origin. */
    public abstract Optional<String> tenant();

    /** Only older ones than the dead letter with this number: for the next page. */
    public abstract Optional<Long> before();

    /** At most so many, 1 to 1000. Default 100. */
    @Value.Default
    public int most() {
        return 100;
    }

    @Value.Check
    void check() {
        if (most() < 1 || most() > 1000) {
            throw new IllegalArgumentException("between 1 and 1000 dead letters are listed at once");
        }
    }

    /** Collects a filter; not for use by several threads. */
    public static final class Builder extends ImmutableDeadLetterFilter.Builder {
        Builder() {}
    }
}
