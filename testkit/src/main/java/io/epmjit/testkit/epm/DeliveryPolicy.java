package io.epmjit.testkit.epm;

import java.time.Duration;

/** What becomes of an event when it happens. Immutable. */
public final class DeliveryPolicy {

    private static final DeliveryPolicy AUTOMATIC = new DeliveryPolicy(1, Duration.ZERO, false);

    private final int times;
    private final Duration delay;
    private final boolean byHand;

    private DeliveryPolicy(int times, Duration delay, boolean byHand) {
        this.times = times;
        this.delay = delay;
        this.byHand = byHand;
    }

    /** It is sent once and at once. */
    public static DeliveryPolicy automatic() {
        return AUTOMATIC;
    }

    /** It waits with {@link Webhooks#waiting()} until the test sends it. */
    public static DeliveryPolicy byHand() {
        return new DeliveryPolicy(1, Duration.ZERO, true);
    }

    /** It is lost. */
    public static DeliveryPolicy suppressed() {
        return new DeliveryPolicy(0, Duration.ZERO, false);
    }

    /** It is sent so many times. */
    public static DeliveryPolicy repeated(int times) {
        return new DeliveryPolicy(times, Duration.ZERO, false);
    }

    /** It is sent after this time by the machine's clock; what happens later may overtake it. */
    public static DeliveryPolicy delayed(Duration delay) {
        return new DeliveryPolicy(1, delay, false);
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
}
