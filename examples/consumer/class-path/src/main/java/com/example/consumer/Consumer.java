package com.example.consumer;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;

/** Uses the library as its users do, and ends with an exception where something is not as documented. */
public final class Consumer {

    private Consumer() {}

    /**
     * Runs every part once.
     *
     * @param args are not looked at
     */
    public static void main(String[] args) {
        decide();
        keepTickets();
        System.out.println("consumer: all parts did their work on Java " + Runtime.version().feature());
    }

    private static void decide() {
        Decision decision = Decision.approve(AccessDuration.parse("30 minutes"))
                .by("a.lee")
                .reason("change CHG0042")
                .build();
        check(decision.toString().equals("approved for 30 minutes by a.lee"), "a decision reads like a sentence");
    }

    private static void keepTickets() {
        JitRequestRef request = JitRequestRef.admin("c0ffee00-0000-4000-8000-000000000001");
        Stamp stamp = Stamp.of("c0ffee00-0000-4000-8000-000000000001");
        CallContext call = CallContext.builder()
                .deadline(Instant.now().plus(Duration.ofSeconds(30)))
                .build();
        try (TicketConnector tracker = new MemoryTracker()) {
            check(tracker.testConnection(call).isOk(), "the tracker is there");
            check(tracker.find(stamp, call) instanceof Lookup.Absent, "no ticket yet");
            TicketRef ticket = tracker.open(
                    TicketDraft.builder().stamp(stamp).request(request).build(), call);
            check(tracker.find(stamp, call) instanceof Lookup.Found, "the ticket is found by its stamp");
            ResolveOutcome outcome =
                    tracker.resolve(ticket, new Resolution(DecisionStatus.DENIED, "Denied by a.lee"), call);
            check(outcome instanceof ResolveOutcome.Resolved, "the ticket is resolved");
            check(!tracker.read(ticket, call).isActive(), "a resolved ticket is no longer active");
        }
    }

    private static void check(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalStateException("not so: " + expectation);
        }
    }
}
