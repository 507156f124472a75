package io.epmjit.testkit.epm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** So many requests within any window of time. Touched only while nothing else is. */
final class RateLimit {

    private final int requests;
    private final Duration window;
    private final Deque<Instant> seen = new ArrayDeque<>();

    RateLimit(int requests, Duration window) {
        this.requests = requests;
        this.window = window;
    }

    /** Counts a request, or says how long it is too early. */
    Optional<Duration> tooEarly(Instant now) {
        while (!seen.isEmpty() && !seen.peekFirst().plus(window).isAfter(now)) {
            seen.removeFirst();
        }
        if (seen.size() < requests) {
            seen.addLast(now);
            return Optional.empty();
        }
        return Optional.of(Duration.between(now, seen.getFirst().plus(window)));
    }
}
