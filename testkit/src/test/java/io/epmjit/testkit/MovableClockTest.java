package io.epmjit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovableClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void standsStillUntilItIsMoved() {
        MovableClock clock = MovableClock.at(NOON);
        assertThat(clock.instant()).isEqualTo(NOON);
        clock.advance(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo("2026-11-22T12:05:00Z");
        clock.advance(Duration.ofMinutes(-10));
        assertThat(clock.instant()).isEqualTo("2026-11-22T11:55:00Z");
        clock.set(NOON);
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void canRunFromAnyInstant() {
        MovableClock clock = MovableClock.running();
        clock.set(NOON);
        assertThat(clock.instant()).isBetween(NOON, NOON.plus(Duration.ofMinutes(1)));
    }
}
