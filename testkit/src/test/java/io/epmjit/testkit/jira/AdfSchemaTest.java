package io.epmjit.testkit.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents are taken and refused as the published schema says. */
class AdfSchemaTest {

    /** The published schema takes its time; 3,000 documents take minutes. */
    private static final int DOCUMENTS = Integer.getInteger("epmjit.adf.documents", 50);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'doc', 'version': 1, 'content': []}",
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph'}]}",
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'heading', 'attrs': {'level': 2}, 'content': [{'type': 'text', 'text': 'x', 'marks': [{'type': 'strong'}]}]}]}",
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'codeBlock', 'content': [{'type': 'text', 'text': 'x'}]}]}",
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'table', 'content': [{'type': 'tableRow', 'content': [{'type': 'tableHeader', 'content': [{'type': 'paragraph'}]}]}]}]}",
                "{'type': 'doc', 'version': 1, 'content': [{'type': 'panel', 'attrs': {'panelType': 'warning'}, 'content': [{'type': 'paragraph'}]}]}"
            })
    void goodDocumentsAreTaken(String document) throws Exception {
        assertThat(AdfSchema.accepts(JiraHttp.JSON.readTree(JiraHttp.json(document))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no version           | {'type': 'doc', 'content': []}
            another version      | {'type': 'doc', 'version': 2, 'content': []}
            no content           | {'type': 'doc', 'version': 1}
            an unknown key       | {'type': 'doc', 'version': 1, 'content': [], 'title': 'x'}
            empty text           | {'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': ''}]}]}
            text at the top      | {'type': 'doc', 'version': 1, 'content': [{'type': 'text', 'text': 'x'}]}
            an unknown node      | {'type': 'doc', 'version': 1, 'content': [{'type': 'marquee'}]}
            an unknown attribute | {'type': 'doc', 'version': 1, 'content': [{'type': 'rule', 'attrs': {'color': 'red'}}]}
            a level of seven     | {'type': 'doc', 'version': 1, 'content': [{'type': 'heading', 'attrs': {'level': 7}}]}
            no level             | {'type': 'doc', 'version': 1, 'content': [{'type': 'heading'}]}
            an empty list        | {'type': 'doc', 'version': 1, 'content': [{'type': 'bulletList', 'content': []}]}
            text in a list item  | {'type': 'doc', 'version': 1, 'content': [{'type': 'bulletList', 'content': [{'type': 'listItem', 'content': [{'type': 'text', 'text': 'x'}]}]}]}
            a quote in an item   | {'type': 'doc', 'version': 1, 'content': [{'type': 'bulletList', 'content': [{'type': 'listItem', 'content': [{'type': 'blockquote', 'content': [{'type': 'paragraph'}]}]}]}]}
            a bold code          | {'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': 'x', 'marks': [{'type': 'code'}, {'type': 'strong'}]}]}]}
            marks in a block     | {'type': 'doc', 'version': 1, 'content': [{'type': 'codeBlock', 'content': [{'type': 'text', 'text': 'x', 'marks': [{'type': 'em'}]}]}]}
            a link to nowhere    | {'type': 'doc', 'version': 1, 'content': [{'type': 'paragraph', 'content': [{'type': 'text', 'text': 'x', 'marks': [{'type': 'link', 'attrs': {}}]}]}]}
            a table in a cell    | {'type': 'doc', 'version': 1, 'content': [{'type': 'table', 'content': [{'type': 'tableRow', 'content': [{'type': 'tableCell', 'content': [{'type': 'table', 'content': []}]}]}]}]}
            a panel of no kind   | {'type': 'doc', 'version': 1, 'content': [{'type': 'panel', 'attrs': {'panelType': 'loud'}, 'content': [{'type': 'paragraph'}]}]}
            """, quoteCharacter = '§')
    void badDocumentsAreNot(String why, String document) throws Exception {
        assertThat(AdfSchema.accepts(JiraHttp.JSON.readTree(JiraHttp.json(document))))
                .as(why)
                .isFalse();
    }

    @Test
    void manyDocumentsAreJudgedAsThePublishedSchemaJudgesThem() {
        JsonSchema published =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(Specs.read("adf-schema-full.json"));
        List<String> differences = new ArrayList<>();
        int taken = 0;
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            JsonNode document = new Scribe(new Random(seed)).document();
            boolean expected = published.validate(document).isEmpty();
            taken += expected ? 1 : 0;
            if (AdfSchema.accepts(document) != expected) {
                differences.add((expected ? "refused: " : "taken: ") + document);
            }
        }

        assertThat(differences).isEmpty();
        assertThat(taken).isBetween(DOCUMENTS / 5, DOCUMENTS * 4 / 5);
    }

    /** Writes documents that are good, or nearly so. */
    private static final class Scribe {

        private static final Map<String, List<String>> CHILDREN = Map.ofEntries(
                Map.entry(
                        "doc",
                        List.of(
                                "paragraph",
                                "heading",
                                "bulletList",
                                "table",
                                "panel",
                                "expand",
                                "codeBlock",
                                "blockquote",
                                "rule",
                                "mediaSingle",
                                "taskList",
                                "layoutSection",
                                "extension",
                                "blockCard")),
                Map.entry(
                        "paragraph", List.of("text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard")),
                Map.entry("heading", List.of("text", "hardBreak", "status")),
                Map.entry("bulletList", List.of("listItem")),
                Map.entry("orderedList", List.of("listItem")),
                Map.entry("listItem", List.of("paragraph", "bulletList", "codeBlock", "orderedList")),
                Map.entry("table", List.of("tableRow")),
                Map.entry("tableRow", List.of("tableCell", "tableHeader")),
                Map.entry("tableCell", List.of("paragraph", "panel", "bulletList", "nestedExpand", "heading")),
                Map.entry("tableHeader", List.of("paragraph", "codeBlock")),
                Map.entry("panel", List.of("paragraph", "heading", "bulletList", "rule")),
                Map.entry("blockquote", List.of("paragraph", "orderedList")),
                Map.entry("expand", List.of("paragraph", "table", "nestedExpand", "panel")),
                Map.entry("nestedExpand", List.of("paragraph", "panel", "rule")),
                Map.entry("codeBlock", List.of("text")),
                Map.entry("mediaSingle", List.of("media")),
                Map.entry("taskList", List.of("taskItem")),
                Map.entry("taskItem", List.of("text", "emoji")),
                Map.entry("layoutSection", List.of("layoutColumn")),
                Map.entry("layoutColumn", List.of("paragraph", "expand", "table")));

        private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
                Map.entry("heading", "{'level': 3}"),
                Map.entry("panel", "{'panelType': 'info'}"),
                Map.entry("nestedExpand", "{'title': 'x'}"),
                Map.entry("expand", "{'title': ''}"),
                Map.entry("mention", "{'id': '7', 'text': '@x'}"),
                Map.entry("emoji", "{'shortName': ':x:'}"),
                Map.entry("date", "{'timestamp': '17'}"),
                Map.entry("status", "{'text': 'x', 'color': 'green'}"),
                Map.entry("inlineCard", "{'url': 'https://x'}"),
                Map.entry("blockCard", "{'url': 'https://x'}"),
                Map.entry("mediaSingle", "{'layout': 'center'}"),
                Map.entry("media", "{'type': 'file', 'id': 'x', 'collection': ''}"),
                Map.entry("taskList", "{'localId': 'x'}"),
                Map.entry("taskItem", "{'localId': 'x', 'state': 'DONE'}"),
                Map.entry("layoutColumn", "{'width': 50}"),
                Map.entry("extension", "{'extensionKey': 'x', 'extensionType': 'y'}"),
                Map.entry("orderedList", "{'order': 1}"),
                Map.entry("tableCell", "{'colspan': 2, 'background': '#fff'}"));

        private static final List<String> MARKS = List.of(
                "{'type': 'strong'}",
                "{'type': 'code'}",
                "{'type': 'em', 'attrs': {}}",
                "{'type': 'link', 'attrs': {'href': 'x'}}",
                "{'type': 'textColor', 'attrs': {'color': '#12ab34'}}",
                "{'type': 'textColor', 'attrs': {'color': 'red'}}",
                "{'type': 'alignment', 'attrs': {'align': 'center'}}",
                "{'type': 'indentation', 'attrs': {'level': 2}}",
                "{'type': 'breakout', 'attrs': {'mode': 'wide'}}",
                "{'type': 'fragment', 'attrs': {'localId': 'x'}}",
                "{'type': 'border', 'attrs': {'size': 1, 'color': '#12ab34'}}");

        private final Random random;
        private final List<ObjectNode> nodes = new ArrayList<>();

        Scribe(Random random) {
            this.random = random;
        }

        JsonNode document() {
            ObjectNode document = node("doc", 0);
            document.put("version", 1);
            // Half of them are spoiled, some of these so that it does no harm.
            for (int i = random.nextInt(2); i > 0; i--) {
                spoil(nodes.get(random.nextInt(nodes.size())));
            }
            return document;
        }

        private ObjectNode node(String type, int depth) {
            ObjectNode node = Json.object().put("type", type);
            nodes.add(node);
            if (type.equals("text")) {
                return node.put("text", "x");
            }
            if (ATTRIBUTES.containsKey(type)) {
                node.set("attrs", json(ATTRIBUTES.get(type)));
            }
            List<String> children = CHILDREN.get(type);
            if (children != null) {
                ArrayNode content = node.putArray("content");
                int count = type.equals("layoutSection") ? 2 : type.equals("mediaSingle") ? 1 : 1 + random.nextInt(2);
                for (int i = 0; i < count; i++) {
                    content.add(node(depth > 2 ? shallow(children) : any(children), depth + 1));
                }
            }
            return node;
        }

        private static String shallow(List<String> children) {
            return children.get(0);
        }

        private String any(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        private void spoil(ObjectNode node) {
            switch (random.nextInt(9)) {
                case 0 -> node.remove("content");
                case 1 -> node.remove("attrs");
                case 2 -> node.set("content", Json.array());
                case 3 -> node.putArray("marks").add(json(any(MARKS)));
                case 4 -> node.set("attrs", json(any(List.copyOf(ATTRIBUTES.values()))));
                case 5 -> {
                    if (!isMediaSingle(node)) {
                        node.put("text", "");
                    }
                }
                case 6 -> node.put("type", any(List.copyOf(CHILDREN.keySet())));
                case 7 -> {
                    if (node.path("content") instanceof ArrayNode content && !isMediaSingle(node)) {
                        content.add(node(any(List.of("text", "paragraph", "rule", "heading", "table", "panel")), 3));
                    }
                }
                default -> {
                    if (!isMediaSingle(node)) {
                        node.put("extra", true);
                    }
                }
            }
        }

        /** The published schema allows unknown keys there, and there alone. */
        private static boolean isMediaSingle(ObjectNode node) {
            return node.path("type").asText().equals("mediaSingle");
        }

        private static JsonNode json(String text) {
            return Json.parse(JiraHttp.json(text));
        }
    }
}
