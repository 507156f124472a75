package io.epmjit.connector.jira;

import io.epmjit.connector.HostileText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Nodes of the Atlassian Document Format, as maps and lists. Text goes into text nodes only, where Jira interprets
 * nothing; a text node is never empty, which the format forbids.
 */
final class Adf {

    private Adf() {}

    static Map<String, Object> document(List<Map<String, Object>> blocks) {
        return Map.of("type", "doc", "version", 1, "content", blocks);
    }

    static Map<String, Object> heading(String text) {
        return Map.of("type", "heading", "attrs", Map.of("level", 3), "content", inline(text));
    }

    static Map<String, Object> paragraph(String text) {
        return node("paragraph", inline(text));
    }

    static Map<String, Object> warning(String text) {
        return Map.of("type", "panel", "attrs", Map.of("panelType", "warning"), "content", List.of(paragraph(text)));
    }

    static Map<String, Object> table(List<Map<String, Object>> rows) {
        return node("table", rows);
    }

    static Map<String, Object> row(String label, String value) {
        return node(
                "tableRow",
                List.of(node("tableHeader", List.of(paragraph(label))), node("tableCell", List.of(paragraph(value)))));
    }

    private static Map<String, Object> node(String type, List<Map<String, Object>> content) {
        return Map.of("type", type, "content", content);
    }

    /** Text nodes with hard breaks between the lines. */
    private static List<Map<String, Object>> inline(String text) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (String line : HostileText.lines(text).split("\n", -1)) {
            if (!nodes.isEmpty()) {
                nodes.add(Map.of("type", "hardBreak"));
            }
            if (!line.isEmpty()) {
                nodes.add(Map.of("type", "text", "text", line));
            }
        }
        return nodes;
    }
}
