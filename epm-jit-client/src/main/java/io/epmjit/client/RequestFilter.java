package io.epmjit.client;

import io.epmjit.model.DecisionStatus;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Which requests of a list are wanted; all by default. EPM is asked for them, and because the names of its filters are
 * not certain and an unknown one is ignored, the client tests each row again by what the row itself says. Only
 * {@link #activeOnly()} and the filters by computer and user rest on EPM alone where a row does not say.
 *
 * <p>Immutable.
 */
@Value.Immutable
public abstract class RequestFilter {

    private static final RequestFilter ALL = builder().build();

    RequestFilter() {}

    public static Builder builder() {
        return new Builder();
    }

    public static RequestFilter all() {
        return ALL;
    }

    public static RequestFilter pending() {
        return builder().decision(DecisionStatus.PENDING).build();
    }

    /** A row that does not say its status comes too, as {@link RequestState#UNKNOWN}: better one too many than one lost. */
    public abstract Optional<DecisionStatus> decision();

    /** Created at this time or later. */
    public abstract Optional<Instant> createdFrom();

    /** Created before this time. */
    public abstract Optional<Instant> createdUntil();

    /** Changed at this time or later. */
    public abstract Optional<Instant> modifiedFrom();

    /** Changed before this time. */
    public abstract Optional<Instant> modifiedUntil();

    /** Only what is not over. */
    @Value.Default
    public boolean activeOnly() {
        return false;
    }

    /** EPM's id of a computer; admin requests only. */
    public abstract Optional<String> computerId();

    /** A user's SID; admin requests only. */
    public abstract Optional<String> computerUserId();

    /** {@code DOMAIN\name}; admin requests only. */
    public abstract Optional<String> computerUserName();

    /** Whether a row is wanted, as far as it tells. */
    final boolean admits(RequestState row) {
        boolean unknown = row.status().equals(RequestState.UNKNOWN);
        return (unknown || decision().map(row.status()::equals).orElse(true))
                && isWithin(row.created(), createdFrom(), createdUntil())
                && isWithin(row.modified(), modifiedFrom(), modifiedUntil());
    }

    private static boolean isWithin(Optional<Instant> time, Optional<Instant> from, Optional<Instant> until) {
        return time.isEmpty()
                || (from.map(first -> !time.get().isBefore(first)).orElse(true)
                        && until.map(end -> time.get().isBefore(end)).orElse(true));
    }

    /** Collects a filter; not for use by several threads. */
    public static final class Builder extends ImmutableRequestFilter.Builder {
        Builder() {}
    }
}
