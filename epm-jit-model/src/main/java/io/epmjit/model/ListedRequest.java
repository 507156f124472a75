package io.epmjit.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a row of EPM's list the form of the event that its webhook would have been. */
final class ListedRequest {

    private ListedRequest() {}

    static JitEvent event(RequestKind kind, Map<Placeholder, String> said, Map<String, String> others) {
        Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
        values.putAll(said);
        String number = values.get(Placeholder.TICKET_NUMBER);
        if (number != null) {
            values.putIfAbsent(Placeholder.REQUEST_ID, number);
        }
        Layout.Builder layout = new Layout.Builder();
        List<@Nullable String> texts = new ArrayList<>();
        values.forEach((placeholder, text) -> {
            layout.add("/" + placeholder.fieldName(), placeholder);
            texts.add(text);
        });
        others.forEach((pointer, text) -> {
            layout.add(pointer, null);
            texts.add(text);
        });
        EventFields fields = new EventFields(
                Binding.LISTED, null, layout.build(), texts.toArray(new @Nullable String[0]), List.of());
        try {
            return JitEvent.of(
                    kind == RequestKind.ADMIN
                            ? JitEventType.ADMIN_TICKET_CREATED
                            : JitEventType.APPLICATION_TICKET_CREATED,
                    fields);
        } catch (JitWebhookParseException e) {
            throw new IllegalArgumentException("a request needs an id: " + e.getMessage(), e);
        }
    }
}
