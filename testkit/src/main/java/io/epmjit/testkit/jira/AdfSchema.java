package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which documents Jira takes: the rules of the published schema of the Atlassian Document Format, by node type. A node
 * has the keys that its type knows and no others.
 */
final class AdfSchema {

    /** An attribute: whether a value will do, and whether there has to be one. */
    private record Attribute(Predicate<JsonNode> valid, boolean required) {}

    /** One way to give attributes to a node. */
    private record Attributes(Map<String, Attribute> known) {

        Attributes may(String name, Predicate<JsonNode> valid) {
            return and(name, new Attribute(valid, false));
        }

        Attributes need(String name, Predicate<JsonNode> valid) {
            return and(name, new Attribute(valid, true));
        }

        private Attributes and(String name, Attribute attribute) {
            Map<String, Attribute> more = new HashMap<>(known);
            more.put(name, attribute);
            return new Attributes(Map.copyOf(more));
        }

        boolean accept(JsonNode attrs) {
            if (!attrs.isObject()) {
                return false;
            }
            for (String name : Json.names(attrs)) {
                Attribute attribute = known.get(name);
                if (attribute == null || !attribute.valid().test(attrs.get(name))) {
                    return false;
                }
            }
            return known.entrySet().stream().allMatch(e -> !e.getValue().required() || attrs.has(e.getKey()));
        }
    }

    /**
     * The content of a node.
     *
     * @param kinds the node types that may stand in it
     * @param needed whether the key itself has to be there
     */
    private record Content(Set<String> kinds, boolean needed, int least, int most) {}

    /**
     * @param content empty where the node may have none
     * @param attributes the alternatives; empty where the node may have none
     */
    private record Rule(Optional<Content> content, List<Attributes> attributes, boolean attributesNeeded) {}

    private static final Attributes NO_ATTRIBUTES = new Attributes(Map.of());
    private static final Predicate<JsonNode> STRING = JsonNode::isTextual;
    private static final Predicate<JsonNode> FILLED = AdfSchema::isFilled;
    private static final Predicate<JsonNode> NUMBER = JsonNode::isNumber;
    private static final Predicate<JsonNode> BOOLEAN = JsonNode::isBoolean;
    private static final Predicate<JsonNode> ANYTHING = AdfSchema::isAnything;
    private static final Predicate<JsonNode> LAYOUT =
            oneOf("wide", "full-width", "center", "wrap-right", "wrap-left", "align-end", "align-start");
    private static final int MANY = Integer.MAX_VALUE;

    private static final Set<String> INLINE = Set.of(
            "text",
            "date",
            "emoji",
            "hardBreak",
            "inlineCard",
            "mention",
            "placeholder",
            "status",
            "inlineExtension",
            "mediaInline");
    private static final Set<String> IN_LIST_ITEM =
            Set.of("paragraph", "bulletList", "orderedList", "taskList", "mediaSingle", "codeBlock", "extension");
    private static final Set<String> IN_PANEL = Set.of(
            "paragraph",
            "heading",
            "bulletList",
            "orderedList",
            "blockCard",
            "mediaGroup",
            "mediaSingle",
            "codeBlock",
            "taskList",
            "rule",
            "decisionList",
            "extension");
    private static final Set<String> IN_BLOCKQUOTE =
            Set.of("paragraph", "orderedList", "bulletList", "codeBlock", "mediaSingle", "mediaGroup", "extension");
    private static final Set<String> IN_CELL = Set.of(
            "paragraph",
            "panel",
            "blockquote",
            "orderedList",
            "bulletList",
            "rule",
            "heading",
            "codeBlock",
            "mediaSingle",
            "mediaGroup",
            "decisionList",
            "taskList",
            "blockCard",
            "embedCard",
            "extension",
            "nestedExpand");
    private static final Set<String> NOT_NESTABLE = Set.of(
            "paragraph",
            "panel",
            "blockquote",
            "orderedList",
            "bulletList",
            "rule",
            "heading",
            "codeBlock",
            "mediaGroup",
            "mediaSingle",
            "decisionList",
            "taskList",
            "table",
            "blockCard",
            "embedCard",
            "extension");
    private static final Set<String> IN_NESTED_EXPAND = Set.of(
            "paragraph",
            "heading",
            "mediaSingle",
            "mediaGroup",
            "codeBlock",
            "bulletList",
            "orderedList",
            "taskList",
            "decisionList",
            "rule",
            "panel",
            "blockquote",
            "extension");
    private static final Set<String> IN_COLUMN = with(NOT_NESTABLE, "expand", "bodiedExtension");
    private static final Set<String> AT_TOP =
            with(NOT_NESTABLE, "expand", "bodiedExtension", "layoutSection", "syncBlock", "bodiedSyncBlock");
    private static final Set<String> IN_SYNC_BLOCK = with(
            Set.of(
                    "paragraph",
                    "blockCard",
                    "blockquote",
                    "bulletList",
                    "codeBlock",
                    "decisionList",
                    "embedCard",
                    "expand",
                    "heading"),
            "layoutSection",
            "mediaGroup",
            "mediaSingle",
            "orderedList",
            "panel",
            "rule",
            "table",
            "taskList");

