package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** Which entries of the audit trail are wanted; without any condition all of them. Immutable. */
@Value.Immutable
public abstract class TrailQuery {

    TrailQuery() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Written at this moment or later. */
    public abstract Optional<Instant> since();

    /** Written before this moment. */
    public abstract Optional<Instant> before();

    public abstract Optional<TrailEntry.Kind> kind();

    /** About exactly this, such as {@link TrailEntry#subjectOf} a request. */
    public abstract Optional<String> subject();

    /** About what happened at this source system: for EPM, the tenant. */
    public abstract Optional<String> system();

    /** Collects a query; not for use by several threads. */
    public static final class Builder extends ImmutableTrailQuery.Builder {
        Builder() {}
    }
}
