package io.epmjit.bridge;

import io.epmjit.ledger.ReceivedBody;
import java.time.Instant;
import java.util.Optional;

/**
 * One authentic body that came in, and what became of it; the body itself is asked for by {@link IncomingRecords#text}.
 * Immutable.
 */
public final class IncomingRecord {

    private final ReceivedBody received;

    IncomingRecord(ReceivedBody received) {
        this.received = received;
    }

    /** Its number: what came later has a higher one. */
    public long id() {
        return received.id();
    }

    /** The source whose credential it carried. */
    public String source() {
        return received.source();
    }

    /** The event that its URL named. */
    public Optional<String> event() {
        return received.event();
    }

    public Optional<String> remoteAddress() {
        return received.remoteAddress();
    }

    public Instant receivedAt() {
        return received.receivedAt();
    }

    /** How long it is, in bytes. */
    public int size() {
        return received.size();
    }

    /** The request that it speaks of; empty while that is not understood. */
    public Optional<TenantRequest> request() {
        return received.origin()
                .flatMap(TenantRequest::of)
                .map(known -> received.originSecondId()
                        .map(number -> new TenantRequest(
                                known.tenant(), known.request().withTicketNumber(number)))
                        .orElse(known));
    }

    /** Where it differs first from what its source declares; empty if it does not wait in quarantine. */
    public Optional<String> quarantined() {
        return received.quarantined();
    }

    /** Why it was discarded from quarantine; empty if it was not. */
    public Optional<String> discarded() {
        return received.discarded();
    }

    /** Number, source and time; nothing of the body. */
    @Override
    public String toString() {
        return "body " + id() + " for " + source() + ", received at " + receivedAt();
    }
}