    private static final Map<String, Attributes> MARKS = marks();
    private static final Set<String> FORMATTING = Set.of(
            "link", "em", "strong", "strike", "subsup", "underline", "textColor", "annotation", "backgroundColor");
    private static final Set<String> CODE = Set.of("code", "link", "annotation");
    private static final Set<String> MEDIA = Set.of("dataConsumer", "link", "annotation", "border");
    private static final Set<String> EXTENSION = Set.of("dataConsumer", "fragment");

    private static final Map<String, Rule> RULES = rules();

    private AdfSchema() {}

    /** Whether Jira takes this document. */
    static boolean accepts(JsonNode document) {
        if (!document.isObject()) {
            return false;
        }
        for (String key : Json.names(document)) {
            if (!Set.of("type", "version", "content").contains(key)) {
                return false;
            }
        }
        return document.path("type").asText().equals("doc")
                && document.path("version").isIntegralNumber()
                && document.path("version").asInt() == 1
                && content(document, new Content(AT_TOP, true, 0, MANY), "doc");
    }

    private static boolean content(JsonNode node, Content expected, String parent) {
        JsonNode content = node.get("content");
        if (content == null) {
            return !expected.needed();
        }
        if (!content.isArray() || content.size() < expected.least() || content.size() > expected.most()) {
            return false;
        }
        if (parent.equals("mediaSingle") && !isMediaThenCaption(content)) {
            return false;
        }
        for (JsonNode child : content) {
            if (!expected.kinds().contains(child.path("type").asText()) || !node(child, parent)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMediaThenCaption(JsonNode content) {
        return content.path(0).path("type").asText().equals("media")
                && (content.size() == 1 || content.path(1).path("type").asText().equals("caption"));
    }

    private static boolean node(JsonNode node, String parent) {
        String type = node.path("type").asText();
        if (type.equals("text")) {
            return text(node, parent);
        }
        Rule rule = RULES.get(type);
        if (rule == null) {
            return false;
        }
        for (String key : Json.names(node)) {
            boolean known = switch (key) {
                case "type" -> true;
                case "attrs" -> !rule.attributes().isEmpty();
                case "content" -> rule.content().isPresent();
                case "marks" -> marksAccepted(node.get("marks"), type, parent);
                default -> false;
            };
            if (!known) {
                return false;
            }
        }
        JsonNode attrs = node.get("attrs");
        boolean attributed = attrs == null
                ? !rule.attributesNeeded()
                : rule.attributes().stream().anyMatch(alternative -> alternative.accept(attrs));
        return attributed
                && (rule.content().isEmpty() || content(node, rule.content().get(), type));
    }

    private static boolean text(JsonNode node, String parent) {
        for (String key : Json.names(node)) {
            if (!Set.of("type", "text", "marks").contains(key)) {
                return false;
            }
        }
        JsonNode marks = node.get("marks");
        boolean marked = marks == null
                || (parent.equals("codeBlock")
                        ? marks.isArray() && marks.isEmpty()
                        : allOf(marks, FORMATTING) || allOf(marks, CODE));
        return FILLED.test(node.path("text")) && marked;
    }

    private static boolean marksAccepted(JsonNode marks, String type, String parent) {
        boolean atTop = parent.equals("doc");
        boolean wide = atTop || parent.equals("layoutColumn") || parent.equals("bodiedSyncBlock");
        return switch (type) {
            case "paragraph" -> {
                if (parent.equals("bodiedSyncBlock")) {
                    yield marks.isArray();
                }
                if (wide) {
                    yield allOf(marks, Set.of("fontSize", "alignment"))
                            || allOf(marks, Set.of("fontSize", "indentation"));
                }
                if (isCell(parent)) {
                    yield allOf(marks, Set.of("fontSize", "alignment"));
                }
                yield allOf(marks, parent.equals("blockquote") ? Set.of() : Set.of("fontSize"));
            }
            case "heading" -> {
                if (parent.equals("bodiedSyncBlock")) {
                    yield marks.isArray();
                }
                if (wide || isCell(parent)) {
                    yield allOf(marks, Set.of("alignment")) || allOf(marks, Set.of("indentation"));
                }
                yield allOf(marks, Set.of());
            }
            case "codeBlock", "expand" -> allOf(marks, atTop ? Set.of("breakout") : Set.of());
            case "layoutSection", "syncBlock", "bodiedSyncBlock" -> allOf(marks, Set.of("breakout"));
            case "table" -> allOf(marks, Set.of("fragment"));
            case "extension", "inlineExtension", "bodiedExtension" -> allOf(marks, EXTENSION);
            case "media", "mediaInline" -> allOf(marks, MEDIA);
            case "mediaSingle" -> allOf(marks, Set.of("link"));
            default -> false;
        };
    }

    private static boolean isCell(String type) {
        return type.equals("tableCell") || type.equals("tableHeader");
    }

    private static boolean allOf(JsonNode marks, Set<String> kinds) {
        if (!marks.isArray()) {
            return false;
        }
        for (JsonNode mark : marks) {
            String type = mark.path("type").asText();
            Attributes attributes = MARKS.get(type);
            if (!kinds.contains(type) || attributes == null || !mark(mark, attributes)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mark(JsonNode mark, Attributes attributes) {
        JsonNode attrs = mark.get("attrs");
        if (attributes.known().isEmpty()) {
            return mark.size() == 1;
        }
        return mark.size() == 2 && attrs != null && attributes.accept(attrs);
    }

    private static Map<String, Attributes> marks() {
        Map<String, Attributes> marks = new HashMap<>();
        for (String plain : List.of("code", "em", "strong", "strike", "underline")) {
            marks.put(plain, NO_ATTRIBUTES);
        }
        Predicate<JsonNode> color = matching("#[0-9a-fA-F]{6}");
        Predicate<JsonNode> level = between(1, 6);
        marks.put("alignment", NO_ATTRIBUTES.need("align", oneOf("center", "end")));
        marks.put("annotation", NO_ATTRIBUTES.need("id", STRING).need("annotationType", oneOf("inlineComment")));
        marks.put("backgroundColor", NO_ATTRIBUTES.need("color", color));
        marks.put(
                "border",
                NO_ATTRIBUTES.need("size", between(1, 3)).need("color", matching("#[0-9a-fA-F]{8}|#[0-9a-fA-F]{6}")));
        marks.put(
                "breakout",
                NO_ATTRIBUTES.need("mode", oneOf("wide", "full-width")).may("width", NUMBER));
        marks.put("dataConsumer", NO_ATTRIBUTES.need("sources", AdfSchema::stringsFilled));
        marks.put("fontSize", NO_ATTRIBUTES.need("fontSize", oneOf("small")));
        marks.put("fragment", NO_ATTRIBUTES.need("localId", FILLED).may("name", STRING));
        marks.put("indentation", NO_ATTRIBUTES.need("level", level));
        marks.put(
                "link",
                NO_ATTRIBUTES
                        .need("href", STRING)
                        .may("title", STRING)
                        .may("id", STRING)
                        .may("collection", STRING)
                        .may("occurrenceKey", STRING));
        marks.put("subsup", NO_ATTRIBUTES.need("type", oneOf("sub", "sup")));
        marks.put("textColor", NO_ATTRIBUTES.need("color", color));
        return Map.copyOf(marks);
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        Attributes id = NO_ATTRIBUTES.may("localId", STRING);
        Attributes neededId = NO_ATTRIBUTES.need("localId", STRING);
        rules.put("paragraph", rule(inline(), id));
        rules.put(
                "heading",
                needing(inline(), NO_ATTRIBUTES.need("level", between(1, 6)).may("localId", STRING)));
        rules.put("blockquote", rule(some(IN_BLOCKQUOTE), id));
        rules.put("bulletList", rule(some(Set.of("listItem")), id));
        rules.put(
                "orderedList",
                rule(
                        some(Set.of("listItem")),
                        NO_ATTRIBUTES.may("order", atLeast(0)).may("localId", STRING)));
        rules.put("listItem", rule(some(IN_LIST_ITEM), id));
        rules.put(
                "codeBlock",
                rule(
                        new Content(Set.of("text"), false, 0, MANY),
                        NO_ATTRIBUTES
                                .may("language", STRING)
                                .may("uniqueId", STRING)
                                .may("localId", STRING)
                                .may("wrap", BOOLEAN)
                                .may("hideLineNumbers", BOOLEAN)));
        rules.put("rule", rule(null, id));
        rules.put(
                "panel",
                needing(
                        some(IN_PANEL),
                        NO_ATTRIBUTES
                                .need(
                                        "panelType",
                                        oneOf("info", "note", "tip", "warning", "error", "success", "custom"))
                                .may("panelIcon", STRING)
                                .may("panelIconId", STRING)
                                .may("panelIconText", STRING)
                                .may("panelColor", STRING)
                                .may("localId", STRING)));
        rules.put(
                "table",
                rule(
                        some(Set.of("tableRow")),
                        NO_ATTRIBUTES
                                .may("displayMode", oneOf("default", "fixed"))
                                .may("isNumberColumnEnabled", BOOLEAN)
                                .may(
                                        "layout",
                                        oneOf("wide", "full-width", "center", "align-end", "align-start", "default"))
                                .may("localId", FILLED)
                                .may("width", NUMBER)));
        rules.put("tableRow", rule(new Content(Set.of("tableCell", "tableHeader"), true, 0, MANY), id));
        Attributes cell = NO_ATTRIBUTES
                .may("colspan", NUMBER)
                .may("rowspan", NUMBER)
                .may("colwidth", AdfSchema::numbers)
                .may("background", STRING)
                .may("localId", STRING)
                .may("valign", oneOf("top", "middle", "bottom"));
        rules.put("tableCell", rule(some(IN_CELL), cell));
        rules.put("tableHeader", rule(some(IN_CELL), cell));
        Attributes titled = NO_ATTRIBUTES.may("title", STRING).may("localId", STRING);
        rules.put("expand", rule(some(with(NOT_NESTABLE, "nestedExpand")), titled));
        rules.put("nestedExpand", needing(some(IN_NESTED_EXPAND), titled));
        rules.put("taskList", needing(some(Set.of("taskItem", "taskList", "blockTaskItem")), neededId));
        Attributes task = NO_ATTRIBUTES.need("localId", STRING).need("state", oneOf("TODO", "DONE"));
        rules.put("taskItem", needing(inline(), task));
        rules.put("blockTaskItem", needing(some(Set.of("paragraph", "extension")), task));
        rules.put("decisionList", needing(some(Set.of("decisionItem")), neededId));
        rules.put(
                "decisionItem",
                needing(inline(), NO_ATTRIBUTES.need("localId", STRING).need("state", STRING)));
        rules.put("layoutSection", rule(new Content(Set.of("layoutColumn"), true, 2, 3), id));
        rules.put(
                "layoutColumn",
                needing(
                        some(IN_COLUMN),
                        NO_ATTRIBUTES
                                .need("width", between(0, 100))
                                .may("localId", STRING)
                                .may("valign", oneOf("top", "middle", "bottom"))));
        Attributes sync = NO_ATTRIBUTES.need("resourceId", STRING).need("localId", STRING);
        rules.put("syncBlock", needing(null, sync));
        rules.put("bodiedSyncBlock", needing(some(IN_SYNC_BLOCK), sync));
        cards(rules);
        media(rules);
        extensions(rules);
        inlines(rules);
        return Map.copyOf(rules);
    }

    private static void cards(Map<String, Rule> rules) {
        Attributes url = NO_ATTRIBUTES.need("url", STRING).may("localId", STRING);
        Attributes data = NO_ATTRIBUTES.need("data", ANYTHING).may("localId", STRING);
        rules.put("inlineCard", needing(null, url, data));
        rules.put(
                "blockCard",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .may("localId", STRING)
                                .may("url", STRING)
                                .need("datasource", AdfSchema::datasource)
                                .may("width", NUMBER)
                                .may("layout", LAYOUT),
                        url,
                        data));
        rules.put(
                "embedCard",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .need("url", STRING)
                                .need("layout", LAYOUT)
                                .may("width", between(0, 100))
                                .may("originalHeight", NUMBER)
                                .may("originalWidth", NUMBER)
                                .may("localId", STRING)));
    }

    private static void media(Map<String, Rule> rules) {
        rules.put("mediaGroup", rule(some(Set.of("media"))));
        rules.put(
                "mediaSingle",
                rule(
                        new Content(Set.of("media", "caption"), true, 1, 2),
                        NO_ATTRIBUTES
                                .may("localId", STRING)
                                .may("width", between(0, 100))
                                .need("layout", LAYOUT)
                                .may("widthType", oneOf("percentage")),
                        NO_ATTRIBUTES
                                .may("localId", STRING)
                                .need("width", atLeast(0))
                                .need("widthType", oneOf("pixel"))
                                .need("layout", LAYOUT)));
        rules.put(
                "caption",
                rule(
                        new Content(
                                Set.of(
                                        "hardBreak",
                                        "mention",
                                        "emoji",
                                        "date",
                                        "placeholder",
                                        "inlineCard",
                                        "status",
                                        "text"),
                                false,
                                0,
                                MANY),
                        NO_ATTRIBUTES.may("localId", STRING)));
        rules.put(
                "media",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .need("type", oneOf("link", "file"))
                                .may("localId", STRING)
                                .need("id", FILLED)
                                .may("alt", STRING)
                                .need("collection", STRING)
                                .may("height", NUMBER)
                                .may("occurrenceKey", FILLED)
                                .may("width", NUMBER),
                        NO_ATTRIBUTES
                                .need("type", oneOf("external"))
                                .may("localId", STRING)
                                .may("alt", STRING)
                                .may("height", NUMBER)
                                .may("width", NUMBER)
                                .need("url", STRING)));
        rules.put(
                "mediaInline",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .may("type", oneOf("link", "file", "image"))
                                .may("localId", STRING)
                                .need("id", FILLED)
                                .may("alt", STRING)
                                .need("collection", STRING)
                                .may("occurrenceKey", FILLED)
                                .may("width", NUMBER)
                                .may("height", NUMBER)
                                .may("data", ANYTHING)));
    }

    private static void extensions(Map<String, Rule> rules) {
        Attributes inline = NO_ATTRIBUTES
                .need("extensionKey", FILLED)
                .need("extensionType", FILLED)
                .may("parameters", ANYTHING)
                .may("text", STRING)
                .may("localId", FILLED);
        Attributes block = NO_ATTRIBUTES
                .need("extensionKey", FILLED)
                .need("extensionType", FILLED)
                .may("parameters", ANYTHING)
                .may("text", STRING)
                .may("layout", oneOf("wide", "full-width", "default"))
                .may("localId", FILLED);
        rules.put("extension", needing(null, block));
        rules.put("inlineExtension", needing(null, inline));
        rules.put("bodiedExtension", needing(some(NOT_NESTABLE), block));
    }

    private static void inlines(Map<String, Rule> rules) {
        rules.put("date", needing(null, NO_ATTRIBUTES.need("timestamp", FILLED).may("localId", STRING)));
        rules.put(
                "emoji",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .need("shortName", STRING)
                                .may("id", STRING)
                                .may("text", STRING)
                                .may("localId", STRING)));
        rules.put("hardBreak", rule(null, NO_ATTRIBUTES.may("text", oneOf("\n")).may("localId", STRING)));
        rules.put(
                "mention",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .need("id", STRING)
                                .may("localId", STRING)
                                .may("text", STRING)
                                .may("accessLevel", STRING)
                                .may("userType", oneOf("DEFAULT", "SPECIAL", "APP"))));
        rules.put(
                "placeholder", needing(null, NO_ATTRIBUTES.need("text", STRING).may("localId", STRING)));
        rules.put(
                "status",
                needing(
                        null,
                        NO_ATTRIBUTES
                                .need("text", FILLED)
                                .need("color", matching("neutral|purple|blue|red|yellow|green|#[0-9a-fA-F]{6}"))
                                .may("localId", STRING)
                                .may("style", STRING)));
    }

