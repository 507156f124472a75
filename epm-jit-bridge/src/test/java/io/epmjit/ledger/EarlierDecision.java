package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import java.time.Instant;
import java.util.Optional;

/** A decision as the ledger would show it, for tests of what is made of it. */
public final class EarlierDecision {

    private EarlierDecision() {}

    /** An approval by b.ray, for a quarter of an hour. */
    public static RecordedDecision in(DecisionState state, Optional<String> approverId, Instant when) {
        return RecordedDecision.builder()
                .id(1)
                .isApproved(true)
                .duration(AccessDuration.minutes(15))
                .decidedBy("b.ray")
                .approverId(approverId)
                .assurance("CONFIRMED")
                .reason("earlier")
                .wayIn("code")
                .decidedAt(when)
                .state(state)
                .build();
    }
}
