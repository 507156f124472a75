package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.ResolveOutcome.Refused;
import io.epmjit.connector.ResolveOutcome.Resolved;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link TicketConnector#resolve} promises. */
final class ResolvingRules {

    private ResolvingRules() {}

    static Stream<Rule> all(Given given) {
        if (!given.resolves()) {
            return Stream.of(rule("moves no ticket where it does not claim to", ResolvingRules::movesNothing));
        }
        Stream<Rule> always = Stream.of(
                rule("ends a ticket that was approved", lab -> endsTheTicket(lab, Lab.approved())),
                rule("ends a ticket that was denied", lab -> endsTheTicket(lab, Lab.denied())),
                rule("may be asked for again", ResolvingRules::mayBeAskedForAgain),
                rule("fills in the fields that are set up for the decision", ResolvingRules::fillsInItsFields),
                rule("answers that the tracker refuses", ResolvingRules::answersARefusal),
                rule("does not pretend to end a deleted ticket", ResolvingRules::endsNoDeletedTicket));
        Stream<Rule> rights = Stream.of(rule("does not pretend to without the right", ResolvingRules::needsTheRight))
                .filter(rule -> given.rights().contains(Right.RESOLVE_TICKETS));
        return Stream.concat(always, rights);
    }

    private static void movesNothing(Lab lab) {
        TicketRef ticket = lab.open();
        String before = lab.theTicket().status();

        notResolved(lab, ticket);

        assertEquals(before, lab.theTicket().status(), "the ticket's state");
    }

    private static void endsTheTicket(Lab lab, Resolution how) {
        TicketRef ticket = lab.open();

        ResolveOutcome outcome = lab.connector.resolve(ticket, how, lab.call());

        Resolved resolved = assertInstanceOf(Resolved.class, outcome);
        assertEquals(lab.theTicket().status(), resolved.status(), "the state, in the tracker's own word");
        assertFalse(lab.connector.read(ticket, lab.call()).isActive(), "no decision is awaited any more");
    }

    private static void mayBeAskedForAgain(Lab lab) {
        TicketRef ticket = lab.open();
        ResolveOutcome once = lab.connector.resolve(ticket, Lab.approved(), lab.call());

        ResolveOutcome twice = lab.connector.resolve(ticket, Lab.approved(), lab.call());

        assertEquals(once, twice);
        assertInstanceOf(Resolved.class, twice);
    }

    /** What the tracker makes of a text, such as a time in another form, is the tracker's affair. */
    private static void fillsInItsFields(Lab lab) {
        TicketRef ticket = lab.open();
        Optional<Map<DecisionParticular, String>> before = lab.tracker.particulars(ticket);
        assertTrue(before.map(Map::isEmpty).orElse(true), "nothing is known of the decision before there is one");

        Resolved resolved = assertInstanceOf(Resolved.class, lab.connector.resolve(ticket, Lab.approved(), lab.call()));

        assertEquals(
                before.map(fields -> Lab.PARTICULARS.keySet()),
                lab.tracker.particulars(ticket).map(Map::keySet),
                "the particulars that have their fields");
        assertEquals(List.of(), resolved.remarks(), "all was filled in");
    }

    private static void answersARefusal(Lab lab) {
        TicketRef ticket = lab.open();
        String before = lab.theTicket().status();
        lab.tracker.fail(Operation.RESOLVE, TrackerFault.REFUSED);

        Refused refused = assertInstanceOf(Refused.class, lab.connector.resolve(ticket, Lab.approved(), lab.call()));

        assertFalse(refused.reason().isBlank(), "somebody has to read why");
        lab.noSecretIn(refused.reason());
        assertEquals(before, lab.theTicket().status(), "the ticket's state");
    }

    private static void endsNoDeletedTicket(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.delete(ticket);

        notResolved(lab, ticket);
    }

    private static void needsTheRight(Lab lab) {
        TicketRef ticket = lab.open();
        String before = lab.theTicket().status();
        lab.tracker.revoke(Right.RESOLVE_TICKETS);

        notResolved(lab, ticket);

        assertEquals(before, lab.theTicket().status(), "the ticket's state");
    }

    private static void notResolved(Lab lab, TicketRef ticket) {
        try {
            assertInstanceOf(Refused.class, lab.connector.resolve(ticket, Lab.approved(), lab.call()));
        } catch (ConnectorException failed) {
            assertEquals(Retryability.NEVER, failed.retryability());
        }
    }
}
