package io.epmjit.bridge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** How EPM's own lists are compared with what is on record. Immutable. */
@Value.Immutable
public abstract class ReconcilerSettings {

    ReconcilerSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /** No comparing: what a lost webhook did not say stays unknown. */
    public static ReconcilerSettings off() {
        return builder().isOn(false).build();
    }

    @Value.Default
    public boolean isOn() {
        return true;
    }

    /** From the end of one comparison to the beginning of the next. Default 5 min. */
    @Value.Default
    public Duration interval() {
        return Duration.ofMinutes(5);
    }

    /** How far each comparison reaches back behind the one before; longer than {@link #grace()}. Default 15 min. */
    @Value.Default
    public Duration overlap() {
        return Duration.ofMinutes(15);
    }

    /** How long a request that is new in EPM's list may wait for its webhook. Default 2 min. */
    @Value.Default
    public Duration grace() {
        return Duration.ofMinutes(2);
    }

    /** Requests made before this moment are not looked for. Default: when the bridge first ran with this ledger. */
    public abstract Optional<Instant> since();

    /** How much of EPM's published limit, 1000 calls in 100 seconds, comparing may use, in percent. Default 10. */
    @Value.Default
    public int shareOfRateLimit() {
        return 10;
    }

    /** After how many rows a comparison gives up, and says so. Default 50,000. */
    @Value.Default
    public int mostRows() {
        return 50_000;
    }

    /** How many undecided requests are looked up one by one in each comparison, longest unseen first. Default 100. */
    @Value.Default
    public int checksPerRun() {
        return 100;
    }

    /** Whether the tickets of those requests are read, to see whether they still can be decided there. Default: yes. */
    @Value.Default
    public boolean readsTickets() {
        return true;
    }

    @Value.Check
    void check() {
        if (interval().isNegative() || interval().isZero() || grace().isNegative()) {
            throw new IllegalArgumentException("the reconciler's times must be longer than nothing");
        }
        if (overlap().compareTo(grace()) <= 0) {
            throw new IllegalArgumentException(
                    "the overlap must be longer than the grace period, or what waits for its webhook is never looked at"
                            + " again");
        }
        if (shareOfRateLimit() < 1 || shareOfRateLimit() > 100 || mostRows() < 1 || checksPerRun() < 0) {
            throw new IllegalArgumentException(
                    "the share of the rate limit is 1 to 100 percent, and at least one row is read");
        }
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableReconcilerSettings.Builder {
        Builder() {}
    }
}
