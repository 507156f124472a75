package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The database's time, kept by this machine's clock: every transaction tells how far the two are apart, and the most
 * exact of the latest answers counts. So the nodes on one database agree on the time, whatever their own clocks say.
 */
final class DatabaseClock implements InstantSource {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final InstantSource given;
    private volatile Comparison best = new Comparison(Duration.ZERO, Duration.ofDays(1), System.nanoTime());

    /** @param given the machine's clock; or one that runs beside it at a distance of whole seconds, which a test moves */
    DatabaseClock(InstantSource given) {
        this.given = given;
    }

    /**
     * How far the database's clock was ahead of ours.
     *
     * @param ahead how far
     * @param doubt by how much that may be wrong
     * @param nanoTime when that was
     */
    private record Comparison(Duration ahead, Duration doubt, long nanoTime) {

        boolean isBetterThan(Comparison other) {
            return doubt.compareTo(other.doubt) <= 0
                    || nanoTime - other.nanoTime > KEPT.toNanos()
                    || ahead.minus(other.ahead).abs().compareTo(doubt.plus(other.doubt)) > 0;
        }
    }

    /** Learns that the database said this at some moment between the question and now. */
    void compare(Instant database, long askedNanoTime) {
        long now = System.nanoTime();
        Duration doubt = Duration.ofNanos((now - askedNanoTime) / 2);
        Comparison seen =
                new Comparison(Duration.between(InstantSource.system().instant().minus(doubt), database), doubt, now);
        if (seen.isBetterThan(best)) {
            best = seen;
        }
    }

    /** How far the clock that was given is from the machine's. */
    Duration distance() {
        Duration distance = Duration.between(InstantSource.system().instant(), given.instant());
        return Duration.ofSeconds(Math.round(distance.toMillis() / 1000.0));
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(best.ahead()).plus(distance());
    }
}
