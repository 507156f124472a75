package io.epmjit.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Times as EPM writes and takes them. Which forms it writes is not documented, so many are read. */
final class EpmTimes {

    /** ISO 8601 or .NET's form: date, T or a space, time, up to nine digits of a second, perhaps an offset. */
    private static final DateTimeFormatter LENIENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("yyyy-MM-dd")
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .appendPattern("[' '][XXX][XX][X]")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter DECISION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter FILTER =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private EpmTimes() {}

    static Optional<Instant> read(String text) {
        try {
            TemporalAccessor time = LENIENT.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime with
                            ? with.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unknownForm) {
            return Optional.empty();
        }
    }

    /** As the time of a decision is sent: no zone and no fraction; UTC, as the one client does whose zone is known. */
    static String decision(Instant time) {
        return DECISION.format(time);
    }

    /** The lower bound of a range; EPM counts in seconds, so a fraction is dropped. */
    static String from(Instant time) {
        return FILTER.format(time);
    }

    /** The upper bound of a range, rounded up to a whole second, so that nothing before it is left out. */
    static String until(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return FILTER.format(second.equals(time) ? time : second.plusSeconds(1));
    }
}
