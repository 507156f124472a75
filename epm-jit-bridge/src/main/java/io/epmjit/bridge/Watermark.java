package io.epmjit.bridge;

import java.time.Instant;
import java.util.Optional;

/**
 * How far EPM's lists have been compared with the ledger.
 *
 * @param since requests made before this are none of ours
 * @param until up to here everything has been compared
 */
record Watermark(Instant since, Instant until) {

    /** Where the last comparison stopped; the first one begins now, unless something else is set. */
    static Watermark from(Optional<String> bookmark, Optional<Instant> since, Instant now) {
        Watermark last =
                bookmark.map(Watermark::read).orElseGet(() -> new Watermark(since.orElse(now), since.orElse(now)));
        return since.filter(wanted -> wanted.isBefore(last.since))
                .map(wanted -> new Watermark(wanted, wanted))
                .orElse(last);
    }

    private static Watermark read(String text) {
        int slash = text.indexOf('/');
        return new Watermark(Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
    }

    Watermark movedTo(Instant moment) {
        return new Watermark(since, moment);
    }

    /** As ISO 8601 writes an interval. */
    @Override
    public String toString() {
        return since + "/" + until;
    }
}
