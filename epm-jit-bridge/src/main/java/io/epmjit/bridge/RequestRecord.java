package io.epmjit.bridge;

import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginRecord;
import io.epmjit.ledger.OriginState;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A request of the history, with everything that became of it. Immutable. */
public final class RequestRecord {

    private final OriginRecord kept;

    RequestRecord(OriginRecord kept) {
        this.kept = kept;
    }

    private Origin origin() {
        return kept.origin();
    }

    /** EPM's id of the tenant. */
    public String tenant() {
        return Requests.tenant(origin());
    }

    public JitRequestRef request() {
        return Requests.of(origin());
    }

    /** When the bridge first heard of it. */
    public Instant openedAt() {
        return origin().openedAt();
    }

    /** How far it has come. */
    public OriginState state() {
        return origin().state();
    }

    /**
     * When it was decided: our own decision's time, as far as that stands; otherwise when the bridge learnt of it. Empty
     * while it is not over.
     */
    public Optional<Instant> decidedAt() {
        return origin().decidedAt();
    }

    /** From {@link #openedAt} to {@link #decidedAt}. */
    public Optional<Duration> timeToDecision() {
        return decidedAt().map(decided -> Duration.between(openedAt(), decided));
    }

    /** Who asks, as EPM names the account. */
    public Optional<String> requester() {
        return event().flatMap(event -> Requests.requesters(event).stream().findFirst());
    }

    /** The request as its webhook told it; empty while only later news of it have come. */
    public Optional<JitEvent> event() {
        return Requests.told(origin());
    }

    /** Its tickets, the oldest first. */
    public List<TicketRef> tickets() {
        return kept.tickets();
    }

    /** Every decision of ours, the oldest first. */
    public List<RecordedDecision> decisions() {
        return kept.decisions();
    }

    /** The decision of ours that stands; if none does, the last one. */
    public Optional<RecordedDecision> decision() {
        List<RecordedDecision> all = decisions();
        return all.stream()
                .filter(decision -> decision.state().isInForce())
                .findFirst()
                .or(() -> all.stream().reduce((earlier, later) -> later));
    }

    /** What EPM itself said last, when it was asked. */
    public Optional<Sighting> verified() {
        return kept.verified();
    }

    /** What a webhook reported last. */
    public Optional<Sighting> reported() {
        return kept.reported();
    }

    /** How many of the changes intended outside have been given up. */
    public int givenUp() {
        return kept.givenUp();
    }

    /** Tenant, request and state; no names. */
    @Override
    public String toString() {
        return tenant() + " " + request() + " " + state();
    }
}
