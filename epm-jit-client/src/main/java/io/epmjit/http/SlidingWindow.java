package io.epmjit.http;

import java.time.Duration;

/**
 * The arithmetic of a rate limit: when the latest calls went out, and how long the next has to wait so that no window
 * ever holds more than the limit. Not safe for use by several threads.
 */
final class SlidingWindow {

    private static final int RESERVED_FRACTION = 10;

    private final long[] taken;
    private final long length;
    private final int reserved;
    private long count;

    SlidingWindow(int calls, Duration length) {
        this.taken = new long[calls];
        this.length = length.toNanos();
        this.reserved = calls / RESERVED_FRACTION;
    }

    /** Nanoseconds until a call may go out; zero or less if it may now. Only urgent calls get the reserved places. */
    long waitFor(boolean urgent, long now) {
        int places = urgent ? taken.length : taken.length - reserved;
        if (count < places) {
            return 0;
        }
        long blocking = taken[(int) ((count - places) % taken.length)];
        return blocking + length - now;
    }

    void take(long now) {
        taken[(int) (count % taken.length)] = now;
        count++;
    }
}
