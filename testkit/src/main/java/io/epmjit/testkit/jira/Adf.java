package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Documents in Atlassian Document Format: made from plain text, and read as plain text. */
final class Adf {

    private static final Set<String> LINES =
            Set.of("paragraph", "heading", "codeBlock", "taskItem", "decisionItem", "caption", "rule");

    private Adf() {}

    /** Whether somebody meant this to be a document; whether it is a good one is for {@link AdfSchema} to say. */
    static boolean looksLikeDocument(JsonNode node) {
        return node.isObject()
                && node.path("type").asText().equals("doc")
                && node.path("version").isIntegralNumber()
                && node.path("content").isArray();
    }

    /** Whether there is nothing in it that anybody could read. */
    static boolean isBlank(JsonNode document) {
        return text(document).isBlank();
    }

    /** The text without markup: a block a line, the cells of a table's row beside each other with a tab between. */
    static String text(JsonNode document) {
        StringBuilder text = new StringBuilder();
        append(document, text);
        return text.toString().strip();
    }

    private static void append(JsonNode node, StringBuilder text) {
        String type = node.path("type").asText();
        switch (type) {
            case "text" -> text.append(node.path("text").asText());
            case "hardBreak" -> text.append('\n');
            case "mention", "emoji", "status", "placeholder" ->
                text.append(node.path("attrs").path("text").asText());
            case "date" -> text.append(node.path("attrs").path("timestamp").asText());
            case "inlineCard", "blockCard", "embedCard" ->
                text.append(node.path("attrs").path("url").asText());
            case "expand", "nestedExpand" -> {
                String title = node.path("attrs").path("title").asText();
                if (!title.isEmpty()) {
                    text.append(title).append('\n');
                }
                children(node, text);
            }
            case "tableRow" -> row(node, text);
            default -> {
                children(node, text);
                if (LINES.contains(type)) {
                    text.append('\n');
                }
            }
        }
    }

    private static void children(JsonNode node, StringBuilder text) {
        node.path("content").forEach(child -> append(child, text));
    }

    private static void row(JsonNode row, StringBuilder text) {
        String separator = "";
        for (JsonNode cell : row.path("content")) {
            text.append(separator).append(text(cell));
            separator = "\t";
        }
        text.append('\n');
    }

    /** A paragraph for each block between blank lines, with line breaks as they are. */
    static ObjectNode of(String plain) {
        ObjectNode document = Json.object().put("type", "doc").put("version", 1);
        ArrayNode blocks = document.putArray("content");
        for (String block : plain.strip().split("\\R\\s*\\R", -1)) {
            ArrayNode inline = blocks.addObject().put("type", "paragraph").putArray("content");
            String[] lines = block.split("\\R", -1);
            for (int i = 0; i < lines.length; i++) {
                if (i > 0) {
                    inline.addObject().put("type", "hardBreak");
                }
                if (!lines[i].isEmpty()) {
                    inline.addObject().put("type", "text").put("text", lines[i]);
                }
            }
        }
        return document;
    }
}
