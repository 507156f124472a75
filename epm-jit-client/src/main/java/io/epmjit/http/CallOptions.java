package io.epmjit.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long one call may take, all its attempts and waits together, and how often it may be tried. A day is the most: what
 * is asked for beyond that is cut down to it. Immutable.
 *
 * <pre>{@code
 * CallOptions.until(deadline).withAttempts(1);   // one attempt, as somebody who repeats calls himself wants it
 * }</pre>
 */
public final class CallOptions {

    private static final CallOptions DEFAULTS = new CallOptions(null, Duration.ofSeconds(60), 3, RateLimiter.none());

    private static final Duration LONGEST = Duration.ofDays(1);

    private final @Nullable Instant deadline;
    private final Duration timeout;
    private final int attempts;
    private final RateLimiter share;

    private CallOptions(@Nullable Instant deadline, Duration timeout, int attempts, RateLimiter share) {
        this.deadline = deadline;
        this.timeout = timeout;
        this.attempts = attempts;
        this.share = share;
    }

    /** A minute, and up to three attempts where a repetition does no harm. */
    public static CallOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults, but ended at this moment by the pipeline's clock. A deadline in the past ends the call before it sends anything. */
    public static CallOptions until(Instant deadline) {
        return DEFAULTS.withDeadline(deadline);
    }

    /** The same, but ended at this moment by the pipeline's clock. */
    public CallOptions withDeadline(Instant moment) {
        return new CallOptions(Objects.requireNonNull(moment, "moment"), timeout, attempts, share);
    }

    /** The same, but ended this long after the call begins. */
    public CallOptions withTimeout(Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a time-out must be longer than nothing");
        }
        return new CallOptions(null, length, attempts, share);
    }

    /**
     * The same, but tried at most this often. Only what does no harm is ever repeated, whatever the number. The one
     * repetition with a fresh credential after a 401 does not count.
     */
    public CallOptions withAttempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a call needs at least one attempt");
        }
        return new CallOptions(deadline, timeout, most, share);
    }

    /**
     * The same, but each attempt also waits for a place in this limiter, before it takes one in the client's own: for
     * background work that shall use no more than a share of a server's limit.
     */
    public CallOptions within(RateLimiter limiter) {
        return new CallOptions(deadline, timeout, attempts, Objects.requireNonNull(limiter, "limiter"));
    }

    RateLimiter share() {
        return share;
    }

    /** When the call must have ended; empty if a time-out counts instead. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    public int attempts() {
        return attempts;
    }

    /** The same, with a deadline in place of a time-out: for one that several calls, or a call that waits, shall share. */
    public CallOptions startingAt(Instant now) {
        return deadline == null ? withDeadline(endsAt(now)) : this;
    }

    Instant endsAt(Instant now) {
        Instant latest = now.plus(LONGEST);
        if (deadline == null) {
            return timeout.compareTo(LONGEST) < 0 ? now.plus(timeout) : latest;
        }
        return deadline.isBefore(latest) ? deadline : latest;
    }

    @Override
    public String toString() {
        return (deadline == null ? "within " + timeout : "until " + deadline) + ", attempts: " + attempts;
    }
}
