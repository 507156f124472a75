package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link TicketConnector#open} promises. */
final class OpeningRules {

    private OpeningRules() {}

    static Stream<Rule> all() {
        return Stream.of(
                rule("makes one ticket, which carries the stamp", OpeningRules::makesOneTicket),
                rule("answers with the ticket that it has made", OpeningRules::answersWithTheTicket),
                rule("never looks first", OpeningRules::neverLooksFirst),
                rule("shows people what the request says", OpeningRules::showsTheRequest),
                rule("makes a ticket also of a request that says nothing", OpeningRules::takesAnEmptyDraft),
                rule("sends nothing once the deadline has passed", OpeningRules::obeysAPastDeadline),
                rule("fails with credentials that are refused", OpeningRules::failsWithWrongCredentials));
    }

    private static void makesOneTicket(Lab lab) {
        TicketRef ticket = lab.open();

        assertEquals(ticket.id(), lab.theTicket().id());
        assertEquals(1, lab.tracker.requests(Operation.OPEN), "requests that make a ticket");
        assertEquals(
                Optional.of(STAMP),
                lab.connector.read(ticket, lab.call()).stamp(),
                "the stamp that the ticket carries");
    }

    private static void answersWithTheTicket(Lab lab) {
        TicketRef first = lab.open();
        TicketRef second = lab.open();

        assertEquals(lab.connector.id().value(), first.connector(), "the connector that the ticket names");
        assertNotEquals(first, second, "two tickets");
        assertNotEquals(first.key(), second.key(), "the keys of two tickets");
        first.url().ifPresent(url -> assertTrue(url.isAbsolute(), "people can open " + url));
        lab.noSecretIn(first + " " + first.url());
    }

    /** The bridge looks, when looking has had its time. A connector that looks first would only seem to be safe. */
    private static void neverLooksFirst(Lab lab) {
        lab.open();
        lab.waitForTheSearch();
        lab.open();

        assertEquals(2, lab.tracker.tickets().size(), "tickets after opening two with one stamp");
        assertEquals(0, lab.tracker.requests(Operation.FIND), "searches");
    }

    private static void showsTheRequest(Lab lab) {
        lab.open();

        StoredTicket ticket = lab.theTicket();
        assertFalse(ticket.title().isBlank(), "the ticket has a title");
        for (String said : List.of("User", "ACME\\jo", "Reason", "the printer driver has to be updated")) {
            assertTrue(ticket.text().contains(said), "people read \"" + said + "\" in the ticket");
        }
    }

    private static void takesAnEmptyDraft(Lab lab) {
        TicketDraft empty = TicketDraft.builder()
                .stamp(STAMP)
                .request(JitRequestRef.admin("1f6e22a4"))
                .build();

        lab.connector.open(empty, lab.call());

        assertFalse(lab.theTicket().title().isBlank(), "the ticket has a title");
    }

    private static void obeysAPastDeadline(Lab lab) {
        ConnectorException late =
                lab.failure(() -> lab.connector.open(Lab.draft(STAMP), lab.call(Duration.ofSeconds(-1))));

        assertEquals(Retryability.SAFE, late.retryability());
        assertEquals(0, lab.tracker.requests(Operation.OPEN), "requests after the deadline");
    }

    private static void failsWithWrongCredentials(Lab lab) {
        try (TicketConnector stranger = lab.tracker.connectorWithWrongCredentials()) {
            ConnectorException refused = lab.failure(() -> stranger.open(Lab.draft(STAMP), lab.call()));

            assertNotEquals(Retryability.OUTCOME_UNKNOWN, refused.retryability(), "it is known that nothing was made");
        }
        assertTrue(lab.tracker.tickets().isEmpty(), "nothing was made");
    }
}
