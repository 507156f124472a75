package io.epmjit.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.TicketRef;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/** Records as JSON, one object in each line, in plain ASCII. */
final class Ndjson {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator("\n")
            .build();

    private Ndjson() {}

    static long writeRequests(Iterator<RequestRecord> records, Writer out) throws IOException {
        return write(records, out, Ndjson::request);
    }

    static long writeTrail(Iterator<TrailRecord> records, Writer out) throws IOException {
        return write(records, out, Ndjson::entry);
    }

    private interface Row<T> {
        void write(JsonGenerator json, T record) throws IOException;
    }

    private static <T> long write(Iterator<T> records, Writer out, Row<T> row) throws IOException {
        long written = 0;
        try (JsonGenerator json = JSON.createGenerator(out)) {
            while (records.hasNext()) {
                json.writeStartObject();
                row.write(json, records.next());
                json.writeEndObject();
                written++;
            }
        }
        out.write(written == 0 ? "" : "\n");
        out.flush();
        return written;
    }

    private static void request(JsonGenerator json, RequestRecord record) throws IOException {
        json.writeStringField("tenant", record.tenant());
        json.writeStringField("kind", record.request().kind().name());
        json.writeStringField("requestId", record.request().requestId());
        text(json, "ticketNumber", record.request().ticketNumber());
        text(json, "requester", record.requester());
        json.writeStringField("openedAt", record.openedAt().toString());
        json.writeStringField("state", record.state().name());
        text(json, "decidedAt", record.decidedAt().map(Instant::toString));
        Optional<Long> seconds = record.timeToDecision().map(Duration::toSeconds);
        if (seconds.isPresent()) {
            json.writeNumberField("secondsToDecision", seconds.get());
        }
        json.writeArrayFieldStart("decisions");
        for (RecordedDecision decision : record.decisions()) {
            decision(json, decision);
        }
        json.writeEndArray();
        sighting(json, "epm", record.verified());
        sighting(json, "reported", record.reported());
        json.writeArrayFieldStart("tickets");
        for (TicketRef ticket : record.tickets()) {
            json.writeStartObject();
            json.writeStringField("connector", ticket.connector());
            json.writeStringField("id", ticket.id());
            json.writeStringField("key", ticket.key());
            text(json, "url", ticket.url().map(URI::toString));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("givenUp", record.givenUp());
    }

    private static void decision(JsonGenerator json, RecordedDecision decision) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("approved", decision.isApproved());
        text(json, "duration", decision.duration().map(AccessDuration::wireValue));
        json.writeStringField("decidedBy", decision.decidedBy());
        json.writeStringField("reason", decision.reason());
        json.writeStringField("wayIn", decision.wayIn());
        json.writeStringField("decidedAt", decision.decidedAt().toString());
        json.writeStringField("state", decision.state().name());
        text(json, "explanation", decision.explanation());
        json.writeEndObject();
    }

    private static void sighting(JsonGenerator json, String name, Optional<Sighting> seen) throws IOException {
        if (seen.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeStringField("status", seen.get().status().value());
        json.writeStringField("seenAt", seen.get().seenAt().toString());
        text(json, "decidedBy", seen.get().decidedBy());
        text(json, "decidedAt", seen.get().decidedAt());
        text(json, "duration", seen.get().duration());
        text(json, "startsAt", seen.get().startsAt());
        text(json, "endsAt", seen.get().endsAt());
        json.writeEndObject();
    }

    private static void entry(JsonGenerator json, TrailRecord record) throws IOException {
        TrailEntry entry = record.entry();
        json.writeNumberField("number", record.id());
        json.writeStringField("at", record.at().toString());
        json.writeStringField("kind", entry.kind().name());
        text(json, "by", entry.by());
        text(json, "wayIn", entry.wayIn());
        text(json, "system", entry.system());
        json.writeStringField("action", entry.action());
        json.writeStringField("subject", entry.subject());
        json.writeStringField("outcome", entry.outcome());
        text(json, "rule", entry.rule());
        text(json, "detail", entry.detail());
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
