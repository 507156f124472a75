package io.epmjit.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Which durations an approver may choose, in the words of EPM's guides. A policy, not an invariant: the API itself takes
 * any number of seconds.
 *
 * <p>Immutable.
 */
public final class DurationLimits {

    /** The guides' message for a decision without a reason. */
    public static final String REASON_REQUIRED = "Please enter a reason";

    /** The ServiceNow guide's ranges: once, 5 to 1440 minutes, 1 to 24 hours. The default. */
    public static final DurationLimits GUIDE = new DurationLimits(Duration.ofMinutes(5), Duration.ofHours(24));

    /** What EPM's own console offers for an application: once, hours, days, up to twelve months (of 31 days). */
    public static final DurationLimits CONSOLE = new DurationLimits(Duration.ofMinutes(5), Duration.ofDays(12 * 31));

    private final Duration shortest;
    private final Duration longest;

    private DurationLimits(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** The fewest minutes that may be chosen. */
    public long fewestMinutes() {
        return shortest.toMinutes();
    }

    /** The most minutes that may be chosen. */
    public long mostMinutes() {
        return longest.toMinutes();
    }

    /** The most hours that may be chosen; the fewest are one. */
    public long mostHours() {
        return longest.toHours();
    }

    /** What is wrong with a duration, in the guide's words; empty if it may be chosen. Once always may. */
    public Optional<String> faultOf(AccessDuration duration) {
        Duration length = duration.length().orElse(longest);
        if (length.compareTo(shortest) >= 0 && length.compareTo(longest) <= 0) {
            return Optional.empty();
        }
        boolean wholeHours = length.toSeconds() % 3_600 == 0;
        return Optional.of(
                wholeHours
                        ? "Enter a number between 1 and " + mostHours()
                        : "Enter a number between " + fewestMinutes() + " and " + mostMinutes());
    }

    @Override
    public String toString() {
        return "once, or " + fewestMinutes() + " to " + mostMinutes() + " minutes";
    }
}
