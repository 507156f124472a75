package io.epmjit.bridge;

import io.epmjit.client.RequestState;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a row of EPM's list says of a request, in the form in which the ledger keeps what webhooks say. */
final class ListedRow {

    /** What EPM decided is not what was asked for. */
    private static final Set<Placeholder> OF_THE_DECISION = Set.of(
            Placeholder.DECISION,
            Placeholder.DECISION_TIME,
            Placeholder.DECISION_PERFORMED_BY_USER,
            Placeholder.DURATION,
            Placeholder.START_TIME,
            Placeholder.END_TIME);

    private ListedRow() {}

    static JitEvent event(String tenant, RequestState row) {
        Map<Placeholder, String> said = new EnumMap<>(Placeholder.class);
        said.put(Placeholder.TENANT_ID, tenant);
        put(said, Placeholder.REQUEST_ID, row.requestId());
        put(said, Placeholder.TICKET_NUMBER, row.ticketNumber());
        put(said, row.kind().requester(), row.requester());
        put(said, Placeholder.REASON, row.reason());
        put(said, Placeholder.DURATION_REQUESTED, row.durationRequestedText());
        put(said, Placeholder.TIMESTAMP, row.created().map(Object::toString));
        Map<String, String> others = new LinkedHashMap<>();
        row.extra().forEach((pointer, text) -> {
            Optional<Placeholder> placeholder = Placeholder.named(pointer.substring(pointer.lastIndexOf('/') + 1))
                    .filter(name -> pointer.startsWith("/requestInfo/") && !said.containsKey(name))
                    .filter(name -> !OF_THE_DECISION.contains(name));
            if (placeholder.isPresent() && !text.isBlank()) {
                said.put(placeholder.get(), text);
            } else if (!text.isBlank() && !pointer.startsWith("/accessDecision/")) {
                others.put(pointer, text);
            }
        });
        return JitEvent.listed(row.kind(), said, others);
    }

    private static void put(Map<Placeholder, String> said, Placeholder placeholder, Optional<String> text) {
        text.filter(some -> !some.isBlank()).ifPresent(some -> said.put(placeholder, some));
    }
}
