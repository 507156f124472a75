package io.epmjit.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A request to be administrator has been decided, or its decision changed. Immutable.
 */
public final class AdminDecisionUpdated extends JitEvent {

    AdminDecisionUpdated(EventFields fields) {
        super(fields, RequestKind.ADMIN);
    }

    @Override
    public Optional<JitEventType> type() {
        return Optional.of(JitEventType.ADMIN_DECISION_UPDATED);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.adminDecisionUpdated(this);
    }

    /** What EPM says of the request. Never an approval where the body says nothing, or a word that is not known. */
    public DecisionStatus decision() {
        return DecisionStatus.of(fields().text(Placeholder.DECISION).orElse(""));
    }

    /** When it was decided. */
    public Optional<Instant> decisionTime() {
        return fields().time(Placeholder.DECISION_TIME);
    }

    /** Who decided, as EPM names them. */
    public Optional<String> decisionPerformedByUser() {
        return fields().text(Placeholder.DECISION_PERFORMED_BY_USER);
    }

    /**
     * For how long access was granted. How webhooks write it is not documented: read are {@code Once} and seconds; anything
     * else is empty, with a warning, and its text is there.
     */
    public Optional<AccessDuration> duration() {
        return fields().duration(Placeholder.DURATION);
    }

    /** How long the user wanted it. */
    public Optional<AccessDuration> durationRequested() {
        return fields().duration(Placeholder.DURATION_REQUESTED);
    }

    /** When the session begins. */
    public Optional<Instant> startTime() {
        return fields().time(Placeholder.START_TIME);
    }

    /** When it ends. */
    public Optional<Instant> endTime() {
        return fields().time(Placeholder.END_TIME);
    }
}
