package io.epmjit.testkit.epm;

import java.time.Duration;

/** What becomes of an event when it happens. Immutable. */
public final class DeliveryPolicy {

    private static final DeliveryPolicy AUTOMATIC = new DeliveryPolicy(1, Duration.ZERO, false, 1, Duration.ZERO);

    private final int times;
    private final Duration delay;
    private final boolean byHand;
    private final int attempts;
    private final Duration pause;

    private DeliveryPolicy(int times, Duration delay, boolean byHand, int attempts, Duration pause) {
        this.times = times;
        this.delay = delay;
        this.byHand = byHand;
        this.attempts = attempts;
        this.pause = pause;
    }

    /** It is sent once and at once. */
    public static DeliveryPolicy automatic() {
        return AUTOMATIC;
    }

    /** It waits with {@link Webhooks#waiting()} until the test sends it. */
    public static DeliveryPolicy byHand() {
        return new DeliveryPolicy(1, Duration.ZERO, true, 1, Duration.ZERO);
    }

    /** It is lost. */
    public static DeliveryPolicy suppressed() {
        return repeated(0);
    }

    /** It is sent so many times. */
    public static DeliveryPolicy repeated(int times) {
        return new DeliveryPolicy(times, Duration.ZERO, false, 1, Duration.ZERO);
    }

    /** It is sent after this time by the machine's clock; what happens later may overtake it. */
    public static DeliveryPolicy delayed(Duration delay) {
        return automatic().andDelayed(delay);
    }

    /** The same, after this time by the machine's clock. */
    public DeliveryPolicy andDelayed(Duration time) {
        return new DeliveryPolicy(times, time, byHand, attempts, pause);
    }

    /**
     * The same, and what nobody acknowledged with a 2xx is sent again after this pause by the machine's clock, until it has
     * been sent so often. EPM is not known to do so, nor not to.
     */
    public DeliveryPolicy andSentAgain(int most, Duration after) {
        if (most < 1) {
            throw new IllegalArgumentException("an event is sent at least once");
        }
        return new DeliveryPolicy(times, delay, byHand, most, after);
    }

    int times() {
        return times;
    }

    Duration delay() {
        return delay;
    }

    boolean isByHand() {
        return byHand;
    }

    int attempts() {
        return attempts;
    }

    Duration pause() {
        return pause;
    }
}
