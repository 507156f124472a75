package io.epmjit.ledger;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after failures: doubling up to a limit, and never quite the same for two. */
final class Backoff {

    private static final int MOST_DOUBLINGS = 30;

    private Backoff() {}

    static Duration after(int failures, EngineSettings settings) {
        long first = settings.firstPause().toMillis();
        long doubled = first << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        long pause = Math.min(
                doubled < first ? Long.MAX_VALUE : doubled,
                settings.longestPause().toMillis());
        return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 4 + 1));
    }
}
