package io.epmjit.connector.jira;

import io.epmjit.connector.HostileText;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an internal note says. Service Management takes notes as wiki markup, and not everything can be escaped there (a
 * backslash cannot), so the whole note stands in a block in which Jira interprets nothing.
 *
 * <p>The note's key is the last line; lines of values are indented, so that none of them passes for it.
 */
final class NoteText {

    private static final String BLOCK = "{noformat}";
    private static final String KEY_LINE = "Reference: ";
    private static final Pattern BLOCK_END = Pattern.compile("\\{(?=\\s*noformat)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 28_000;
    private static final int LONGEST_VALUE = 4_000;

    private NoteText() {}

    /** The note in wiki markup. */
    static String asWikiMarkup(TicketNote note) {
        return BLOCK + "\n" + BLOCK_END.matcher(asText(note, LONGEST)).replaceAll("{ ") + "\n" + BLOCK;
    }

    /**
     * The note as a document, in Atlassian Document Format. Jira does not say whether its limit counts the text or the
     * document, in which a line of one letter takes fifty; so the whole document stays below it.
     */
    static Map<String, Object> asDocument(TicketNote note) {
        int longest = LONGEST;
        Map<String, Object> document;
        do {
            document = Adf.document(List.of(Adf.paragraph(asText(note, longest))));
            longest /= 2;
        } while (Json.lengthOf(document) > LONGEST);
        return document;
    }

    /** Whether the text of a comment is a note with this key. */
    static boolean hasKey(String comment, NoteKey key) {
        List<String> lines = comment.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals(BLOCK))
                .toList();
        return !lines.isEmpty() && lines.get(lines.size() - 1).equals(KEY_LINE + key.value());
    }

    private static String asText(TicketNote note, int longest) {
        int longestValue = Math.min(LONGEST_VALUE, longest / 4);
        StringBuilder text = new StringBuilder(HostileText.cut(longestValue, HostileText.oneLine(note.text())));
        for (TicketField field : note.fields()) {
            String line = "\n  " + HostileText.oneLine(field.label()) + ": "
                    + HostileText.cut(longestValue, HostileText.lines(field.value()))
                            .replace("\n", "\n    ");
            if (text.length() + line.length() > longest) {
                text.append("\n  … Jira does not take everything that there is to say.");
                break;
            }
            text.append(line);
        }
        return text.append('\n').append(KEY_LINE).append(note.key().value()).toString();
    }
}
