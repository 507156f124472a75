package io.epmjit.connector.jira;

import io.epmjit.connector.HostileText;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The description of an issue: every detail of a request in tables under headings, as much of it as Jira takes.
 *
 * <p>Jira refuses a description of more than 32,767 characters, and does not say whether it counts the text or the
 * document around it. So the whole document stays below that, with a margin.
 */
final class IssueDescription {

    private static final int LONGEST_DOCUMENT = 28_000;
    private static final int LONGEST_VALUE = 4_000;
    private static final int SHORTEST_CUT = 60;
    private static final int LONGEST_LABEL = 100;

    private IssueDescription() {}

    /** The document, in Atlassian Document Format. Where something had to be cut, its last sentence names it. */
    static Map<String, Object> of(TicketDraft draft) {
        for (int most = LONGEST_VALUE; most >= SHORTEST_CUT; most /= 2) {
            Map<String, Object> document = new Attempt(most, Integer.MAX_VALUE).document(draft);
            if (Json.lengthOf(document) <= LONGEST_DOCUMENT) {
                return document;
            }
        }
        int rows = draft.sections().stream()
                .mapToInt(section -> section.fields().size())
                .sum();
        Map<String, Object> document;
        do {
            rows /= 2;
            document = new Attempt(SHORTEST_CUT, rows).document(draft);
        } while (rows > 0 && Json.lengthOf(document) > LONGEST_DOCUMENT);
        return document;
    }

    /** One try at the document, with these limits. */
    private static final class Attempt {

        private final int longestValue;
        private final int mostRows;
        private final Set<String> cut = new LinkedHashSet<>();
        private int rows;
        private int leftOut;

        Attempt(int longestValue, int mostRows) {
            this.longestValue = longestValue;
            this.mostRows = mostRows;
        }

        Map<String, Object> document(TicketDraft draft) {
            List<Map<String, Object>> blocks = new ArrayList<>();
            draft.notice()
                    .filter(notice -> !notice.isBlank())
                    .ifPresent(notice -> blocks.add(Adf.warning(HostileText.first(LONGEST_VALUE, notice))));
            draft.sections().forEach(section -> add(section, blocks));
            if (!cut.isEmpty() || leftOut > 0) {
                blocks.add(Adf.paragraph(whatWasCut()));
            }
            return Adf.document(blocks);
        }

        private void add(TicketSection section, List<Map<String, Object>> blocks) {
            List<Map<String, Object>> table = new ArrayList<>();
            for (TicketField field : section.fields()) {
                if (rows < mostRows) {
                    rows++;
                    table.add(row(field));
                } else {
                    leftOut++;
                }
            }
            if (!table.isEmpty()) {
                blocks.add(Adf.heading(HostileText.first(LONGEST_LABEL, HostileText.oneLine(section.heading()))));
                blocks.add(Adf.table(table));
            }
        }

        private Map<String, Object> row(TicketField field) {
            String label = HostileText.first(LONGEST_LABEL, HostileText.oneLine(field.label()));
            String value = field.value();
            if (value.length() > longestValue) {
                cut.add(label);
                value = HostileText.cut(longestValue, value);
            }
            return Adf.row(label, value);
        }

        private String whatWasCut() {
            List<String> named = cut.stream().limit(10).toList();
            String others = cut.size() > named.size() ? " and " + (cut.size() - named.size()) + " more" : "";
            return "Jira does not take everything that the request says."
                    + (cut.isEmpty() ? "" : " Cut short: " + String.join(", ", named) + others + ".")
                    + (leftOut == 0 ? "" : " Left out: the last " + leftOut + " details.")
                    + " EPM shows the whole request.";
        }
    }
}
