package io.epmjit.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events as JSON, for hosts that keep them. The names in it are this library's own and stay as they are: type, binding and
 * template, then the texts at the template's places, in its order, then the warnings. Without a template each place comes
 * with its pointer and placeholder.
 */
final class EventJson {

    private static final String VERSION = "1";
    private static final String UNKNOWN = "UNKNOWN";

    private final Map<String, String> header = new HashMap<>();
    private final Layout.Builder layout = new Layout.Builder();
    private final List<@Nullable String> texts = new ArrayList<>();
    private final List<ParseWarning> warnings = new ArrayList<>();

    private EventJson() {}

    static String write(JitEvent event) {
        EventFields fields = event.fields();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("epm-jit", VERSION);
            json.writeStringField("type", event.type().map(JitEventType::name).orElse(UNKNOWN));
            json.writeStringField("kind", event.request().kind().name());
            json.writeStringField("binding", fields.binding().name());
            if (event.type().isPresent() && fields.template().isPresent()) {
                json.writeStringField("templateName", fields.template().get().name());
                json.writeStringField("template", fields.template().get().text());
                writeTexts(json, fields);
            } else {
                writePlaces(json, fields);
            }
            json.writeArrayFieldStart("warnings");
            for (ParseWarning warning : fields.readerWarnings()) {
                writeStrings(json, warning.kind().name(), warning.pointer(), warning.message());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeTexts(JsonGenerator json, EventFields fields) throws IOException {
        json.writeArrayFieldStart("texts");
        for (int i = 0; i < fields.layout().size(); i++) {
            json.writeString(fields.text(i));
        }
        json.writeEndArray();
    }

    private static void writePlaces(JsonGenerator json, EventFields fields) throws IOException {
        json.writeArrayFieldStart("fields");
        for (int i = 0; i < fields.layout().size(); i++) {
            Layout.Cell cell = fields.layout().cell(i);
            writeStrings(
                    json,
                    cell.pointer(),
                    cell.placeholder() == null ? null : cell.placeholder().fieldName(),
                    fields.text(i));
        }
        json.writeEndArray();
    }

    private static void writeStrings(JsonGenerator json, @Nullable String... texts) throws IOException {
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static JitEvent read(String text) {
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            EventJson event = new EventJson();
            event.readObject(json);
            return event.build();
        } catch (IOException | JitWebhookParseException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("this is no event as toJson() writes it", e);
        }
    }

    private void readObject(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.START_ARRAY) {
                header.put(name, json.getText());
                continue;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == JsonToken.START_ARRAY) {
                    readRow(name, json);
                } else {
                    texts.add(text(json));
                }
            }
        }
    }

    private void readRow(String name, JsonParser json) throws IOException {
        List<@Nullable String> row = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            row.add(text(json));
        }
        if (name.equals("fields")) {
            layout.add(require(row.get(0)), placeholder(row.get(1)));
            texts.add(row.get(2));
        } else {
            warnings.add(new ParseWarning(
                    ParseWarning.Kind.valueOf(require(row.get(0))), require(row.get(1)), require(row.get(2))));
        }
    }

    private static @Nullable String text(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }

    private static @Nullable Placeholder placeholder(@Nullable String name) {
        return name == null ? null : Placeholder.named(name).orElseThrow(NullPointerException::new);
    }

    private JitEvent build() {
        if (!VERSION.equals(header.get("epm-jit"))) {
            throw new IllegalArgumentException("this is no event as toJson() of this version writes it");
        }
        String type = require(header.get("type"));
        Optional<JitEventType> known =
                type.equals(UNKNOWN) ? Optional.empty() : Optional.of(JitEventType.valueOf(type));
        WebhookTemplate template = known.map(this::template).orElse(null);
        Layout places = template == null ? layout.build() : template.layout();
        if (places.size() != texts.size()) {
            throw new IllegalArgumentException("this event's texts do not fit its places");
        }
        EventFields fields = new EventFields(
                Binding.valueOf(require(header.get("binding"))),
                template,
                places,
                texts.toArray(new @Nullable String[0]),
                List.copyOf(warnings));
        RequestKind kind = RequestKind.valueOf(require(header.get("kind")));
        return known.map(event -> JitEvent.of(event, fields)).orElseGet(() -> new UnknownJitEvent(fields, kind));
    }

    private @Nullable WebhookTemplate template(JitEventType type) {
        String text = header.get("template");
        return text == null ? null : WebhookTemplate.remembered(require(header.get("templateName")), type, text);
    }

    private static String require(@Nullable String text) {
        return Objects.requireNonNull(text, "text");
    }
}
