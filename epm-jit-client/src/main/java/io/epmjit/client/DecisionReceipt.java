package io.epmjit.client;

import io.epmjit.model.Decision;
import io.epmjit.model.JitRequestRef;
import java.time.Instant;
import org.immutables.value.Value;

/** EPM's acknowledgement of a decision: from here on the decision is final. Immutable. */
@Value.Immutable
public abstract class DecisionReceipt {

    DecisionReceipt() {}

    public abstract JitRequestRef request();

    public abstract Decision decision();

    /** When the acknowledgement arrived, by the client's clock. */
    public abstract Instant acknowledgedAt();

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableDecisionReceipt.Builder {
        Builder() {}
    }
}
