package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Absent;
import io.epmjit.connector.Lookup.Found;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What {@link TicketConnector#find} promises: upon its answer a second ticket is made, or not. */
final class FindingRules {

    /** More than trackers put on one page of a search. */
    private static final int MORE_THAN_A_PAGE = 105;

    /** Legal, and each of them means something else somewhere: an operator, a wildcard, nothing at all. */
    private static final List<String> ODD_STAMPS = List.of(
            "-1",
            "AND",
            "or",
            "not",
            "null",
            "0",
            "00",
            "...",
            "-",
            "--",
            "_",
            ":",
            "a:b:c",
            "stamp:",
            "a.b",
            "A_b",
            "admin:1f6e22a4",
            "x".repeat(100));

    private FindingRules() {}

    static Stream<Rule> all(Given given) {
        Stream<Rule> always = Stream.of(
                rule("says absent where there is nothing", lab -> lab.absent(lab.find(STAMP))),
                rule("finds a ticket once the search has had its time", FindingRules::findsWhatWasOpened),
                rule("finds what another connector has opened", FindingRules::remembersNothing),
                rule("puts the oldest first", FindingRules::putsTheOldestFirst),
                rule("reports what others made, and not as its own", FindingRules::tellsWhoMadeIt),
                rule("takes no stamp for a similar one", FindingRules::comparesExactly),
                rule("finds one ticket among more similar ones than a page holds", FindingRules::readsEveryPage),
                rule("takes no text for a stamp", FindingRules::takesNoTextForAStamp),
                rule("takes no copy of a ticket's source for its stamp", FindingRules::takesNoSourceForAStamp),
                rule("finds no ticket whose stamp was removed", FindingRules::findsNoRemovedStamp),
                rule("finds no ticket that was deleted", FindingRules::findsNoDeletedTicket),
                rule("cannot tell with credentials that are refused", FindingRules::cannotTellWithWrongCredentials));
        Stream<Rule> odd = ODD_STAMPS.stream()
                .map(stamp -> rule(
                        "never says absent of a ticket with the stamp " + stamp,
                        lab -> findsAnOddStamp(lab, Stamp.of(stamp))));
        Stream<Rule> rights = given.rights().contains(Right.SEE_TICKETS)
                ? Stream.of(
                        rule("cannot tell without the right to see tickets", FindingRules::cannotTellWithoutTheRight))
                : Stream.of();
        return Stream.of(always, odd, rights).flatMap(rules -> rules);
    }

    private static void findsWhatWasOpened(Lab lab) {
        Instant before = lab.tracker.clock().instant();
        TicketRef ticket = lab.open();
        Instant after = lab.tracker.clock().instant();
        lab.waitForTheSearch();

        List<Match<TicketRef>> matches = lab.found(lab.find(STAMP));

        assertEquals(1, matches.size(), "tickets found");
        Match<TicketRef> match = matches.get(0);
        assertEquals(ticket, match.value());
        assertTrue(match.ours(), "the connector's own ticket is its own");
        assertTrue(match.creator().isPresent(), "the account that made it is named");
        assertFalse(
                match.createdAt().isBefore(before.minusSeconds(1))
                        || match.createdAt().isAfter(after.plusSeconds(1)),
                () -> "made between " + before + " and " + after + ", and not " + match.createdAt());
    }

    private static void remembersNothing(Lab lab) {
        TicketRef ticket = lab.open();
        lab.waitForTheSearch();

        try (TicketConnector other = lab.tracker.connector()) {
            assertEquals(ticket, lab.found(other.find(STAMP, lab.call())).get(0).value());
        }
    }

    private static void putsTheOldestFirst(Lab lab) {
        TicketRef first = lab.open();
        lab.waitABit();
        TicketRef second = lab.open();
        lab.waitABit();
        TicketRef third = lab.open();
        lab.waitForTheSearch();

        assertEquals(
                List.of(first, second, third),
                lab.found(lab.find(STAMP)).stream().map(Match::value).toList());
    }

    private static void tellsWhoMadeIt(Lab lab) {
        TicketRef ticket = lab.open();
        lab.waitABit();
        lab.tracker.copyByStranger(ticket);
        lab.waitForTheSearch();

        List<Match<TicketRef>> matches = lab.found(lab.find(STAMP));

        assertEquals(
                List.of(true, false),
                matches.stream().map(Match::ours).toList(),
                "which of original and copy are ours");
        assertEquals(
                2, matches.stream().map(Match::creator).distinct().count(), "the accounts that made the two tickets");
    }

    private static void comparesExactly(Lab lab) {
        String stamp = STAMP.value();
        for (String similar : List.of(
                stamp.toUpperCase(Locale.ROOT),
                stamp + "-2",
                stamp + "0",
                "x" + stamp,
                "admin:" + stamp,
                stamp.substring(0, stamp.length() - 1),
                stamp.substring(1),
                stamp.replace('-', '.'),
                stamp.replace("-", ""))) {
            lab.open(Stamp.of(similar));
        }
        lab.waitForTheSearch();

        lab.absent(lab.find(STAMP));
    }

    private static void readsEveryPage(Lab lab) {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            lab.open(Stamp.of(STAMP.value() + ":" + i));
        }
        lab.waitABit();
        TicketRef ticket = lab.open();
        lab.waitForTheSearch();

        assertEquals(
                List.of(ticket),
                lab.found(lab.find(STAMP)).stream().map(Match::value).toList());
    }

    private static void takesNoTextForAStamp(Lab lab) {
        String stamp = STAMP.value();
        lab.connector.open(everywhere(Stamp.of("another"), stamp), lab.call());
        lab.waitForTheSearch();

        lab.absent(lab.find(STAMP));
    }

    private static void takesNoSourceForAStamp(Lab lab) {
        TicketRef original = lab.open();
        String source = lab.theTicket().source();
        lab.tracker.delete(original);
        lab.connector.open(everywhere(Stamp.of("another"), source), lab.call());
        lab.connector.open(everywhere(Stamp.of("yet-another"), "\n" + source + "\n"), lab.call());
        lab.waitForTheSearch();

        lab.absent(lab.find(STAMP));
    }

    /** A draft that says this at every place where a request can say something. */
    private static TicketDraft everywhere(Stamp stamp, String text) {
        String said = text.isBlank() ? "?" : text;
        return TicketDraft.builder()
                .stamp(stamp)
                .request(JitRequestRef.application("1f6e22a4"))
                .placeholders(Map.of("User", said, "HostName", said, "Reason", said))
                .addSections(new TicketSection(said, List.of(new TicketField(said, said))))
                .notice(said)
                .requester(said)
                .build();
    }

    private static void findsNoRemovedStamp(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.removeStamp(ticket);
        lab.waitForTheSearch();

        lab.absent(lab.find(STAMP));
    }

    private static void findsNoDeletedTicket(Lab lab) {
        TicketRef ticket = lab.open();
        lab.waitForTheSearch();
        lab.found(lab.find(STAMP));
        lab.tracker.delete(ticket);
        lab.waitForTheSearch();

        lab.absent(lab.find(STAMP));
    }

    private static void cannotTellWithWrongCredentials(Lab lab) {
        try (TicketConnector stranger = lab.tracker.connectorWithWrongCredentials()) {
            lab.cannotTell(stranger.find(STAMP, lab.call()));
        }
    }

    private static void cannotTellWithoutTheRight(Lab lab) {
        lab.open();
        lab.waitForTheSearch();
        lab.tracker.revoke(Right.SEE_TICKETS);

        lab.cannotTell(lab.find(STAMP));
        lab.cannotTell(lab.find(Stamp.of("another")));
    }

    /** A connector whose tracker cannot search for such a stamp refuses it, or cannot tell. */
    private static void findsAnOddStamp(Lab lab, Stamp stamp) {
        TicketRef ticket;
        try {
            ticket = lab.open(stamp);
        } catch (ConnectorException refused) {
            assertEquals(Retryability.NEVER, refused.retryability(), "a stamp that is refused is refused for ever");
            assertTrue(lab.tracker.tickets().isEmpty(), "no ticket is made with a stamp that is refused");
            return;
        }
        lab.waitForTheSearch();

        Lookup<TicketRef> answer = lab.find(stamp);

        if (answer instanceof Found<TicketRef> found) {
            assertEquals(
                    List.of(ticket), found.matches().stream().map(Match::value).toList());
        } else if (answer instanceof Absent<TicketRef>) {
            fail("the ticket is there, but the answer is " + answer);
        }
    }
}
