package io.epmjit.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times as EPM may write them. Which form it uses in webhooks is not documented; these are the forms that its API and
 * its known clients use: ISO-8601 with up to nine digits of a fraction, with or without an offset, and {@code yyyy-MM-dd
 * HH:mm:ss[.fffffff][ +00:00]}. A time without an offset is UTC (inferred from the clients).
 */
final class WireTime {

    private static final int LONGEST = 64;
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter();

    private WireTime() {}

    static Optional<Instant> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            TemporalAccessor time = FORM.parseBest(isoForm(text.strip()), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime withOffset
                            ? withOffset.toInstant()
                            : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Turns the spaces before the time and before its offset into what ISO-8601 has there. */
    private static String isoForm(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            return text;
        }
        boolean beforeTime = space == "yyyy-MM-dd".length();
        String fixed = text.substring(0, space) + (beforeTime ? "T" : "") + text.substring(space + 1);
        int offset = fixed.indexOf(' ');
        return offset < 0 ? fixed : fixed.substring(0, offset) + fixed.substring(offset + 1);
    }
}
