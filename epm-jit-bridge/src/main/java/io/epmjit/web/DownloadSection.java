package io.epmjit.web;

import io.epmjit.bridge.JitHistory;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.HistoryQuery;
import io.epmjit.ledger.TrailQuery;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** One file of what happened in some days, whole or not at all. */
final class DownloadSection implements Section {

    private static final int MOST_BYTES = 16 << 20;

    private final String file;
    private final ZoneId zone;

    DownloadSection(String file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    @Override
    public String name() {
        return file;
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (visit.isFromElsewhere()) {
            return visit.problem(403, "foreign-form");
        }
        try {
            Optional<Instant> since = day(visit.asked("since")).map(this::begin);
            Optional<Instant> before = day(visit.asked("until")).map(day -> begin(day.plusDays(1)));
            Bounded content = new Bounded();
            long written = write(visit.bridge().history(), since, before, content);
            visit.bridge()
                    .history()
                    .note(
                            visit.operator(),
                            "download",
                            file,
                            written + " written, since "
                                    + since.map(Instant::toString).orElse("the beginning") + ", before "
                                    + before.map(Instant::toString).orElse("now"));
            return attachment(file, content.toByteArray());
        } catch (DateTimeParseException e) {
            return again(visit, "since", visit.text("fault.day"));
        } catch (TooLongException e) {
            return again(visit, "since", visit.text("fault.too-much", MOST_BYTES >> 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EndpointResponse again(OperationsVisit visit, String field, String why) {
        return visit.in(new DownloadsSection(zone)).refused(422, new Order(file, "", ""), field, why);
    }

    private static Optional<LocalDate> day(String typed) {
        return typed.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(typed));
    }

    private Instant begin(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private long write(JitHistory history, Optional<Instant> since, Optional<Instant> before, OutputStream to)
            throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        HistoryQuery requests =
                HistoryQuery.builder().since(since).before(before).build();
        return switch (file) {
            case "requests.csv" -> history.exportCsv(requests, out);
            case "requests.ndjson" -> history.exportNdjson(requests, out);
            default ->
                history.exportTrail(
                        TrailQuery.builder().since(since).before(before).build(), out);
        };
    }

    static EndpointResponse attachment(String name, byte[] content) {
        return EndpointResponse.of(
                200,
                Map.of("Content-Type", type(name), "Content-Disposition", "attachment; filename=\"" + name + "\""),
                content);
    }

    private static String type(String name) {
        if (name.endsWith(".csv")) {
            return "text/csv; charset=utf-8; header=present";
        }
        return name.endsWith(".zip") ? "application/zip" : "application/x-ndjson";
    }

    /** More than a page keeps in memory. */
    private static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static final class Bounded extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int single) {
            require(1);
            super.write(single);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            require(length);
            super.write(bytes, offset, length);
        }

        private void require(int more) {
            if (size() + more > MOST_BYTES) {
                throw new TooLongException();
            }
        }
    }
}
