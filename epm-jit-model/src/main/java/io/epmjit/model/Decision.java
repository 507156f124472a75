package io.epmjit.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision as this side makes it: approve for a duration, or deny; by whom, why, and in which ticket. What EPM reports
 * of a decision is a {@link DecisionStatus} instead.
 *
 * <pre>{@code
 * Decision.approve(AccessDuration.minutes(30)).by("a.lee").reason("change CHG0042").build();
 * Decision.deny().by("a.lee").reason("not this week").build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Decision {

    private final @Nullable AccessDuration duration;
    private final String by;
    private final String reason;
    private final @Nullable TicketRef ticket;

    private Decision(Builder builder, String by, String reason) {
        this.duration = builder.duration;
        this.by = by;
        this.reason = reason;
        this.ticket = builder.ticket;
    }

    /** Begins an approval for the given duration. */
    public static Builder approve(AccessDuration duration) {
        return new Builder(Objects.requireNonNull(duration, "duration"));
    }

    /** Begins a denial. */
    public static Builder deny() {
        return new Builder(null);
    }

    /** Whether a text has nothing in it that a reader would see: no reason is given by spaces, visible or not. */
    public static boolean saysNothing(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT);
    }

    public boolean isApproved() {
        return duration != null;
    }

    /** {@link DecisionStatus#APPROVED} or {@link DecisionStatus#DENIED}. */
    public DecisionStatus status() {
        return isApproved() ? DecisionStatus.APPROVED : DecisionStatus.DENIED;
    }

    /** For how long; empty for a denial. */
    public Optional<AccessDuration> duration() {
        return Optional.ofNullable(duration);
    }

    /** Who decided, as EPM's console will show it. */
    public String by() {
        return by;
    }

    /** Why; EPM keeps it as the decision's message. Never blank. */
    public String reason() {
        return reason;
    }

    /** The ticket in which it was decided. */
    public Optional<TicketRef> ticket() {
        return Optional.ofNullable(ticket);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Decision that
                && Objects.equals(duration, that.duration)
                && by.equals(that.by)
                && reason.equals(that.reason)
                && Objects.equals(ticket, that.ticket);
    }

    @Override
    public int hashCode() {
        return Objects.hash(duration, by, reason, ticket);
    }

    @Override
    public String toString() {
        return duration == null ? "denied by " + by : "approved for " + duration + " by " + by;
    }

    /** Collects a decision; not for use by several threads. */
    public static final class Builder {

        private final @Nullable AccessDuration duration;
        private @Nullable String by;
        private @Nullable String reason;
        private @Nullable TicketRef ticket;

        private Builder(@Nullable AccessDuration duration) {
            this.duration = duration;
        }

        /** Required: who decides. */
        public Builder by(String approver) {
            this.by = Objects.requireNonNull(approver, "approver");
            return this;
        }

        /** Required: why. Both guides demand it of approvals and denials alike. */
        public Builder reason(String text) {
            this.reason = Objects.requireNonNull(text, "text");
            return this;
        }

        /** The ticket in which it was decided, for EPM's record. */
        public Builder ticket(TicketRef reference) {
            this.ticket = Objects.requireNonNull(reference, "reference");
            return this;
        }

        /** @throws IllegalArgumentException if nobody decided, or no reason is given */
        public Decision build() {
            if (by == null || saysNothing(by)) {
                throw new IllegalArgumentException("Please say who decides: by(…)");
            }
            if (reason == null || saysNothing(reason)) {
                throw new IllegalArgumentException(DurationLimits.REASON_REQUIRED);
            }
            return new Decision(this, by.strip(), reason.strip());
        }
    }
}
