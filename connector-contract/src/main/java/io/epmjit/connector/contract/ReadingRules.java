package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link TicketConnector#read} promises. */
final class ReadingRules {

    private ReadingRules() {}

    static Stream<Rule> all() {
        return Stream.of(
                rule("shows a ticket as it is, without waiting for the search", ReadingRules::showsTheTicket),
                rule("reads what another connector has opened", ReadingRules::remembersNothing),
                rule("shows no stamp that was removed", ReadingRules::showsNoRemovedStamp),
                rule("fails for ever on a ticket that was deleted", ReadingRules::failsOnADeletedTicket));
    }

    private static void showsTheTicket(Lab lab) {
        TicketRef ticket = lab.open();

        TicketSnapshot snapshot = lab.connector.read(ticket, lab.call());

        assertEquals(ticket, snapshot.ticket());
        assertEquals(Optional.of(STAMP), snapshot.stamp());
        assertEquals(lab.theTicket().status(), snapshot.status(), "the state, in the tracker's own word");
        assertTrue(snapshot.isActive(), "a decision may be made about a new ticket");
        assertTrue(snapshot.creator().isPresent(), "the account that made it is named");
        lab.noSecretIn(snapshot.toString());
    }

    private static void remembersNothing(Lab lab) {
        TicketRef ticket = lab.open();

        try (TicketConnector other = lab.tracker.connector()) {
            assertEquals(
                    lab.connector.read(ticket, lab.call()).status(),
                    other.read(ticket, lab.call()).status());
        }
    }

    private static void showsNoRemovedStamp(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.removeStamp(ticket);

        assertNotEquals(
                Optional.of(STAMP), lab.connector.read(ticket, lab.call()).stamp());
    }

    private static void failsOnADeletedTicket(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.delete(ticket);

        assertEquals(
                Retryability.NEVER,
                lab.failure(() -> lab.connector.read(ticket, lab.call())).retryability());
    }
}
