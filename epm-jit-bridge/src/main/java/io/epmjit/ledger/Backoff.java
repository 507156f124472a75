package io.epmjit.ledger;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after failures: doubling up to a limit, and never quite the same for two. */
final class Backoff {

    private static final int MOST_DOUBLINGS = 30;

    private Backoff() {}

    /** @param failures how many there have been before this one */
    static Duration after(int failures, EngineSettings settings) {
        long first = settings.firstPause().toMillis();
        long doubled = first << Math.min(failures, MOST_DOUBLINGS);
        long pause = Math.min(
                doubled < first ? Long.MAX_VALUE : doubled,
                settings.longestPause().toMillis());
        return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 4 + 1));
    }
}
