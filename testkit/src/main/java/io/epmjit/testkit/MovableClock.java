package io.epmjit.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A clock that a test moves, so that nothing has to wait for an hour to pass. Share one between a fake and what talks to
 * it. Thread-safe.
 */
public final class MovableClock implements InstantSource {

    private final InstantSource base;
    private final AtomicReference<Duration> offset;

    private MovableClock(InstantSource base) {
        this.base = base;
        this.offset = new AtomicReference<>(Duration.ZERO);
    }

    /** Stands still at this instant until it is moved. */
    public static MovableClock at(Instant instant) {
        return new MovableClock(InstantSource.fixed(instant));
    }

    /** Runs as the machine's clock does, and can be moved besides. */
    public static MovableClock running() {
        return new MovableClock(InstantSource.system());
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    /** Moves the clock forward, or back by a negative duration. */
    public void advance(Duration by) {
        move(moved -> moved.plus(by));
    }

    /** Moves the clock to this instant. */
    public void set(Instant instant) {
        move(moved -> Duration.between(base.instant(), instant));
    }

    private void move(UnaryOperator<Duration> how) {
        offset.updateAndGet(how);
    }
}
