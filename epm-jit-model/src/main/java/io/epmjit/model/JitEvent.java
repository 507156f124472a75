package io.epmjit.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one of EPM's webhooks says: a request was made, or decided. Read by {@link JitWebhookParser}.
 *
 * <p>All values are texts that EPM filled into an administrator's template; users and files choose some of them. What a
 * template leaves out, what EPM left unfilled ({@code %%Name%%}) and what is empty is absent. <strong>A webhook is a
 * hint</strong>: what counts is what EPM itself says when it is asked, and how far the fields of an event can be trusted
 * at all says {@link #binding()}.
 *
 * <p>Two events are equal if all their texts, their binding and their warnings are. Immutable.
 */
public abstract sealed class JitEvent
        permits ApplicationTicketCreated,
                ApplicationDecisionUpdated,
                AdminTicketCreated,
                AdminDecisionUpdated,
                UnknownJitEvent {

    private final EventFields fields;
    private final JitRequestRef request;

    JitEvent(EventFields fields, RequestKind kind) {
        this.fields = fields;
        this.request = fields.request(kind);
    }

    /** The event of a known type. */
    static JitEvent of(JitEventType type, EventFields fields) {
        return switch (type) {
            case APPLICATION_TICKET_CREATED -> new ApplicationTicketCreated(fields);
            case APPLICATION_DECISION_UPDATED -> new ApplicationDecisionUpdated(fields);
            case ADMIN_TICKET_CREATED -> new AdminTicketCreated(fields);
            case ADMIN_DECISION_UPDATED -> new AdminDecisionUpdated(fields);
        };
    }

    /**
     * Reads an event back from what {@link #toJson()} wrote. Read only what you wrote yourself: the text says of itself
     * how firmly it was bound.
     *
     * @throws IllegalArgumentException if the text is nothing of the kind
     */
    public static JitEvent fromJson(String json) {
        return EventJson.read(json);
    }

    /**
     * A request that EPM has in its own list, in the form of the webhook that should have told of it: for requests whose
     * webhook was lost. Its {@link #binding()} is {@link Binding#LISTED}.
     *
     * @param said what EPM says under names that are placeholders' too; {@link Placeholder#REQUEST_ID} or {@link
     *     Placeholder#TICKET_NUMBER} among it
     * @param others what else EPM says, by its JSON pointer
     * @throws IllegalArgumentException if the request has no id of a valid form
     */
    public static JitEvent listed(RequestKind kind, Map<Placeholder, String> said, Map<String, String> others) {
        return ListedRequest.event(kind, said, others);
    }

    /** What happened; empty for an {@link UnknownJitEvent}. */
    public abstract Optional<JitEventType> type();

    /** Calls the visitor's method for this kind of event. */
    public abstract <T> T accept(Visitor<T> visitor);

    /** Which request this is about. */
    public final JitRequestRef request() {
        return request;
    }

    /** How firmly the fields are tied to the template that EPM filled. */
    public final Binding binding() {
        return fields.binding();
    }

    /** The template that the body fits; empty if {@link #binding()} is {@link Binding#NONE} or {@link Binding#LISTED}. */
    public final Optional<WebhookTemplate> template() {
        return fields.template();
    }

    /** The event type as the body names it. */
    public final Optional<String> eventType() {
        return text(Placeholder.EVENT_TYPE);
    }

    /** EPM's id of the tenant. */
    public final Optional<String> tenantId() {
        return text(Placeholder.TENANT_ID);
    }

    /** EPM's number of the request, as people see it: {@code EPM000123}. */
    public final Optional<String> ticketNumber() {
        return text(Placeholder.TICKET_NUMBER);
    }

    /**
     * When EPM says it happened; the {@code Timestamp} nearest to the top where a body has several. Empty also if it
     * cannot be read: then there is a warning, and {@link #text} has what the body says. A time without an offset is
     * taken as UTC (inferred).
     */
    public final Optional<Instant> timestamp() {
        return fields.time(Placeholder.TIMESTAMP);
    }

    /** Who asks, as EPM names the account; each kind of request has a placeholder of its own for it. */
    public final Optional<String> requester() {
        return text(request.kind().requester());
    }

    /** What the body says for any placeholder, just as it says it. */
    public final Optional<String> text(Placeholder placeholder) {
        return fields.text(placeholder);
    }

    /** What its reader should know although the body could be read. */
    public final List<ParseWarning> warnings() {
        return fields.warnings();
    }

    /** Everything in the body that no accessor of this event shows, as text, by its JSON pointer. */
    public final Map<String, String> extra() {
        return fields.extra(type().map(JitEventType::placeholders).orElseGet(JitEventType::commonPlaceholders));
    }

    /** The event as JSON that {@link #fromJson} reads back, for keeping. It has all of the body's values. */
    public final String toJson() {
        return EventJson.write(this);
    }

    final EventFields fields() {
        return fields;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof JitEvent that
                && getClass() == that.getClass()
                && request.equals(that.request)
                && fields.sameAs(that.fields);
    }

    @Override
    public final int hashCode() {
        return request.hashCode();
    }

    /** Kind, request and binding; nothing that a user typed. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + request + ", " + binding() + "]";
    }

    /**
     * One method for each kind of event. There is no default: what shall happen with an unknown one wants a thought.
     *
     * @param <T> what comes of it
     */
    public interface Visitor<T> {

        T applicationTicketCreated(ApplicationTicketCreated event);

        T applicationDecisionUpdated(ApplicationDecisionUpdated event);

        T adminTicketCreated(AdminTicketCreated event);

        T adminDecisionUpdated(AdminDecisionUpdated event);

        T unknown(UnknownJitEvent event);
    }
}
