package io.epmjit.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which request is meant: its kind, EPM's {@code RequestId} and, where it is known, the ticket number that people see in
 * EPM's console ({@code EPM000123}).
 *
 * <p>Two references are equal if kind and request id are; the ticket number is a second name that may be learnt later.
 * Immutable.
 */
public final class JitRequestRef {

    private final RequestKind kind;
    private final String requestId;
    private final @Nullable String ticketNumber;

    private JitRequestRef(RequestKind kind, String requestId, @Nullable String ticketNumber) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.requestId = Identifiers.require(requestId, "requestId");
        this.ticketNumber = ticketNumber == null ? null : Identifiers.require(ticketNumber, "ticketNumber");
    }

    /**
     * A request of the given kind.
     *
     * @throws IllegalArgumentException if the id is not 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}
     */
    public static JitRequestRef of(RequestKind kind, String requestId) {
        return new JitRequestRef(kind, requestId, null);
    }

    /** As {@link #of(RequestKind, String)}, with a ticket number where there is one. */
    static JitRequestRef of(RequestKind kind, String requestId, @Nullable String ticketNumber) {
        return new JitRequestRef(kind, requestId, ticketNumber);
    }

    /** A request to run an application; see {@link #of(RequestKind, String)}. */
    public static JitRequestRef application(String requestId) {
        return of(RequestKind.APPLICATION, requestId);
    }

    /** A request to be administrator; see {@link #of(RequestKind, String)}. */
    public static JitRequestRef admin(String requestId) {
        return of(RequestKind.ADMIN, requestId);
    }

    /** The same request, with the ticket number that EPM's console shows. */
    public JitRequestRef withTicketNumber(String number) {
        return new JitRequestRef(kind, requestId, number);
    }

    public RequestKind kind() {
        return kind;
    }

    /** EPM's id of the request, as the webhook's {@code RequestId} carries it. */
    public String requestId() {
        return requestId;
    }

    /** EPM's number of the request, as its console and the webhook's {@code TicketNumber} show it. */
    public Optional<String> ticketNumber() {
        return Optional.ofNullable(ticketNumber);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JitRequestRef that && kind == that.kind && requestId.equals(that.requestId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, requestId);
    }

    @Override
    public String toString() {
        return kind + " " + requestId + (ticketNumber == null ? "" : " (" + ticketNumber + ")");
    }
}
