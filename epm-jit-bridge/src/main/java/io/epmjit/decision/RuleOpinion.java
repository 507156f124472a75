package io.epmjit.decision;

import io.epmjit.model.AccessDuration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link DecisionRule} says to a request: approve, deny, or nothing. Immutable. */
public final class RuleOpinion {

    private static final RuleOpinion NONE = new RuleOpinion(null, "");

    private final @Nullable AccessDuration duration;
    private final String reason;

    private RuleOpinion(@Nullable AccessDuration duration, String reason) {
        this.duration = duration;
        this.reason = reason;
    }

    /** It should be approved for this long. */
    public static RuleOpinion approve(AccessDuration duration, String reason) {
        return new RuleOpinion(Objects.requireNonNull(duration, "duration"), required(reason));
    }

    /** It should be denied. */
    public static RuleOpinion deny(String reason) {
        return new RuleOpinion(null, required(reason));
    }

    /** The rule has nothing to say; the next one is asked, and after the last one, people. */
    public static RuleOpinion none() {
        return NONE;
    }

    private static String required(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a rule says why it decides");
        }
        return reason;
    }

    boolean isNone() {
        return reason.isEmpty();
    }

    /** For how long; empty unless it approves. */
    public Optional<AccessDuration> duration() {
        return Optional.ofNullable(duration);
    }

    /** Why; empty if there is no opinion. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        if (isNone()) {
            return "no opinion";
        }
        return (duration == null ? "deny" : "approve for " + duration) + ": " + reason;
    }
}
