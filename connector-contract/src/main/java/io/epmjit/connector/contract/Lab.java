package io.epmjit.connector.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Absent;
import io.epmjit.connector.Lookup.CannotTell;
import io.epmjit.connector.Lookup.Found;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSection;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One tracker with one connector to it, and what tests do with them. */
final class Lab implements AutoCloseable {

    static final Stamp STAMP = Stamp.of("1f6e22a4-00c7-4b12-9d55-6a3c1f0e8b21");
    static final NoteKey KEY = NoteKey.of("decided:1f6e22a4-1");

    static final Map<DecisionParticular, String> PARTICULARS = Map.of(
            DecisionParticular.DECISION, "Approved",
            DecisionParticular.DECISION_TIME, "2026-03-01T09:30:00Z",
            DecisionParticular.DECISION_PERFORMED_BY_USER, "a.lee",
            DecisionParticular.DURATION, "30 minutes");

    final TrackerUnderTest tracker;
    final TicketConnector connector;

    private final List<TicketConnector> connectors = new ArrayList<>();

    Lab(TrackerUnderTest tracker) {
        this.tracker = tracker;
        this.connector = anotherConnector();
    }

    /** Throws whatever the first connector throws that cannot be closed. */
    @Override
    public void close() {
        try {
            connectors.forEach(TicketConnector::close);
        } finally {
            tracker.close();
        }
    }

    /** One more, with connections of its own. */
    TicketConnector anotherConnector() {
        TicketConnector another = tracker.connector();
        connectors.add(another);
        return another;
    }

    // What is asked of a connector

    CallContext call() {
        return call(Duration.ofSeconds(30));
    }

    CallContext call(Duration time) {
        return CallContext.builder()
                .deadline(tracker.clock().instant().plus(time))
                .tenant("acme")
                .build();
    }

    static TicketDraft draft(Stamp stamp) {
        return draftWith(stamp, "the printer driver has to be updated");
    }

    static TicketDraft draftWith(Stamp stamp, String reason) {
        return TicketDraft.builder()
                .stamp(stamp)
                .request(JitRequestRef.application("1f6e22a4").withTicketNumber("EPM000042"))
                .placeholders(Map.of("User", "ACME\\jo", "HostName", "WS-17"))
                .addSections(new TicketSection(
                        "Request", List.of(new TicketField("User", "ACME\\jo"), new TicketField("Reason", reason))))
                .build();
    }

    static TicketNote note(NoteKey key) {
        return noteWith(key, "Approved by Alex Lee.", "change CHG0042");
    }

    static TicketNote noteWith(NoteKey key, String text, String reason) {
        return TicketNote.builder()
                .key(key)
                .text(text)
                .addFields(new TicketField("Reason", reason))
                .build();
    }

    static Resolution approved() {
        return new Resolution(DecisionStatus.APPROVED, "Approved in EPM.", PARTICULARS);
    }

    static Resolution denied() {
        return new Resolution(DecisionStatus.DENIED, "Denied in EPM.");
    }

    TicketRef open() {
        return open(STAMP);
    }

    TicketRef open(Stamp stamp) {
        return connector.open(draft(stamp), call());
    }

    Lookup<TicketRef> find(Stamp stamp) {
        return connector.find(stamp, call());
    }

    Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key) {
        return connector.findNote(ticket, key, call());
    }

    /** Lets the tracker's search catch up, as far as the connector says that it needs time to. */
    void waitForTheSearch() {
        tracker.advance(connector.consistencyDelay());
    }

    /** Lets enough time pass that two tickets have not been made at the same moment. */
    void waitABit() {
        tracker.advance(Duration.ofSeconds(2));
    }

    // What is in the tracker

    StoredTicket theTicket() {
        List<StoredTicket> tickets = tracker.tickets();
        if (tickets.size() != 1) {
            fail("there should be one ticket in the tracker, and there are " + tickets.size());
        }
        return tickets.get(0);
    }

    StoredTicket stored(TicketRef ticket) {
        return tracker.tickets().stream()
                .filter(stored -> stored.id().equals(ticket.id()))
                .findFirst()
                .orElseGet(
                        () -> fail("the tracker knows no ticket with the id " + ticket.id() + " that open returned"));
    }

    // What answers have to be

    <T> List<Match<T>> found(Lookup<T> answer) {
        return answer instanceof Found<T> found
                ? found.matches()
                : fail("should be found, but the answer is " + answer);
    }

    <T> void absent(Lookup<T> answer) {
        if (!(answer instanceof Absent<T>)) {
            fail("should be absent, but the answer is " + answer);
        }
    }

    /** For an operator, who has to read why. */
    <T> void cannotTell(Lookup<T> answer) {
        if (answer instanceof CannotTell<T> unclear) {
            assertFalse(unclear.reason().isBlank(), "whoever cannot tell says why");
            noSecretIn(unclear.reason());
        } else {
            fail("nobody can tell, but the answer is " + answer);
        }
    }

    /** The failure of a call that has to fail. */
    ConnectorException failure(Runnable call) {
        try {
            call.run();
        } catch (ConnectorException e) {
            return withoutSecrets(e);
        } catch (RuntimeException e) {
            return fail("a connector reports failures as ConnectorException, but this threw " + e.getClass(), e);
        }
        return fail("the call should have failed, and has not");
    }

    private ConnectorException withoutSecrets(ConnectorException failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        noSecretIn(all.toString());
        assertFalse(String.valueOf(failure.getMessage()).isBlank(), "a failure says what has failed");
        return failure;
    }

    /** The text itself is not repeated: test reports are read by many. */
    void noSecretIn(String text) {
        assertFalse(
                tracker.secrets().stream().anyMatch(text::contains),
                "a password or token stands in a message, an answer or a toString()");
    }
}
