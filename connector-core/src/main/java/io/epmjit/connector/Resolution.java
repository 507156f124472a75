package io.epmjit.connector;

import io.epmjit.model.DecisionStatus;
import java.util.Objects;

/**
 * How a request ended, for the state that its ticket shall have.
 *
 * @param outcome what EPM has said: approved or denied
 * @param comment one sentence for trackers that demand a closing remark
 */
public record Resolution(DecisionStatus outcome, String comment) {

    /** @throws IllegalArgumentException if the outcome is no final decision, or there is no remark */
    public Resolution {
        if (!Objects.requireNonNull(outcome, "outcome").isDecided() || comment.isBlank()) {
            throw new IllegalArgumentException("a ticket is resolved by a final decision, with a remark");
        }
    }
}
