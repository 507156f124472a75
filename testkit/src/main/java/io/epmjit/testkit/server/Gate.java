package io.epmjit.testkit.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where a call waits for a test, which learns that it is there, and says how it goes on: for {@link Fault#holdWork(Gate)}
 * and {@link Fault#holdReply(Gate)}. Serves once. Thread-safe.
 */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean lost;

    /**
     * Waits until a call is at the gate: before its work, or after it and before its reply.
     *
     * @return whether one came in time
     */
    public boolean await(Duration atMost) throws InterruptedException {
        return reached.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets the call go on. */
    public void open() {
        opened.countDown();
    }

    /** Ends the call's connection: what was to follow does not happen. */
    public void lose() {
        lost = true;
        opened.countDown();
    }

    void reached() {
        reached.countDown();
    }

    CountDownLatch opened() {
        return opened;
    }

    boolean isLost() {
        return lost;
    }
}
