package io.epmjit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpmTimesTest {

    @ParameterizedTest
    @CsvSource({
        "2020-12-24 19:09:47, 2020-12-24T19:09:47Z",
        "2020-12-24 19:09:47.6816562, 2020-12-24T19:09:47.681656200Z",
        "2020-12-24 19:09:47.6816562 +00:00, 2020-12-24T19:09:47.681656200Z",
        "2020-12-24 19:09:47.6816562 +02:00, 2020-12-24T17:09:47.681656200Z",
        "2020-12-24T19:09:47, 2020-12-24T19:09:47Z",
        "2020-12-24T19:09:47Z, 2020-12-24T19:09:47Z",
        "2020-12-24T19:09:47.123456789Z, 2020-12-24T19:09:47.123456789Z",
        "2020-12-24T19:09:47-0530, 2020-12-25T00:39:47Z",
        "2020-12-24T19:09, 2020-12-24T19:09:00Z"
    })
    void many_forms_are_read(String text, Instant expected) {
        assertThat(EpmTimes.read(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "24.12.2020", "2020-13-40 99:99:99", "%%DecisionTime%%"})
    void what_is_no_time_is_none(String text) {
        assertThat(EpmTimes.read(text)).isEmpty();
    }

    @Test
    void a_range_is_widened_to_whole_seconds() {
        assertThat(EpmTimes.from(Instant.parse("2026-11-21T10:15:30.987Z"))).isEqualTo("2026-11-21T10:15:30Z");
        assertThat(EpmTimes.until(Instant.parse("2026-11-21T10:15:30.001Z"))).isEqualTo("2026-11-21T10:15:31Z");
        assertThat(EpmTimes.until(Instant.parse("2026-11-21T10:15:30Z"))).isEqualTo("2026-11-21T10:15:30Z");
    }

    @Test
    void a_decision_time_has_neither_zone_nor_fraction() {
        assertThat(EpmTimes.decision(Instant.parse("2026-11-21T10:15:30.987Z"))).isEqualTo("2026-11-21 10:15:30");
    }
}
