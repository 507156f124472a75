package io.epmjit.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Requests of the history in figures.
 *
 * @param total how many there are
 * @param byState how many are in each state that occurs
 * @param byApprover how many each approver has decided, here or at the source; names in lower case
 * @param medianTimeToDecision half of those that are over were decided within this time; empty if none is over
 * @param p95TimeToDecision 95 of 100 of those that are over were decided within this time; empty if none is over
 */
public record HistoryStatistics(
        long total,
        Map<OriginState, Long> byState,
        Map<String, Long> byApprover,
        Optional<Duration> medianTimeToDecision,
        Optional<Duration> p95TimeToDecision) {

    public HistoryStatistics {
        byState = Map.copyOf(byState);
        byApprover = Map.copyOf(byApprover);
        Objects.requireNonNull(medianTimeToDecision, "medianTimeToDecision");
        Objects.requireNonNull(p95TimeToDecision, "p95TimeToDecision");
    }
}
