package io.epmjit.bridge;

import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.ledger.Origin;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Binding;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a request reads on a ticket: what an approver needs first, then everything else that it says. */
final class Drafts {

    /** What an approver needs, with the guides' own labels, in reading order. */
    private static final Map<Placeholder, String> APPLICATION = inOrder(
            Map.entry(Placeholder.USER, "User requesting access"),
            Map.entry(Placeholder.FILE_PATH_OBJECT_ID, "Application/file path"),
            Map.entry(Placeholder.PRODUCT_NAME, "Product name"),
            Map.entry(Placeholder.PRODUCT_VERSION, "Product version"),
            Map.entry(Placeholder.PUBLISHER, "Publisher"),
            Map.entry(Placeholder.HOST_NAME, "Host name"),
            Map.entry(Placeholder.REASON, "Reason for access"),
            Map.entry(Placeholder.CMD_ARGS, "Command line arguments"),
            Map.entry(Placeholder.SHA1_HASH, "SHA1"),
            Map.entry(Placeholder.SHA256_HASH, "SHA256"),
            Map.entry(Placeholder.WORKSTYLE, "Workstyle"),
            Map.entry(Placeholder.APPLICATION_GROUP, "Application group"),
            Map.entry(Placeholder.TIMESTAMP, "Request timestamp"),
            Map.entry(Placeholder.TICKET_NUMBER, "Ticket number from EPM"));

    private static final Map<Placeholder, String> ADMIN = inOrder(
            Map.entry(Placeholder.USER_NAME, "User requesting access: Username"),
            Map.entry(Placeholder.USER_ID, "User requesting access: User ID"),
            Map.entry(Placeholder.COMPUTER_ID, "Computer ID"),
            Map.entry(Placeholder.GROUP_ID, "Group ID"),
            Map.entry(Placeholder.DURATION_REQUESTED, "Duration requested"),
            Map.entry(Placeholder.REASON, "Reason for access"),
            Map.entry(Placeholder.TIMESTAMP, "Request timestamp"),
            Map.entry(Placeholder.TICKET_NUMBER, "Ticket number from EPM"));

    /** What the Jira guide calls the action that opens the approval form. */
    private static final String MANAGE = "Manage JIT Access Request";

    private static final String BOUND = "This is what EPM's webhook says of the request; nobody has verified it.";
    private static final String NOT_BOUND =
            "NOT BOUND: the webhook's body fits no template that was declared for its source, so any of these fields may"
                    + " have been forged by a value that a user chose. Look the request up in EPM's console before"
                    + " deciding, and correct the declared template.";

    private Drafts() {}

    static TicketDraft of(Origin origin) {
        JitEvent event = Requests.event(origin);
        return TicketDraft.builder()
                .stamp(Requests.stamp(origin))
                .request(Requests.of(origin))
                .placeholders(placeholders(event))
                .sections(sections(event, labels(event)))
                .notice(notice(event))
                .requester(event.requester())
                .build();
    }

    /** The same, with a link to the page on which the request is decided above everything else. */
    static TicketDraft of(Origin origin, ApprovalLinks links) {
        TicketDraft draft = of(origin);
        String link = links.to(new TenantRequest(Requests.tenant(origin), Requests.of(origin)));
        List<TicketSection> sections = new ArrayList<>();
        sections.add(new TicketSection("Decision", List.of(new TicketField(MANAGE, link))));
        sections.addAll(draft.sections());
        return TicketDraft.builder().from(draft).sections(sections).build();
    }

    /** All that a request says, in reading order. */
    static List<TicketField> fields(JitEvent event) {
        return sections(event, labels(event)).stream()
                .flatMap(section -> section.fields().stream())
                .toList();
    }

    private static Map<Placeholder, String> labels(JitEvent event) {
        return event.request().kind() == RequestKind.APPLICATION ? APPLICATION : ADMIN;
    }

    /** People decide on what a webhook said: they should know that, and what was odd about it. */
    private static String notice(JitEvent event) {
        if (event.binding() == Binding.LISTED) {
            boolean unnamed = event.ticketNumber()
                    .filter(event.request().requestId()::equals)
                    .isPresent();
            return "Found in EPM's own list of requests: no webhook spoke of it."
                    + (unnamed
                            ? " EPM does not say the request's id, so it cannot be decided here until its webhook comes:"
                                    + " decide it in EPM's console."
                            : "");
        }
        String warnings = event.warnings().stream()
                .map(warning -> " " + warning.message() + ".")
                .distinct()
                .collect(Collectors.joining());
        return (event.binding() == Binding.DECLARED ? BOUND : NOT_BOUND) + warnings;
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
        addUnlessEmpty(
                sections,
                event.binding() == Binding.LISTED ? "Further fields of EPM's list" : "Further fields of the webhook",
                other);
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

    @SafeVarargs
    private static Map<Placeholder, String> inOrder(Map.Entry<Placeholder, String>... labels) {
        Map<Placeholder, String> ordered = new LinkedHashMap<>();
        for (Map.Entry<Placeholder, String> label : labels) {
            ordered.put(label.getKey(), label.getValue());
        }
        return ordered;
    }
}
