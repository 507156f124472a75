package io.epmjit.decision;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a proposed decision: accepted, and then on disk, noted as the first of two approvals, or refused, with the rule that refused it and a sentence
 * for the person who proposed it, in the words of EPM's guides where they have one. Immutable.
 */
public final class DecisionVerdict {

    private enum Kind {
        ACCEPTED,
        AWAITING_SECOND,
        REFUSED
    }

    private final Kind kind;
    private final @Nullable Refusal refusal;
    private final String message;

    private DecisionVerdict(Kind kind, @Nullable Refusal refusal, String message) {
        this.kind = kind;
        this.refusal = refusal;
        this.message = Objects.requireNonNull(message, "message");
    }

    static DecisionVerdict accepted(String message) {
        return new DecisionVerdict(Kind.ACCEPTED, null, message);
    }

    static DecisionVerdict awaitingSecond(String message) {
        return new DecisionVerdict(Kind.AWAITING_SECOND, null, message);
    }

    static DecisionVerdict refused(Refusal refusal, String message) {
        return new DecisionVerdict(Kind.REFUSED, Objects.requireNonNull(refusal, "refusal"), message);
    }

    /** Whether the decision was accepted. It is durable then, and will be sent to EPM. */
    public boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }

    /** Whether it was noted as a first approval, which counts only once somebody else approves too. */
    public boolean isAwaitingSecond() {
        return kind == Kind.AWAITING_SECOND;
    }

    /** The rule that refused it; empty if it was accepted or noted. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** One sentence for the person who proposed it. */
    public String message() {
        return message;
    }

    /** Whether the same proposal may get another verdict a moment later, without anybody having done anything. */
    boolean mayChangeByItself() {
        return refusal == Refusal.TICKET_UNREADABLE;
    }

    /** For the ledger; {@link #read} reads it back. */
    String written() {
        return kind + "\n" + (refusal == null ? "" : refusal) + "\n" + message;
    }

    static DecisionVerdict read(String written) {
        String[] parts = written.split("\n", 3);
        return new DecisionVerdict(
                Kind.valueOf(parts[0]), parts[1].isEmpty() ? null : Refusal.valueOf(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return (refusal == null ? kind : refusal) + ": " + message;
    }
}
