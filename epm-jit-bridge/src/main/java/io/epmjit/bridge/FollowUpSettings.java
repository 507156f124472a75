package io.epmjit.bridge;

import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** What the bridge reminds of; nothing by default. Immutable. */
@Value.Immutable
public abstract class FollowUpSettings {

    FollowUpSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * After how long a request that nobody has decided is overdue: its ticket gets a note, and listeners are told ({@link
     * JitChange.RequestOverdue}). Empty, the default: never.
     */
    public abstract Optional<Duration> overdueAfter();

    /** How long after a reminder the next one follows. Empty, the default: there is only one. */
    public abstract Optional<Duration> remindAgainAfter();

    /** Whether the ticket gets a note when the approved time is over. Default: no. */
    @Value.Default
    public boolean notesExpiry() {
        return false;
    }

    @Value.Check
    void check() {
        if (!isPositive(overdueAfter()) || !isPositive(remindAgainAfter())) {
            throw new IllegalArgumentException("a reminder needs a time longer than nothing");
        }
        if (overdueAfter().isEmpty() && remindAgainAfter().isPresent()) {
            throw new IllegalArgumentException("remindAgainAfter needs overdueAfter, for the first reminder");
        }
    }

    private static boolean isPositive(Optional<Duration> length) {
        return length.filter(some -> some.isNegative() || some.isZero()).isEmpty();
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableFollowUpSettings.Builder {
        Builder() {}
    }
}
