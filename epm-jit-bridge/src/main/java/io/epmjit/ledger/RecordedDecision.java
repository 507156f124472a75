package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A decision of ours, as the ledger keeps it. Immutable. */
@Value.Immutable
public abstract class RecordedDecision {

    RecordedDecision() {}

    static ImmutableRecordedDecision.Builder builder() {
        return ImmutableRecordedDecision.builder();
    }

    /** The ledger's own number of it. */
    public abstract long id();

    public abstract boolean isApproved();

    /** For how long; empty for a denial. */
    public abstract Optional<AccessDuration> duration();

    public abstract String decidedBy();

    /** The directory's id of whoever decided, where it was known. */
    public abstract Optional<String> approverId();

    /** How certain it is who decided, in the word of the one who took the decision. */
    public abstract String assurance();

    public abstract String reason();

    /** The way in by which it came, such as {@code code} or {@code page}. */
    public abstract String wayIn();

    public abstract Instant decidedAt();

    public abstract DecisionState state();

    /** Why it is in this state, where that needs saying. */
    public abstract Optional<String> explanation();
}
