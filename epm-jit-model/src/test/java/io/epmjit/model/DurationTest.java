package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "m", "-5m", "5 weeks", "1.5h", "5m5m", "twice", "9999999999m"})
    void whatPeopleDoNotMeanIsRefusedWithWhatTheyMay(String text) {
        assertThatThrownBy(() -> AccessDuration.parse(text)).hasMessageContaining("30m, 2h or 1d");
    }

    @ParameterizedTest
    @CsvSource({
        "30m, 1800",
        "5 min, 300",
        "5 MINUTES, 300",
        "1 minute, 60",
        "2h, 7200",
        "1 hour, 3600",
        "24 hours, 86400",
        "1d, 86400",
        "3 days, 259200",
        "once, Once",
        "' ONCE ', Once",
        "10mins, 600",
        "1day, 86400"
    })
    void whatPeopleTypeBecomesWhatTheWireWants(String text, String wire) {
        assertThat(AccessDuration.parse(text).wireValue()).isEqualTo(wire);
        assertThat(AccessDuration.fromWire(wire)).contains(AccessDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "PT30M", "30 minutes", "99999999999", "sometimes"})
    void anythingElseOnTheWireIsNoDuration(String text) {
        assertThat(AccessDuration.fromWire(text)).isEmpty();
    }

    @Test
    void aDurationIsAWholeNumberOfSecondsAndAtLeastOne() {
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1500)}) {
            assertThatThrownBy(() -> AccessDuration.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(AccessDuration.of(Duration.ofSeconds(1)).wireValue()).isEqualTo("1");
        assertThat(AccessDuration.once().length()).isEmpty();
        assertThat(AccessDuration.once().isOnce()).isTrue();
        assertThat(AccessDuration.minutes(60))
                .isEqualTo(AccessDuration.hours(1))
                .isNotEqualTo(AccessDuration.once());
        assertThat(AccessDuration.minutes(60)).hasSameHashCodeAs(AccessDuration.hours(1));
        assertThat(AccessDuration.minutes(60).isOnce()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "once, once",
        "1m, 1 minute",
        "90m, 90 minutes",
        "60m, 1 hour",
        "48h, 2 days",
        "1d, 1 day",
        "3h, 3 hours"
    })
    void durationsReadAsPeopleSayThem(String text, String said) {
        assertThat(AccessDuration.parse(text)).hasToString(said);
    }

    @Test
    void secondsAreSaidAsSuch() {
        assertThat(AccessDuration.of(Duration.ofSeconds(61))).hasToString("61 seconds");
        assertThat(AccessDuration.of(Duration.ofSeconds(1))).hasToString("1 second");
    }

    @ParameterizedTest
    @CsvSource({
        "4m, Enter a number between 5 and 1440",
        "1m, Enter a number between 5 and 1440",
        "1441m, Enter a number between 5 and 1440",
        "25h, Enter a number between 1 and 24",
        "2d, Enter a number between 1 and 24"
    })
    void theGuidesRangesAreRefusedInTheGuidesWords(String text, String message) {
        assertThat(DurationLimits.GUIDE.faultOf(AccessDuration.parse(text))).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "5m", "1440m", "1h", "24h", "1d"})
    void theGuidesRangesIncludeTheirEnds(String text) {
        assertThat(DurationLimits.GUIDE.faultOf(AccessDuration.parse(text))).isEmpty();
    }

    @Test
    void theConsoleOffersMore() {
        assertThat(DurationLimits.CONSOLE.faultOf(AccessDuration.days(372))).isEmpty();
        assertThat(DurationLimits.CONSOLE.faultOf(AccessDuration.days(373))).isPresent();
        assertThat(DurationLimits.CONSOLE.faultOf(AccessDuration.minutes(4))).isPresent();
    }

    @Test
    void aDecisionNeedsSomebodyAndAReason() {
        assertThatThrownBy(() -> Decision.deny().by("a.lee").reason(" \n").build())
                .hasMessage("Please enter a reason");
        assertThatThrownBy(() ->
                        Decision.approve(AccessDuration.once()).reason("x").build())
                .hasMessageContaining("by(");
        Decision decision = Decision.approve(AccessDuration.minutes(30))
                .by(" a.lee ")
                .reason(" change ")
                .build();
        assertThat(decision.by()).isEqualTo("a.lee");
        assertThat(decision.reason()).isEqualTo("change");
        assertThat(decision.status()).isEqualTo(DecisionStatus.APPROVED);
        assertThat(Decision.deny().by("x").reason("y").build().status()).isEqualTo(DecisionStatus.DENIED);
    }
}
