package io.epmjit.connector.jira;

import java.util.Set;

/** The plain text of a document in Atlassian Document Format. */
final class AdfText {

    private static final Set<String> INLINE = Set.of("text", "emoji", "mention", "status", "date", "inlineCard");
    private static final int DEEPEST = 50;

    private AdfText() {}

    /** A line for each block and each line break; of a body that is no document but a text, that text. */
    static String of(Json body) {
        StringBuilder text = new StringBuilder();
        body.asText().ifPresentOrElse(text::append, () -> append(body, text, 0));
        return text.toString().strip();
    }

    private static void append(Json node, StringBuilder text, int depth) {
        String type = node.text("type").orElse("");
        if (type.equals("hardBreak")) {
            text.append('\n');
        }
        node.text("text").ifPresent(text::append);
        if (depth < DEEPEST) {
            node.at("content").elements().forEach(child -> append(child, text, depth + 1));
        }
        if (!INLINE.contains(type) && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
