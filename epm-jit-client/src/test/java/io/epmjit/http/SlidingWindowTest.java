package io.epmjit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_window_ever_holds_more_than_the_limit(long seed) {
        Random random = new Random(seed);
        int limit = 1 + random.nextInt(40);
        SlidingWindow window = new SlidingWindow(limit, Duration.ofNanos(1_000));
        List<Long> taken = new ArrayList<>();
        long now = -5_000;
        for (int i = 0; i < 5_000; i++) {
            boolean urgent = random.nextBoolean();
            now += random.nextInt(40);
            long wait = window.waitFor(urgent, now);
            if (wait > 0 && random.nextBoolean()) {
                continue;
            }
            now += Math.max(0, wait);
            window.take(now);
            taken.add(now);
        }
        for (int i = limit; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - limit)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void the_last_tenth_is_kept_for_what_is_urgent() {
        SlidingWindow window = new SlidingWindow(10, Duration.ofSeconds(1));
        for (int i = 0; i < 9; i++) {
            assertThat(window.waitFor(false, 0)).isLessThanOrEqualTo(0);
            window.take(0);
        }
        assertThat(window.waitFor(false, 0)).isPositive();
        assertThat(window.waitFor(true, 0)).isLessThanOrEqualTo(0);
    }
}