    private static Rule rule(@Nullable Content content, Attributes... alternatives) {
        return new Rule(Optional.ofNullable(content), List.of(alternatives), false);
    }

    private static Rule needing(@Nullable Content content, Attributes... alternatives) {
        return new Rule(Optional.ofNullable(content), List.of(alternatives), true);
    }

    private static Content inline() {
        return new Content(INLINE, false, 0, MANY);
    }

    private static Content some(Set<String> kinds) {
        return new Content(kinds, true, 1, MANY);
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    private static Predicate<JsonNode> oneOf(String... values) {
        Set<String> allowed = Set.of(values);
        return node -> node.isTextual() && allowed.contains(node.asText());
    }

    private static Predicate<JsonNode> matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return node -> node.isTextual() && pattern.matcher(node.asText()).matches();
    }

    private static Predicate<JsonNode> between(int least, int most) {
        return node -> node.isNumber() && node.asDouble() >= least && node.asDouble() <= most;
    }

    private static Predicate<JsonNode> atLeast(int least) {
        return node -> node.isNumber() && node.asDouble() >= least;
    }

    private static boolean isFilled(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty();
    }

    private static boolean isAnything(JsonNode node) {
        return !node.isMissingNode();
    }

    private static boolean stringsFilled(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static boolean numbers(JsonNode node) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode item : node) {
            if (!item.isNumber()) {
                return false;
            }
        }
        return true;
    }

    private static boolean datasource(JsonNode node) {
        return node.isObject()
                && node.size() == 3
                && node.path("id").isTextual()
                && node.has("parameters")
                && node.path("views").isArray()
                && !node.path("views").isEmpty();
    }
}
