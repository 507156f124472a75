package io.epmjit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    @Test
    void what_is_urgent_passes_what_waits() throws Exception {
        RateLimiter limiter = RateLimiter.of(1, Duration.ofMillis(300));
        assertThat(limiter.acquire(false, Duration.ZERO)).isTrue();
        List<String> order = new CopyOnWriteArrayList<>();
        Thread read = waiting(limiter, false, "read", order);
        Thread decision = waiting(limiter, true, "decision", order);

        read.join();
        decision.join();

        assertThat(order).containsExactly("decision", "read");
    }

    @Test
    void who_cannot_be_served_in_time_takes_nothing() throws Exception {
        RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1));
        assertThat(limiter.acquire(false, Duration.ZERO)).isTrue();

        assertThat(limiter.acquire(true, Duration.ofMillis(1))).isFalse();
    }

    @Test
    void without_a_limit_nobody_waits() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            assertThat(RateLimiter.none().acquire(false, Duration.ZERO)).isTrue();
        }
    }

    private static Thread waiting(RateLimiter limiter, boolean urgent, String name, List<String> order) {
        Thread thread = new Thread(() -> {
            try {
                if (limiter.acquire(urgent, Duration.ofSeconds(30))) {
                    order.add(name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
