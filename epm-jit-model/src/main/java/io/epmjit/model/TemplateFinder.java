package io.epmjit.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes the template that a body may have been made of. */
final class TemplateFinder {

    private TemplateFinder() {}

    static String find(String body) {
        StringWriter template = new StringWriter();
        try (JsonParser parser = Json.FACTORY.createParser(body.strip());
                JsonGenerator generator = Json.FACTORY.createGenerator(template)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL) {
                    generator.writeString(standIn(parser.currentName(), parser.getValueAsString("")));
                } else if (token == JsonToken.START_OBJECT
                        || token == JsonToken.END_OBJECT
                        || token == JsonToken.FIELD_NAME) {
                    generator.copyCurrentEvent(parser);
                } else {
                    throw new IllegalArgumentException("no template made this body: at "
                            + parser.getParsingContext().pathAsPointer()
                            + " it has something that is neither a text in quotes nor an object");
                }
            }
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("the body is not legal JSON, so its template cannot be found in it: take"
                    + " one of a request without quotes and backslashes in its values");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return template + "\n";
    }

    private static String standIn(String key, String value) {
        return Placeholder.named(key == null ? "" : key).map(Placeholder::token).orElse(value);
    }
}
