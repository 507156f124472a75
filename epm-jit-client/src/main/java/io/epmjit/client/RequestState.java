package io.epmjit.client;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A request as EPM reports it, or the reason why it cannot be read. What EPM does not say is absent; what it says under
 * names that are not known stays readable in {@link #extra()}.
 *
 * <p>Times and durations are given as values where they could be understood, and always as EPM wrote them. A time without
 * an offset is taken for UTC. Immutable.
 */
@Value.Immutable
public abstract class RequestState {

    RequestState() {}

    public abstract RequestKind kind();

    /** EPM's id of the request. Whether the rows of an application list carry it is not known. */
    public abstract Optional<String> requestId();

    /** The number that EPM's console shows, such as {@code EPM000123}. */
    public abstract Optional<String> ticketNumber();

    /** The id of the tracker's ticket, as it was sent to EPM with a decision. */
    public abstract Optional<String> systemId();

    /**
     * Pending, approved, denied, or something else. A request of which EPM reports no status at all, or which cannot be
     * read, is {@link #UNKNOWN}: neither pending nor decided.
     */
    public abstract DecisionStatus status();

    /** The status of a request of which EPM says nothing. */
    public static final DecisionStatus UNKNOWN = DecisionStatus.of("(unknown)");

    /** For how long access was granted. */
    public abstract Optional<AccessDuration> duration();

    public abstract Optional<String> durationText();

    /** Who decided, as EPM was told. */
    public abstract Optional<String> performer();

    public abstract Optional<Instant> decisionTime();

    public abstract Optional<String> decisionTimeText();

    /** When an administrator's session began. */
    public abstract Optional<Instant> startTime();

    public abstract Optional<String> startTimeText();

    /** When an administrator's session ends or has ended. */
    public abstract Optional<Instant> endTime();

    public abstract Optional<String> endTimeText();

    /** Who asks: {@code DOMAIN\name} or an address. Typed by nobody, but not checked by us either. */
    public abstract Optional<String> requester();

    /** Why, in the words of the person who asks: hostile until escaped. */
    public abstract Optional<String> reason();

    /** How long an administrator's session was asked for. */
    public abstract Optional<AccessDuration> durationRequested();

    public abstract Optional<String> durationRequestedText();

    public abstract Optional<Instant> created();

    public abstract Optional<Instant> modified();

    /** Everything else that EPM says of the request: by JSON pointer, as text. */
    public abstract Map<String, String> extra();

    /** Why the request cannot be read, for people; empty if it could be. */
    public abstract Optional<String> unreadable();

    public final boolean isReadable() {
        return unreadable().isEmpty();
    }

    /** How to refer to the request; empty if EPM did not give its id. */
    public final Optional<JitRequestRef> ref() {
        return requestId()
                .map(id -> JitRequestRef.of(kind(), id))
                .map(ref -> ticketNumber().map(ref::withTicketNumber).orElse(ref));
    }

    /** Kind, ids and status; nothing that a user typed. */
    @Override
    public final String toString() {
        return kind() + " " + requestId().orElse("?")
                + ticketNumber().map(n -> " (" + n + ")").orElse("") + ": "
                + unreadable().map(why -> "unreadable").orElseGet(() -> status().value());
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableRequestState.Builder {
        Builder() {}
    }
}
