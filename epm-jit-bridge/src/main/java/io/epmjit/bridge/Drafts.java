package io.epmjit.bridge;

import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.ledger.Origin;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a request reads on a ticket: what an approver needs first, then everything else that it says. */
final class Drafts {

    /** What an approver needs, with the guides' own labels, in reading order. */
    private static final Map<Placeholder, String> APPLICATION = labels(
            Placeholder.USER, "User requesting access",
            Placeholder.FILE_PATH_OBJECT_ID, "Application/file path",
            Placeholder.PRODUCT_NAME, "Product name",
            Placeholder.PRODUCT_VERSION, "Product version",
            Placeholder.PUBLISHER, "Publisher",
            Placeholder.HOST_NAME, "Host name",
            Placeholder.REASON, "Reason for access",
            Placeholder.CMD_ARGS, "Command line arguments",
            Placeholder.SHA1_HASH, "SHA1",
            Placeholder.SHA256_HASH, "SHA256",
            Placeholder.WORKSTYLE, "Workstyle",
            Placeholder.APPLICATION_GROUP, "Application group",
            Placeholder.TIMESTAMP, "Request timestamp",
            Placeholder.TICKET_NUMBER, "Ticket number from EPM");

    private static final Map<Placeholder, String> ADMIN = labels(
            Placeholder.USER_NAME, "User requesting access: Username",
            Placeholder.USER_ID, "User requesting access: User ID",
            Placeholder.COMPUTER_ID, "Computer ID",
            Placeholder.GROUP_ID, "Group ID",
            Placeholder.DURATION_REQUESTED, "Duration requested",
            Placeholder.REASON, "Reason for access",
            Placeholder.TIMESTAMP, "Request timestamp",
            Placeholder.TICKET_NUMBER, "Ticket number from EPM");

    private Drafts() {}

    static TicketDraft of(Origin origin) {
        String json = new String(origin.details().orElseThrow().bytes(), StandardCharsets.UTF_8);
        JitEvent event = JitEvent.fromJson(json);
        boolean application = event.request().kind() == RequestKind.APPLICATION;
        Map<Placeholder, String> first = application ? APPLICATION : ADMIN;
        return TicketDraft.builder()
                .stamp(Requests.stamp(origin))
                .request(Requests.of(origin))
                .placeholders(placeholders(event))
                .sections(sections(event, first))
                .requester(event.text(application ? Placeholder.USER : Placeholder.USER_NAME))
                .build();
    }

    private static Map<String, String> placeholders(JitEvent event) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Placeholder placeholder : Placeholder.values()) {
            event.text(placeholder).ifPresent(text -> values.put(placeholder.fieldName(), text));
        }
        return values;
    }

    private static List<TicketSection> sections(JitEvent event, Map<Placeholder, String> first) {
        List<TicketField> request = new ArrayList<>();
        first.forEach((placeholder, label) -> add(request, label, readable(event, placeholder)));

        Set<Placeholder> rest = EnumSet.allOf(Placeholder.class);
        rest.removeAll(first.keySet());
        List<TicketField> technical = new ArrayList<>();
        rest.forEach(placeholder -> add(technical, placeholder.fieldName(), event.text(placeholder)));

        List<TicketField> other = new ArrayList<>();
        event.extra().forEach((pointer, text) -> add(other, pointer, Optional.of(text)));

        List<TicketSection> sections = new ArrayList<>();
        addUnlessEmpty(sections, "Request information", request);
        addUnlessEmpty(sections, "Additional technical details", technical);
        addUnlessEmpty(sections, "Further fields of the webhook", other);
        return sections;
    }

    private static Optional<String> readable(JitEvent event, Placeholder placeholder) {
        Optional<String> text = event.text(placeholder);
        return placeholder == Placeholder.DURATION_REQUESTED
                ? text.map(wire -> AccessDuration.fromWire(wire)
                        .map(AccessDuration::toString)
                        .orElse(wire))
                : text;
    }

    private static void add(List<TicketField> fields, String label, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> fields.add(new TicketField(label, text)));
    }

    private static void addUnlessEmpty(List<TicketSection> sections, String heading, List<TicketField> fields) {
        if (!fields.isEmpty()) {
            sections.add(new TicketSection(heading, fields));
        }
    }

    private static Map<Placeholder, String> labels(Object... pairs) {
        Map<Placeholder, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put((Placeholder) pairs[i], (String) pairs[i + 1]);
        }
        return labels;
    }
}
