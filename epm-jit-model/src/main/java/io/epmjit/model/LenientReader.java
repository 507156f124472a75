package io.epmjit.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.epmjit.model.JitWebhookParseException.Reason;
import io.epmjit.model.ParseWarning.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads legal JSON of any shape, and takes what is named like a placeholder, at the top or in {@code requestInfo}, for
 * it. Nothing protects the fields of such a body from each other.
 */
final class LenientReader {

    private static final String REQUEST_INFO = "/requestinfo";
    private static final Set<Placeholder> DECISION =
            EnumSet.of(Placeholder.DECISION, Placeholder.DECISION_TIME, Placeholder.DECISION_PERFORMED_BY_USER);
    private static final Set<Placeholder> ADMIN_ONLY = EnumSet.of(
            Placeholder.USER_NAME,
            Placeholder.USER_ID,
            Placeholder.COMPUTER_ID,
            Placeholder.DURATION_REQUESTED,
            Placeholder.START_TIME,
            Placeholder.END_TIME);
    private static final Set<Placeholder> APPLICATION_ONLY = applicationOnly();

    private final ParseOptions options;
    private final JsonParser parser;
    private final int origin;
    private final Layout.Builder layout = new Layout.Builder();
    private final List<@Nullable String> texts = new ArrayList<>();
    private final Map<String, Integer> cells = new HashMap<>();
    private final Set<Placeholder> seen = EnumSet.noneOf(Placeholder.class);
    private final List<ParseWarning> warnings = new ArrayList<>();
    private boolean hasRequestInfo;

    private LenientReader(ParseOptions options, JsonParser parser, int origin) {
        this.options = options;
        this.parser = parser;
        this.origin = origin;
    }

    private static Set<Placeholder> applicationOnly() {
        Set<Placeholder> own = EnumSet.copyOf(JitEventType.APPLICATION_TICKET_CREATED.placeholders());
        own.removeAll(JitEventType.ADMIN_TICKET_CREATED.placeholders());
        return own;
    }

    /** Reads a body that is known to be one legal JSON object, and not too deep. */
    static JitEvent read(Body body, ParseOptions options) {
        int origin = body.firstByte();
        try (JsonParser parser = Json.FACTORY.createParser(body.bytes(), origin, body.end() - origin)) {
            LenientReader reader = new LenientReader(options, parser, origin);
            parser.nextToken();
            reader.readObject("");
            return reader.event();
        } catch (JsonProcessingException notJson) {
            throw JsonSyntax.misfit(notJson, origin).toException();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void readObject(String parent) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (key.length() > options.maxFieldLength()) {
                throw Filling.tooLong(options.maxFieldLength(), parent)
                        .at(offset())
                        .toException();
            }
            String pointer = Json.pointer(parent, Filling.withoutUnprintable(key));
            parser.nextToken();
            readValue(pointer, placeholderAt(parent, key));
        }
    }

    private Optional<Placeholder> placeholderAt(String parent, String key) {
        boolean known = parent.isEmpty() || Json.folded(parent).equals(REQUEST_INFO);
        return known ? Placeholder.named(key) : Optional.empty();
    }

    private void readValue(String pointer, Optional<Placeholder> placeholder) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                hasRequestInfo |= Json.folded(pointer).equals(REQUEST_INFO);
                readObject(pointer);
            }
            case START_ARRAY -> {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    readValue(pointer + "/" + i, Optional.empty());
                }
            }
            default -> put(pointer, placeholder, parser.currentToken() == JsonToken.VALUE_NULL ? null : text(pointer));
        }
    }

    private String text(String pointer) throws IOException {
        String text = parser.getText();
        if (text.length() > options.maxFieldLength()) {
            throw Filling.tooLong(options.maxFieldLength(), pointer)
                    .at(offset())
                    .toException();
        }
        String cleaned = Filling.withoutUnprintable(text);
        if (!cleaned.equals(text)) {
            warn(Kind.REPLACED_CHARACTER, pointer, "a NUL or half a surrogate pair became U+FFFD");
        }
        return cleaned;
    }

    /** One cell for each place; for placeholders the case of the key does not make another. */
    private void put(String pointer, Optional<Placeholder> placeholder, @Nullable String text) {
        String value =
                text == null || placeholder.filter(p -> p.isAbsentIn(text)).isPresent() ? null : text;
        String place = placeholder.isPresent() ? Json.folded(pointer) : pointer;
        Integer known = cells.get(place);
        if (known != null && !Objects.equals(texts.get(known), value)) {
            throw JitWebhookParseException.field(
                    Reason.CONFLICTING_FIELD,
                    "this stands twice in its object, and not with the same value",
                    pointer,
                    offset());
        }
        if (known == null) {
            cells.put(place, layout.add(pointer, placeholder.orElse(null)));
            texts.add(value);
            placeholder.ifPresent(seen::add);
        }
    }

    private JitEvent event() {
        Layout places = layout.build();
        @Nullable String typeName = textOf(places, Placeholder.EVENT_TYPE);
        Optional<JitEventType> named = Optional.ofNullable(typeName).flatMap(JitEventType::ofWireName);
        if (named.isPresent()) {
            return JitEvent.of(named.get(), fields(places));
        }
        RequestKind kind = kind(typeName == null ? "" : Json.folded(typeName))
                .orElseThrow(() -> JitWebhookParseException.of(
                        Reason.UNRECOGNISED,
                        "nothing in it says whether it is about an application or about administrator rights"));
        if (typeName != null) {
            warn(
                    Kind.UNKNOWN_EVENT_TYPE,
                    "/" + Placeholder.EVENT_TYPE.fieldName(),
                    "this version does not know this event type");
            return new UnknownJitEvent(fields(places), kind);
        }
        warn(
                Kind.EVENT_TYPE_INFERRED,
                "/" + Placeholder.EVENT_TYPE.fieldName(),
                "the body has no event type: it was told from the other fields");
        return JitEvent.of(inferred(kind), fields(places));
    }

    private @Nullable String textOf(Layout places, Placeholder placeholder) {
        int cell = places.cellOf(placeholder);
        return cell < 0 ? null : texts.get(cell);
    }

    private EventFields fields(Layout places) {
        return new EventFields(
                Binding.NONE, null, places, texts.toArray(new @Nullable String[0]), List.copyOf(warnings));
    }

    private Optional<RequestKind> kind(String typeName) {
        boolean admin = typeName.contains("admin") || seen.stream().anyMatch(ADMIN_ONLY::contains);
        boolean application = hasRequestInfo
                || typeName.contains("urm")
                || typeName.contains("application")
                || seen.stream().anyMatch(APPLICATION_ONLY::contains);
        if (admin == application) {
            return Optional.empty();
        }
        return Optional.of(admin ? RequestKind.ADMIN : RequestKind.APPLICATION);
    }

    private JitEventType inferred(RequestKind kind) {
        boolean decided = seen.stream().anyMatch(DECISION::contains);
        if (kind == RequestKind.ADMIN) {
            return decided ? JitEventType.ADMIN_DECISION_UPDATED : JitEventType.ADMIN_TICKET_CREATED;
        }
        return decided ? JitEventType.APPLICATION_DECISION_UPDATED : JitEventType.APPLICATION_TICKET_CREATED;
    }

    private void warn(Kind kind, String pointer, String message) {
        warnings.add(new ParseWarning(kind, pointer, message));
    }

    private long offset() {
        return origin + parser.currentTokenLocation().getByteOffset();
    }
}
