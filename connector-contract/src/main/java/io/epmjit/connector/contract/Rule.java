package io.epmjit.connector.contract;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/**
 * One promise of a connector, with the way to check it.
 *
 * @param name the promise, as a sentence without its subject
 */
record Rule(String name, Check check) {

    /** However a connector hangs, the suite does not. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Looks whether the promise is kept. */
    @FunctionalInterface
    interface Check {
        void in(Lab lab) throws Exception;
    }

    static Rule rule(String name, Check check) {
        return new Rule(name, check);
    }

    /** Checks it with a tracker of its own. */
    void check(Supplier<TrackerUnderTest> trackers) {
        Assertions.assertTimeoutPreemptively(LONGEST, () -> {
            try (Lab lab = new Lab(trackers.get())) {
                check.in(lab);
            }
        });
    }
}
