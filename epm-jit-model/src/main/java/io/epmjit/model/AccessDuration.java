package io.epmjit.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For how long access is granted: once, or for a time of at least a second.
 *
 * <p>This is what EPM's API understands: {@code Once} or a whole number of seconds, both as text ({@link #wireValue()}).
 * Which lengths an approver may choose is a matter of {@link DurationLimits}. Immutable.
 */
public final class AccessDuration {

    private static final Pattern TYPED = Pattern.compile("(\\d{1,9})\\s*([a-z]*)");
    private static final AccessDuration ONCE = new AccessDuration(null);

    private final @Nullable Duration length;

    private AccessDuration(@Nullable Duration length) {
        this.length = length;
    }

    /** A single use: the application may be started one time. */
    public static AccessDuration once() {
        return ONCE;
    }

    public static AccessDuration minutes(long minutes) {
        return of(Duration.ofMinutes(minutes));
    }

    public static AccessDuration hours(long hours) {
        return of(Duration.ofHours(hours));
    }

    public static AccessDuration days(long days) {
        return of(Duration.ofDays(days));
    }

    /**
     * Access for this long.
     *
     * @throws IllegalArgumentException unless it is a whole number of seconds, and at least one
     */
    public static AccessDuration of(Duration length) {
        if (length.isNegative() || length.isZero() || !length.equals(length.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("a duration must be a whole number of seconds, and at least one");
        }
        return new AccessDuration(length);
    }

    /**
     * Reads what people type: {@code once}, {@code 30m}, {@code 30 minutes}, {@code 2h}, {@code 1 day}. A number without
     * a unit is refused, since nobody can tell what it means.
     *
     * @throws IllegalArgumentException if the text is none of these; the message says what is
     */
    public static AccessDuration parse(String text) {
        String typed = text.strip().toLowerCase(Locale.ROOT);
        if (typed.equals("once")) {
            return once();
        }
        Matcher matcher = TYPED.matcher(typed);
        String unit = matcher.matches() ? matcher.group(2) : "";
        return switch (unit) {
            case "m", "min", "mins", "minute", "minutes" -> minutes(Long.parseLong(matcher.group(1)));
            case "h", "hour", "hours" -> hours(Long.parseLong(matcher.group(1)));
            case "d", "day", "days" -> days(Long.parseLong(matcher.group(1)));
            default ->
                throw new IllegalArgumentException(
                        "not a duration: write once, or a number with its unit, such as 30m, 2h or 1d");
        };
    }

    /** Reads what EPM writes: {@code Once} or a number of seconds. Empty for anything else. */
    public static Optional<AccessDuration> fromWire(String text) {
        String value = text.strip();
        if (value.equalsIgnoreCase("once")) {
            return Optional.of(once());
        }
        if (value.matches("\\d{1,10}") && Long.parseLong(value) > 0) {
            return Optional.of(of(Duration.ofSeconds(Long.parseLong(value))));
        }
        return Optional.empty();
    }

    public boolean isOnce() {
        return length == null;
    }

    /** The length of time; empty for a single use. */
    public Optional<Duration> length() {
        return Optional.ofNullable(length);
    }

    /** Whether this grants less than the other one; a single use is less than any length of time. */
    public boolean isShorterThan(AccessDuration other) {
        if (length == null || other.length == null) {
            return length == null && other.length != null;
        }
        return length.compareTo(other.length) < 0;
    }

    /** What EPM's API is sent: {@code Once}, or the number of seconds. */
    public String wireValue() {
        return length == null ? "Once" : Long.toString(length.toSeconds());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessDuration that && Objects.equals(length, that.length);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(length);
    }

    /** For people: {@code once}, {@code 30 minutes}, {@code 2 hours}. */
    @Override
    public String toString() {
        if (length == null) {
            return "once";
        }
        long seconds = length.toSeconds();
        if (seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return count(seconds / 3_600, "hour");
        }
        if (seconds % 60 == 0) {
            return count(seconds / 60, "minute");
        }
        return count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
