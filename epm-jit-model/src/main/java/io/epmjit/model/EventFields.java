package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import io.epmjit.model.ParseWarning.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of one body, by their places, and what is known of the whole. What every event is made of. */
final class EventFields {

    private static final Set<Placeholder> TIMES =
            Set.of(Placeholder.TIMESTAMP, Placeholder.DECISION_TIME, Placeholder.START_TIME, Placeholder.END_TIME);
    private static final Set<Placeholder> DURATIONS = Set.of(Placeholder.DURATION, Placeholder.DURATION_REQUESTED);

    private final Binding binding;
    private final @Nullable WebhookTemplate template;
    private final Layout layout;
    private final @Nullable String[] texts;
    private final List<ParseWarning> readerWarnings;

    EventFields(
            Binding binding,
            @Nullable WebhookTemplate template,
            Layout layout,
            @Nullable String[] texts,
            List<ParseWarning> readerWarnings) {
        this.binding = binding;
        this.template = template;
        this.layout = layout;
        this.texts = texts;
        this.readerWarnings = readerWarnings;
    }

    Binding binding() {
        return binding;
    }

    Optional<WebhookTemplate> template() {
        return Optional.ofNullable(template);
    }

    Layout layout() {
        return layout;
    }

    @Nullable
    String text(int cell) {
        return texts[cell];
    }

    Optional<String> text(Placeholder placeholder) {
        String text = textOrNull(placeholder);
        return text == null ? Optional.empty() : Optional.of(text); // unlike ofNullable, compiled for these texts alone
    }

    private @Nullable String textOrNull(Placeholder placeholder) {
        int cell = layout.cellOf(placeholder);
        return cell < 0 ? null : texts[cell];
    }

    /** The JSON pointer of a placeholder, or of the place at the top where it is missing. */
    String pointer(Placeholder placeholder) {
        int cell = layout.cellOf(placeholder);
        return cell < 0 ? "/" + placeholder.fieldName() : layout.cell(cell).pointer();
    }

    Optional<Instant> time(Placeholder placeholder) {
        return text(placeholder).flatMap(WireTime::parse);
    }

    Optional<AccessDuration> duration(Placeholder placeholder) {
        return text(placeholder).flatMap(AccessDuration::fromWire);
    }

    /** The request that the body is about, its ids in a form that may go anywhere. */
    JitRequestRef request(RequestKind kind) {
        String requestId = identifier(Placeholder.REQUEST_ID);
        if (requestId == null) {
            throw JitWebhookParseException.field(
                    Reason.MISSING_REQUEST_ID, "there is no RequestId", pointer(Placeholder.REQUEST_ID));
        }
        identifier(Placeholder.TENANT_ID);
        return JitRequestRef.of(kind, requestId, identifier(Placeholder.TICKET_NUMBER));
    }

    private @Nullable String identifier(Placeholder placeholder) {
        String id = textOrNull(placeholder);
        if (id != null && !Identifiers.isAllowed(id)) {
            throw JitWebhookParseException.field(
                    Reason.BAD_IDENTIFIER,
                    "an id must be 1 to 64 characters of A-Z a-z 0-9 . _ : -, and this one of " + id.length()
                            + " characters is not",
                    pointer(placeholder));
        }
        return id;
    }

    /** What the reader found doubtful. */
    List<ParseWarning> readerWarnings() {
        return readerWarnings;
    }

    /** The reader's warnings, and those of times and durations, which are read when somebody asks for them. */
    List<ParseWarning> warnings() {
        List<ParseWarning> all = new ArrayList<>(readerWarnings);
        for (Placeholder placeholder : Placeholder.values()) {
            if (TIMES.contains(placeholder)
                    && text(placeholder).isPresent()
                    && time(placeholder).isEmpty()) {
                all.add(new ParseWarning(Kind.UNREADABLE_TIME, pointer(placeholder), "this is no time that is known"));
            }
            if (DURATIONS.contains(placeholder)
                    && text(placeholder).isPresent()
                    && duration(placeholder).isEmpty()) {
                all.add(new ParseWarning(
                        Kind.UNREADABLE_DURATION,
                        pointer(placeholder),
                        "this is neither Once nor a number of seconds"));
            }
        }
        return List.copyOf(all);
    }

    /** Every text that none of these placeholders answers for, by its pointer. */
    Map<String, String> extra(Set<Placeholder> answered) {
        Map<String, String> extra = new LinkedHashMap<>();
        for (int index = 0; index < layout.size(); index++) {
            String text = texts[index];
            Placeholder placeholder = layout.cell(index).placeholder();
            boolean elsewhere =
                    placeholder != null && answered.contains(placeholder) && layout.cellOf(placeholder) == index;
            if (text != null && !elsewhere) {
                extra.put(layout.cell(index).pointer(), text);
            }
        }
        return Collections.unmodifiableMap(extra);
    }

    /** All texts by their pointers, absent ones left out. */
    Map<String, String> byPointer() {
        return extra(Set.of());
    }

    boolean sameAs(EventFields that) {
        return binding == that.binding
                && Objects.equals(template, that.template)
                && byPointer().equals(that.byPointer())
                && readerWarnings.equals(that.readerWarnings);
    }
}
