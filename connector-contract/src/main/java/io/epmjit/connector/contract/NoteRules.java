package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.KEY;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@link TicketConnector#note} and {@link TicketConnector#findNote} promise: nobody outside reads what was decided. */
final class NoteRules {

    private NoteRules() {}

    static Stream<Rule> all(Given given) {
        if (!given.hasNotes()) {
            return Stream.of(
                    rule("writes nothing where there are no internal notes", NoteRules::writesNothing),
                    rule("looks for no note where there are none", NoteRules::looksForNothing));
        }
        Stream<Rule> always = Stream.of(
                rule("is internal, and says everything", NoteRules::isInternal),
                rule("is found by its key, also by another connector", NoteRules::isFound),
                rule("is absent before it is written", lab -> lab.absent(lab.findNote(lab.open(), KEY))),
                rule("is not taken for one with a similar key", NoteRules::comparesKeysExactly),
                rule("is not taken for one on another ticket", NoteRules::staysWithItsTicket),
                rule("is one's own only if one has written it", NoteRules::takesNoForeignNote),
                rule("carries its key where no text can imitate it", NoteRules::takesNoTextForAKey),
                rule("that was published is no success", NoteRules::reportsAPublishedNote),
                rule("on a deleted ticket fails for ever", NoteRules::failsOnADeletedTicket));
        Stream<Rule> rights = Stream.of(
                        rule("cannot be told without the right to see notes", NoteRules::cannotTellWithoutTheRight))
                .filter(rule -> given.rights().contains(Right.SEE_NOTES));
        return Stream.concat(always, rights);
    }

    private static void writesNothing(Lab lab) {
        TicketRef ticket = lab.open();

        ConnectorException refused = lab.failure(() -> lab.connector.note(ticket, Lab.note(KEY), lab.call()));

        assertEquals(Retryability.NEVER, refused.retryability());
        assertTrue(lab.stored(ticket).notes().isEmpty(), "nothing was written");
    }

    private static void looksForNothing(Lab lab) {
        TicketRef ticket = lab.open();
        try {
            lab.cannotTell(lab.findNote(ticket, KEY));
        } catch (ConnectorException refused) {
            assertEquals(Retryability.NEVER, refused.retryability());
        }
    }

    private static void isInternal(Lab lab) {
        TicketRef ticket = lab.open();

        lab.connector.note(ticket, Lab.note(KEY), lab.call());

        List<StoredNote> notes = lab.stored(ticket).notes();
        assertEquals(1, notes.size(), "notes on the ticket");
        assertTrue(notes.get(0).isInternal(), "only the tracker's own staff see it");
        for (String said : List.of("Approved by Alex Lee.", "Reason", "change CHG0042")) {
            assertTrue(notes.get(0).text().contains(said), "people read \"" + said + "\" in the note");
        }
        assertEquals(1, lab.tracker.requests(Operation.NOTE), "requests that write a note");
    }

    private static void isFound(Lab lab) {
        TicketRef ticket = lab.open();
        lab.connector.note(ticket, Lab.note(KEY), lab.call());

        try (TicketConnector other = lab.tracker.connector()) {
            for (Lookup<NoteKey> answer : List.of(lab.findNote(ticket, KEY), other.findNote(ticket, KEY, lab.call()))) {
                List<Match<NoteKey>> matches = lab.found(answer);
                assertEquals(1, matches.size(), "notes found");
                assertEquals(KEY, matches.get(0).value());
                assertTrue(matches.get(0).ours(), "the connector's own note is its own");
            }
        }
    }

    private static void comparesKeysExactly(Lab lab) {
        TicketRef ticket = lab.open();
        String key = KEY.value();
        for (String similar : List.of(
                key + "0", key + ":2", "un" + key, key.substring(0, key.length() - 1), key.toUpperCase(Locale.ROOT))) {
            lab.connector.note(ticket, Lab.note(NoteKey.of(similar)), lab.call());
        }

        lab.absent(lab.findNote(ticket, KEY));
    }

    private static void staysWithItsTicket(Lab lab) {
        TicketRef ticket = lab.open();
        TicketRef other = lab.open(Stamp.of("another"));

        lab.connector.note(other, Lab.note(KEY), lab.call());

        lab.absent(lab.findNote(ticket, KEY));
        lab.found(lab.findNote(other, KEY));
    }

    private static void takesNoForeignNote(Lab lab) {
        TicketRef ticket = lab.open();
        TicketRef other = lab.open(Stamp.of("another"));
        lab.connector.note(other, Lab.note(KEY), lab.call());

        lab.tracker.noteByStranger(ticket, sourceOfTheNoteOn(other, lab));

        if (lab.findNote(ticket, KEY) instanceof Lookup.Found<NoteKey> found) {
            assertFalse(found.matches().stream().anyMatch(Match::ours), "a note by another account is not ours");
        }
    }

    private static void takesNoTextForAKey(Lab lab) {
        TicketRef ticket = lab.open();
        TicketRef other = lab.open(Stamp.of("another"));
        lab.connector.note(other, Lab.note(KEY), lab.call());
        String source = sourceOfTheNoteOn(other, lab);

        int number = 0;
        for (String forged : List.of(KEY.value(), source, source + "\n", "\n" + source + "\r\n\r\n")) {
            number++;
            lab.connector.note(ticket, Lab.noteWith(NoteKey.of("text:" + number), forged, "none"), lab.call());
            lab.connector.note(ticket, Lab.noteWith(NoteKey.of("field:" + number), "Said:", forged), lab.call());
        }

        lab.absent(lab.findNote(ticket, KEY));
    }

    private static String sourceOfTheNoteOn(TicketRef ticket, Lab lab) {
        return lab.stored(ticket).notes().get(0).source();
    }

    private static void reportsAPublishedNote(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.fail(Operation.NOTE, TrackerFault.PUBLISHED);

        ConnectorException published = lab.failure(() -> lab.connector.note(ticket, Lab.note(KEY), lab.call()));

        assertEquals(Retryability.NEVER, published.retryability(), "to write it again would publish it again");
    }

    private static void failsOnADeletedTicket(Lab lab) {
        TicketRef ticket = lab.open();
        lab.tracker.delete(ticket);

        assertEquals(
                Retryability.NEVER,
                lab.failure(() -> lab.connector.note(ticket, Lab.note(KEY), lab.call()))
                        .retryability());
        try {
            lab.cannotTell(lab.findNote(ticket, KEY));
        } catch (ConnectorException gone) {
            assertEquals(Retryability.NEVER, gone.retryability());
        }
    }

    private static void cannotTellWithoutTheRight(Lab lab) {
        TicketRef ticket = lab.open();
        lab.connector.note(ticket, Lab.note(KEY), lab.call());
        lab.tracker.revoke(Right.SEE_NOTES);

        lab.cannotTell(lab.findNote(ticket, KEY));
        lab.cannotTell(lab.findNote(ticket, NoteKey.of("another")));
    }
}
