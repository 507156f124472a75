package io.epmjit.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps calls below a number in any window of time, by making them wait. One limiter may serve several pipelines that
 * share a server's limit. Urgent requests pass waiting ones, and the last tenth of a window is kept for them.
 *
 * <p>Safe for use by several threads.
 */
public final class RateLimiter {

    private static final RateLimiter NONE = new RateLimiter(new SlidingWindow(1, Duration.ZERO));

    private final SlidingWindow window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int urgentWaiting;

    private RateLimiter(SlidingWindow window) {
        this.window = window;
    }

    /** At most so many calls in any window of this length. */
    public static RateLimiter of(int calls, Duration length) {
        if (calls < 1 || length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a rate limit needs at least one call and a window longer than nothing");
        }
        return new RateLimiter(new SlidingWindow(calls, length));
    }

    /** No limit. */
    public static RateLimiter none() {
        return NONE;
    }

    /**
     * Waits for a place.
     *
     * @return false if there is none within the given time; nothing has been taken then
     */
    boolean acquire(boolean urgent, Duration most) throws InterruptedException {
        if (this == NONE) {
            return true;
        }
        long end = System.nanoTime() + most.toNanos();
        lock.lockInterruptibly();
        try {
            if (urgent) {
                urgentWaiting++;
            }
            try {
                return waitForPlace(urgent, end);
            } finally {
                if (urgent) {
                    urgentWaiting--;
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean waitForPlace(boolean urgent, long end) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            long wait = window.waitFor(urgent, now);
            boolean mayPass = urgent || urgentWaiting == 0;
            if (wait <= 0 && mayPass) {
                window.take(now);
                return true;
            }
            long left = end - now;
            if (wait > left || left <= 0) {
                return false;
            }
            changed.awaitNanos(mayPass ? wait : Math.min(left, Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1))));
        }
    }
}
