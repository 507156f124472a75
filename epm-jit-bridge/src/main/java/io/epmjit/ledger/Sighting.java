package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a source was seen to say of an origin: kept apart from what was decided here. Times and durations are the source's
 * own text. Immutable.
 */
@Value.Immutable
public abstract class Sighting {

    Sighting() {}

    public static Builder builder() {
        return new Builder();
    }

    public abstract DecisionStatus status();

    /** Whether the source itself was asked; otherwise it is only what a webhook reported. */
    public abstract boolean isVerified();

    /** When the source said it; for a question to the source, when it was asked. */
    public abstract Instant seenAt();

    /** Who decided, as the source names them. */
    public abstract Optional<String> decidedBy();

    public abstract Optional<String> duration();

    public abstract Optional<String> decidedAt();

    public abstract Optional<String> startsAt();

    public abstract Optional<String> endsAt();

    /**
     * Whether this is that decision, as far as it is said: the same answer, for the same time, by the same person. What
     * one of the two does not say is no difference.
     */
    public final boolean isOf(RecordedDecision decision) {
        return hasAnswerOf(decision)
                && agree(duration().flatMap(AccessDuration::fromWire), decision.duration())
                && agree(decidedBy().map(Sighting::folded), Optional.of(folded(decision.decidedBy())));
    }

    /** Whether both say yes, or both say no. */
    public final boolean hasAnswerOf(RecordedDecision decision) {
        return decision.isApproved() ? status().isApproved() : status().isDenied();
    }

    /** Whether another sighting says nothing else than this one, as far as both say it. */
    public final boolean agreesWith(Sighting other) {
        return status().equals(other.status())
                && agree(duration(), other.duration())
                && agree(decidedBy().map(Sighting::folded), other.decidedBy().map(Sighting::folded));
    }

    private static <T> boolean agree(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Collects a sighting; not for use by several threads. */
    public static final class Builder extends ImmutableSighting.Builder {
        Builder() {}
    }
}
