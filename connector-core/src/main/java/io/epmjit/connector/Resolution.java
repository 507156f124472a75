package io.epmjit.connector;

import io.epmjit.model.DecisionStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a request ended, for the state that its ticket shall have.
 *
 * @param outcome what EPM has said: approved or denied
 * @param comment one sentence for trackers that demand a closing remark
 * @param particulars what is known of the decision, for trackers whose tickets have fields for it; in the words of EPM or
 *     its webhook, where people may have typed them. The note says it too
 */
public record Resolution(DecisionStatus outcome, String comment, Map<DecisionParticular, String> particulars) {

    /** @throws IllegalArgumentException if the outcome is no final decision, or there is no remark */
    public Resolution {
        if (!Objects.requireNonNull(outcome, "outcome").isDecided() || comment.isBlank()) {
            throw new IllegalArgumentException("a ticket is resolved by a final decision, with a remark");
        }
        Map<DecisionParticular, String> ordered = new EnumMap<>(DecisionParticular.class);
        ordered.putAll(particulars);
        particulars = Collections.unmodifiableMap(ordered);
    }

    /** One of which nothing more is known. */
    public Resolution(DecisionStatus outcome, String comment) {
        this(outcome, comment, Map.of());
    }
}
