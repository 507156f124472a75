package io.epmjit.bridge;

import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.TicketRef;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests as CSV: RFC 4180, one line for each, with a header. */
final class RequestCsv {

    /** What a spreadsheet takes for the beginning of a formula, also in full width. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private static final Map<String, Function<RequestRecord, Optional<String>>> COLUMNS = columns();

    private RequestCsv() {}

    static long write(Iterator<RequestRecord> records, Writer out) throws IOException {
        out.write(String.join(",", COLUMNS.keySet()) + "\r\n");
        long written = 0;
        while (records.hasNext()) {
            RequestRecord next = records.next();
            out.write(COLUMNS.values().stream()
                            .map(column ->
                                    column.apply(next).map(RequestCsv::cell).orElse(""))
                            .collect(Collectors.joining(","))
                    + "\r\n");
            written++;
        }
        out.flush();
        return written;
    }

    private static Map<String, Function<RequestRecord, Optional<String>>> columns() {
        Map<String, Function<RequestRecord, Optional<String>>> columns = new LinkedHashMap<>();
        columns.put("tenant", record -> Optional.of(record.tenant()));
        columns.put("kind", record -> Optional.of(record.request().kind().name()));
        columns.put("request_id", record -> Optional.of(record.request().requestId()));
        columns.put("ticket_number", record -> record.request().ticketNumber());
        columns.put("requester", RequestRecord::requester);
        columns.put("opened_at", record -> Optional.of(record.openedAt().toString()));
        columns.put("state", record -> Optional.of(record.state().name()));
        columns.put("decided_at", record -> record.decidedAt().map(Instant::toString));
        columns.put(
                "seconds_to_decision",
                record -> record.timeToDecision().map(length -> Long.toString(length.toSeconds())));
        columns.put("decision", ofDecision(one -> Optional.of(one.isApproved() ? "Approved" : "Denied")));
        columns.put("duration", ofDecision(one -> one.duration().map(AccessDuration::wireValue)));
        columns.put("decided_by", ofDecision(one -> Optional.of(one.decidedBy())));
        columns.put("way_in", ofDecision(one -> Optional.of(one.wayIn())));
        columns.put("reason", ofDecision(one -> Optional.of(one.reason())));
        columns.put("decision_state", ofDecision(one -> Optional.of(one.state().name())));
        columns.put(
                "decisions",
                record -> Optional.of(Integer.toString(record.decisions().size())));
        columns.put(
                "epm_status",
                record -> record.verified().map(seen -> seen.status().value()));
        columns.put("epm_decided_by", record -> record.verified().flatMap(Sighting::decidedBy));
        columns.put("epm_decided_at", record -> record.verified().flatMap(Sighting::decidedAt));
        columns.put(
                "tickets",
                record -> Optional.of(
                        record.tickets().stream().map(TicketRef::toString).collect(Collectors.joining(" "))));
        columns.put("given_up", record -> Optional.of(Integer.toString(record.givenUp())));
        return columns;
    }

    private static Function<RequestRecord, Optional<String>> ofDecision(
            Function<RecordedDecision, Optional<String>> value) {
        return record -> record.decision().flatMap(value);
    }

    /**
     * Quoted where it must be. What would run as a formula in a spreadsheet begins with an apostrophe instead, also behind
     * white space: users, approvers and files choose these texts.
     */
    static String cell(String text) {
        String start = text.stripLeading();
        boolean isFormula = !start.isEmpty() && FORMULA.indexOf(start.charAt(0)) >= 0;
        boolean startsWithControl = !text.isEmpty() && Character.isISOControl(text.charAt(0));
        String safe = isFormula || startsWithControl ? "'" + text : text;
        boolean quoted = isFormula || safe.chars().anyMatch(c -> c == '"' || c == ',' || c == ';' || c < ' ');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
