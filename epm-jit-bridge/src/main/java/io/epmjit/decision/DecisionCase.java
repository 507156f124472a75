package io.epmjit.decision;

import io.epmjit.connector.ConnectorId;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What is known of a request when somebody wants to decide it: everything that a rule may look at. Immutable. */
@Value.Immutable
public abstract class DecisionCase {

    DecisionCase() {}

    static ImmutableDecisionCase.Builder builder() {
        return ImmutableDecisionCase.builder();
    }

    public abstract JitRequestRef request();

    /** The tenant of EPM that it belongs to. */
    public abstract String tenant();

    /** When it came in here. */
    public abstract Instant openedAt();

    /** When it is judged. */
    public abstract Instant now();

    /**
     * Who asked for the privilege; empty unless a body said so that was bound to a template declared for its source: what
     * any other body says, an attacker may have written.
     */
    public abstract Optional<String> requester();

    /** What EPM itself was last seen to say; empty if it was never asked, or never answered. */
    public abstract Optional<DecisionStatus> atEpm();

    /** What was decided here before, the oldest first. */
    public abstract List<RecordedDecision> earlier();

    /** The request's tickets, as their trackers showed them just now. */
    public abstract List<TicketView> tickets();

    /** The tracker through which the proposal came; empty for page and code. */
    public abstract Optional<ConnectorId> cameThrough();
}
