package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.server.ReceivedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A JSON object of text fields as ASP.NET Core binds it: names without regard to case, types by the letter. */
final class JsonFields {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    private JsonFields() {}

    static JsonFields of(ReceivedRequest request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.matches("(application|text)/(.+\\+)?json(\\s*;.*)?")) {
            throw Refusal.unsupportedMediaType();
        }
        JsonNode document = Json.parse(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Refusal.invalid(
                        "$", "The JSON value could not be converted to an object. Path: $ | LineNumber: 0"));
        JsonFields fields = new JsonFields();
        document.properties().forEach(field -> fields.bind(field.getKey(), field.getValue()));
        // A value of the wrong type ends binding: the rules of single fields are never reached.
        fields.refuseIfWrong();
        return fields;
    }

    private void bind(String name, JsonNode value) {
        if (value.isTextual()) {
            values.put(name, value.textValue());
        } else if (value.isNull()) {
            values.remove(name);
        } else {
            errors.put(
                    "$." + name,
                    List.of("The JSON value could not be converted to System.String. Path: $." + name
                            + " | LineNumber: 0"));
        }
    }

    /** The text of a field; empty where the field is missing or null. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    Optional<String> present(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Blank counts as missing, as {@code [Required]} has it. */
    void require(String... names) {
        for (String name : names) {
            if (text(name).isBlank()) {
                wrong(name, "The " + name + " field is required.");
            }
        }
    }

    /** A field that binds to a {@code Guid}; a missing one is wrong too. */
    void requireUuid(String name) {
        if (!UUID_FORM.matcher(text(name)).matches()) {
            wrong(
                    "$." + name,
                    "The JSON value could not be converted to System.Guid. Path: $." + name + " | LineNumber: 0");
        }
    }

    /** Wrong unless the field is blank or matches. */
    void check(String name, Pattern form, String message) {
        String value = text(name);
        if (!value.isBlank() && !form.matcher(value).matches()) {
            wrong(name, message);
        }
    }

    void wrong(String name, String message) {
        errors.computeIfAbsent(name, key -> new ArrayList<>()).add(message);
    }

    void refuseIfWrong() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }
}
