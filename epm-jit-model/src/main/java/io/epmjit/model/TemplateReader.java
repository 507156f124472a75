package io.epmjit.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template's text step by step, and says in an administrator's words everything that is wrong with it. */
final class TemplateReader {

    private static final int LONGEST = 64 << 10;
    private static final int DEEPEST = 16;
    private static final Pattern TOKEN = Pattern.compile("%%([^%\\s]*)%%");

    private final List<String> faults = new ArrayList<>();
    private final List<TemplateStep> steps = new ArrayList<>();
    private final Layout.Builder layout = new Layout.Builder();
    private final Map<String, TemplateStep> byFoldedPointer = new HashMap<>();

    private final String text;
    private int endOfStep;

    private TemplateReader(String text) {
        this.text = text;
    }

    static TemplateReader read(String text) {
        TemplateReader reader = new TemplateReader(text);
        if (text.length() > LONGEST) {
            reader.faults.add("a template may have " + LONGEST + " characters at most");
            return reader;
        }
        reader.findTokensOutsideQuotes();
        if (reader.faults.isEmpty()) {
            reader.readObjects();
        }
        return reader;
    }

    List<String> faults() {
        return faults;
    }

    List<TemplateStep> steps() {
        return steps;
    }

    Layout layout() {
        return layout.build();
    }

    private void findTokensOutsideQuotes() {
        boolean inString = false;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
            } else if (c == '\\' && inString) {
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && text.startsWith("%%", i)) {
                Matcher token = TOKEN.matcher(text).region(i, text.length());
                String found = token.lookingAt() ? token.group() : "%%";
                faults.add("line " + line + ": the placeholder " + found + " stands outside quotes: write \"" + found
                        + "\"");
                i += found.length() - 1;
            }
        }
    }

    private void readObjects() {
        try (JsonParser parser = Json.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                faults.add("a template is an object: it begins with { and ends with }");
                return;
            }
            endStep(parser);
            readObject(parser, "", 1);
            if (parser.nextToken() != null) {
                faults.add(line(parser) + "nothing may follow the last }");
            }
            if (steps.stream().noneMatch(step -> step.placeholder() == Placeholder.REQUEST_ID)) {
                faults.add("%%RequestId%% is missing: without it nobody knows which request is meant");
            }
        } catch (JsonProcessingException notJson) {
            faults.add("line " + notJson.getLocation().getLineNr() + ", column "
                    + notJson.getLocation().getColumnNr() + ": this is not legal JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void readObject(JsonParser parser, String parent, int depth) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String pointer = Json.pointer(parent, key);
            if (key.contains("%%")) {
                faults.add(line(parser) + "a placeholder cannot be a key");
            }
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                addValue(lead(parser), key, pointer, parser.getText(), line(parser));
                endStep(parser);
            } else if (token == JsonToken.START_OBJECT && depth < DEEPEST) {
                steps.add(TemplateStep.open(lead(parser), key, pointer));
                endStep(parser);
                readObject(parser, pointer, depth + 1);
                steps.add(TemplateStep.close(pointer));
                endStep(parser);
            } else if (token == JsonToken.START_OBJECT) {
                faults.add(line(parser) + "objects may stand " + DEEPEST + " levels deep at most");
                parser.skipChildren();
            } else {
                faults.add(line(parser) + "the value of \"" + key + "\" must be a text in quotes, or an object");
                parser.skipChildren();
            }
        }
    }

    /** What stands between the step before and the value at which the parser is. */
    private String lead(JsonParser parser) {
        return text.substring(endOfStep, (int) parser.currentTokenLocation().getCharOffset());
    }

    private void endStep(JsonParser parser) {
        endOfStep = (int) parser.currentLocation().getCharOffset();
    }

    private void addValue(String lead, String key, String pointer, String value, String line) {
        Optional<Placeholder> placeholder = placeholderOf(key, value, line);
        TemplateStep known = byFoldedPointer.get(Json.folded(pointer));
        boolean isEventType = pointer.equalsIgnoreCase("/" + Placeholder.EVENT_TYPE.fieldName());
        Placeholder answered = placeholder.orElse(isEventType ? Placeholder.EVENT_TYPE : null);
        int cell = known != null ? known.cell() : layout.add(pointer, answered);
        TemplateStep step = placeholder
                .map(found -> TemplateStep.value(lead, key, pointer, cell, known != null, found))
                .orElseGet(() -> TemplateStep.literal(lead, key, pointer, cell, known != null, value));
        if (known != null && !sayTheSame(known, step)) {
            faults.add(line + "\"" + key + "\" stands twice in its object, and not for the same: rename one");
        }
        byFoldedPointer.put(Json.folded(pointer), step);
        steps.add(step);
    }

    private Optional<Placeholder> placeholderOf(String key, String value, String line) {
        if (!value.contains("%%")) {
            return Optional.empty();
        }
        Matcher token = TOKEN.matcher(value);
        if (!token.matches()) {
            faults.add(line + "the value of \"" + key + "\" must be one placeholder and nothing beside it, such as"
                    + " \"%%Reason%%\", or a text without %%");
            return Optional.empty();
        }
        @Nullable Placeholder found = Placeholder.named(token.group(1)).orElse(null);
        if (found == null) {
            faults.add(line + "EPM is not known to have a placeholder " + value);
        } else if (!found.token().equals(value)) {
            faults.add(line + "EPM spells " + value + " as " + found.token());
        }
        return Optional.ofNullable(found);
    }

    private static boolean sayTheSame(TemplateStep one, TemplateStep other) {
        return one.placeholder() == other.placeholder()
                && (one.literal() == null || one.literal().equals(other.literal()));
    }

    private static String line(JsonParser parser) {
        return "line " + parser.currentTokenLocation().getLineNr() + ": ";
    }
}
