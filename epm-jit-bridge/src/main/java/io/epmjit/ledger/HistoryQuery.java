package io.epmjit.ledger;

import io.epmjit.model.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * Which requests of the history are wanted: those that meet every condition given here, the oldest first. Without any
 * condition all of them. Immutable.
 *
 * <pre>{@code
 * HistoryQuery.builder().since(monthBegin).before(monthEnd).kind(RequestKind.ADMIN).approver("a.lee").build();
 * }</pre>
 */
@Value.Immutable
public abstract class HistoryQuery {

    HistoryQuery() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Opened at this moment or later. */
    public abstract Optional<Instant> since();

    /** Opened before this moment. */
    public abstract Optional<Instant> before();

    /** Of this source system: for EPM, the tenant. */
    public abstract Optional<String> system();

    /** Of one of these kinds, for EPM the names of {@link RequestKind}; if there is none, of any. */
    public abstract Set<String> kinds();

    /** In one of these states; if there is none, in any. */
    public abstract Set<OriginState> states();

    /** With a decision of ours that came to one of these; if there is none, this does not matter. */
    public abstract Set<DecisionState> decisionStates();

    /** Decided by somebody of this name, here or at the source, whatever became of it. The case does not matter. */
    public abstract Optional<String> approver();

    /** Asked for by somebody of this name, or with this id. The case does not matter. */
    public abstract Optional<String> requester();

    /** With this ticket in a tracker ({@code JIT-42}), or with this second id ({@code EPM000123}). */
    public abstract Optional<String> ticket();

    /** Decided after this time or longer. */
    public abstract Optional<Duration> decidedAfter();

    /** Decided within this time. */
    public abstract Optional<Duration> decidedWithin();

    /** Only those for which something was given up, and an operator should read why. Default: it does not matter. */
    @Value.Default
    public boolean onlyGivenUp() {
        return false;
    }

    @Value.Check
    void check() {
        long lists = Stream.of(approver(), requester(), ticket())
                .filter(Optional::isPresent)
                .count();
        if (lists > 1) {
            throw new IllegalArgumentException("ask for an approver, a requester or a ticket, one at a time");
        }
    }

    /** Collects a query; not for use by several threads. */
    public static final class Builder extends ImmutableHistoryQuery.Builder {
        Builder() {}

        /** Of this kind of EPM's, or of another one that is added. */
        public Builder kind(RequestKind kind) {
            addKinds(kind.name());
            return this;
        }
    }
}
