package io.epmjit.decision;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a proposed decision: accepted, and then on disk, or refused, with the rule that refused it and a sentence
 * for the person who proposed it, in the words of EPM's guides where they have one. Immutable.
 */
public final class DecisionVerdict {

    private final @Nullable Refusal refusal;
    private final String message;

    private DecisionVerdict(@Nullable Refusal refusal, String message) {
        this.refusal = refusal;
        this.message = Objects.requireNonNull(message, "message");
    }

    static DecisionVerdict accepted(String message) {
        return new DecisionVerdict(null, message);
    }

    static DecisionVerdict refused(Refusal refusal, String message) {
        return new DecisionVerdict(Objects.requireNonNull(refusal, "refusal"), message);
    }

    /** Whether the decision was accepted. It is durable then, and will be sent to EPM. */
    public boolean isAccepted() {
        return refusal == null;
    }

    /** The rule that refused it; empty if it was accepted. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** One sentence for the person who proposed it. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return (refusal == null ? "ACCEPTED" : refusal) + ": " + message;
    }
}
