package io.epmjit.bridge;

import io.epmjit.ledger.RecordedDecision;
import java.util.Objects;

/**
 * A decision of ours, and the request that it is on.
 *
 * @param request what was decided
 * @param decision how, by whom, and what became of it
 */
public record DecisionRecord(TenantRequest request, RecordedDecision decision) {

    public DecisionRecord {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(decision, "decision");
    }
}
