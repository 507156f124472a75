package io.epmjit.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Which audits are wanted; all by default. Immutable. */
@Value.Immutable
public abstract class AuditFilter {

    private static final AuditFilter ALL = builder().build();

    AuditFilter() {}

    public static Builder builder() {
        return new Builder();
    }

    public static AuditFilter all() {
        return ALL;
    }

    /** At this time or later. */
    public abstract Optional<Instant> since();

    /** Before this time. */
    public abstract Optional<Instant> until();

    /** Further query parameters, under the names of EPM's own reference ({@code Filter.ChangedBy}). */
    public abstract Map<String, String> parameters();

    final boolean admits(AuditEntry entry) {
        return entry.time().isEmpty()
                || (since().map(first -> !entry.time().get().isBefore(first)).orElse(true)
                        && until().map(end -> entry.time().get().isBefore(end)).orElse(true));
    }

    /** Collects a filter; not for use by several threads. */
    public static final class Builder extends ImmutableAuditFilter.Builder {
        Builder() {}
    }
}
