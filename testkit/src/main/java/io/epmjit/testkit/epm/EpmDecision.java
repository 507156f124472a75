package io.epmjit.testkit.epm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision as EPM got it.
 *
 * @param status {@code Approved}, {@code Denied}, or {@code Pending} where somebody sent just that
 * @param duration {@code Once} or a number of seconds; what a denial says here means nothing; may be empty
 * @param performedBy who decided, in the words of the sender; may be empty
 * @param message the note; may be empty
 * @param receivedAt when EPM got it; access that is granted runs from here
 * @param origin on which way it came
 * @param effect what EPM made of it
 */
public record EpmDecision(
        String status,
        String duration,
        String performedBy,
        String message,
        Instant receivedAt,
        DecisionOrigin origin,
        DecisionEffect effect) {

    static final String PENDING = "Pending";
    static final String APPROVED = "Approved";
    static final String DENIED = "Denied";
    static final String ONCE = "Once";

    public boolean approved() {
        return status.equals(APPROVED);
    }

    boolean once() {
        return duration.equalsIgnoreCase(ONCE);
    }

    /** When access that is granted for a time ends. */
    public Optional<Instant> endsAt() {
        return approved() && !once()
                ? Optional.of(receivedAt.plus(Duration.ofSeconds(Long.parseLong(duration))))
                : Optional.empty();
    }

    EpmDecision with(DecisionEffect other) {
        return new EpmDecision(status, duration, performedBy, message, receivedAt, origin, other);
    }
}
