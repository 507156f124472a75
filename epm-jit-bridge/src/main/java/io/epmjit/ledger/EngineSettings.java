package io.epmjit.ledger;

import java.time.Duration;
import org.immutables.value.Value;

/** How the engine works: the defaults suit production; tests set them shorter. Immutable. */
@Value.Immutable
public abstract class EngineSettings {

    EngineSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many effects of one target are worked on at once, each by a thread of its own; two more threads are there for the
     * other targets. Default 8.
     */
    @Value.Default
    public int workers() {
        return 8;
    }

    /** How long one call to an outside system may take. Default 30 s. */
    @Value.Default
    public Duration call() {
        return Duration.ofSeconds(30);
    }

    /** How long a worker holds an effect; longer than a call. Default 60 s. */
    @Value.Default
    public Duration lease() {
        return Duration.ofSeconds(60);
    }

    /** The pause after a first failure; doubles with each one. Default 5 s. */
    @Value.Default
    public Duration firstPause() {
        return Duration.ofSeconds(5);
    }

    /** The longest pause between attempts, unless the other side asks for a longer one. Default 15 min. */
    @Value.Default
    public Duration longestPause() {
        return Duration.ofMinutes(15);
    }

    /**
     * After how many attempts an effect is given up, counting those whose call may have gone out or whose worker did not
     * come back; and after how many looks. Attempts that certainly changed nothing are limited by {@link #age()} alone.
     * Default 20.
     */
    @Value.Default
    public int attempts() {
        return 20;
    }

    /**
     * After how long of failing an effect is given up, counted from its first failure, without the time in which its target
     * was held or switched off. Default 72 h.
     */
    @Value.Default
    public Duration age() {
        return Duration.ofDays(3);
    }

    /**
     * After how long, at least, what was done after its outcome had been unknown is looked at once more: a ticket may turn
     * up late, and then there are two. Ten times the target's consistency delay, if that is longer. Default 10 min.
     */
    @Value.Default
    public Duration lateLook() {
        return Duration.ofMinutes(10);
    }

    /**
     * For how long after a restore everything that is planned is looked for before it is done. Long enough that whatever
     * the lost part of the ledger knew has come in again. Default 7 d.
     */
    @Value.Default
    public Duration doubtAfterRestore() {
        return Duration.ofDays(7);
    }

    @Value.Check
    void check() {
        if (workers() < 1 || attempts() < 1) {
            throw new IllegalArgumentException("the engine needs at least one worker and one attempt");
        }
        if (call().isNegative() || call().isZero() || lease().compareTo(call()) <= 0) {
            throw new IllegalArgumentException(
                    "a lease must last longer than a call, or two workers make the same call");
        }
        if (lateLook().isNegative() || doubtAfterRestore().isNegative()) {
            throw new IllegalArgumentException("the late look and the doubt after a restore last no negative time");
        }
        if (firstPause().isNegative() || longestPause().compareTo(firstPause()) < 0) {
            throw new IllegalArgumentException("the longest pause must not be shorter than the first");
        }
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableEngineSettings.Builder {
        Builder() {}
    }
}
