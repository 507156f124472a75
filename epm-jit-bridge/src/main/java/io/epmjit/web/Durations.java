package io.epmjit.web;

import io.epmjit.model.AccessDuration;
import io.epmjit.web.internal.Messages;
import java.time.Duration;

/** How long access lasts, in a page's language. */
final class Durations {

    private Durations() {}

    static String inWords(AccessDuration duration, Messages says) {
        return duration.length().map(length -> inWords(length, says)).orElseGet(() -> says.text("duration.once"));
    }

    private static String inWords(Duration length, Messages says) {
        if (length.toSeconds() % 86_400 == 0) {
            return says.text("duration.days", length.toDays());
        }
        if (length.toSeconds() % 3_600 == 0) {
            return says.text("duration.hours", length.toHours());
        }
        if (length.toSeconds() % 60 == 0) {
            return says.text("duration.minutes", length.toMinutes());
        }
        return says.text("duration.seconds", length.toSeconds());
    }
}
