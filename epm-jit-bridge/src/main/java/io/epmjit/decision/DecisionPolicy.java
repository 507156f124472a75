package io.epmjit.decision;

import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.DurationLimits;
import io.epmjit.model.RequestKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules by which a decision is accepted. Pure: the same request, record and proposal always get the same verdict,
 * which says why. Immutable.
 */
public final class DecisionPolicy {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_REASON = 4_000;

    static final String FINAL = "The server has accepted the decision. It is now final and cannot be changed";
    static final String BEING_SENT = "submitted, waiting for EPM";
    static final String ANOTHER_BEING_SENT = "Not taken: an earlier decision was " + BEING_SENT;

    private final DurationLimits limits;
    private final Duration validity;
    private final boolean adminOnce;

    private DecisionPolicy(Builder builder) {
        this.limits = builder.limits;
        this.validity = builder.validity;
        this.adminOnce = builder.adminOnce;
    }

    /** The guides' own rules: a reason always, once or 5 minutes to 24 hours, sent within the hour. */
    public static DecisionPolicy standard() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How long an approval may wait to be sent before it expires and the request may be decided again. */
    public Duration validity() {
        return validity;
    }

    /** Whether {@code Once} may be chosen for admin requests. */
    public boolean allowsOnceForAdmin() {
        return adminOnce;
    }

    /** What speaks against the proposal; empty if nothing does. */
    Optional<DecisionVerdict> objection(
            Optional<DecisionStatus> atEpm, List<RecordedDecision> earlier, DecisionProposal proposal) {
        return objectionToForm(proposal).or(() -> objectionToTime(atEpm, earlier, proposal));
    }

    private Optional<DecisionVerdict> objectionToForm(DecisionProposal proposal) {
        if (Decision.saysNothing(proposal.by())) {
            return refused(Refusal.APPROVER_MISSING, "Please say who decides");
        }
        if (Decision.saysNothing(proposal.reason())) {
            return refused(Refusal.REASON_MISSING, DurationLimits.REASON_REQUIRED);
        }
        if (proposal.by().length() > LONGEST_NAME || proposal.reason().length() > LONGEST_REASON) {
            return refused(
                    Refusal.TOO_LONG,
                    "Please use at most " + LONGEST_NAME + " characters for who decides, and " + LONGEST_REASON
                            + " for the reason");
        }
        if (proposal.duration().filter(AccessDuration::isOnce).isPresent()
                && proposal.request().kind() == RequestKind.ADMIN
                && !adminOnce) {
            return refused(
                    Refusal.ONCE_NOT_AVAILABLE,
                    "Once cannot be sent for an admin request: what EPM expects is not known. Choose minutes or hours,"
                            + " or have an administrator set adminOnceValue");
        }
        return proposal.duration()
                .flatMap(limits::faultOf)
                .flatMap(fault -> refused(Refusal.DURATION_OUT_OF_RANGE, fault));
    }

    private static Optional<DecisionVerdict> objectionToTime(
            Optional<DecisionStatus> atEpm, List<RecordedDecision> earlier, DecisionProposal proposal) {
        if (earlier.stream().anyMatch(one -> one.state() == DecisionState.ACCEPTED)) {
            return refused(Refusal.BEING_SENT, ANOTHER_BEING_SENT);
        }
        boolean acknowledged = earlier.stream().anyMatch(one -> one.state() == DecisionState.ACKNOWLEDGED);
        if (acknowledged || atEpm.filter(DecisionStatus::isDecided).isPresent()) {
            return refused(Refusal.FINAL, FINAL);
        }
        if (atEpm.isPresent() && !atEpm.get().isPending()) {
            return refused(
                    Refusal.ENDED_AT_EPM,
                    "EPM reports this request as " + atEpm.get() + ", so it can no longer be decided");
        }
        if (proposal.isApproval() && earlier.stream().anyMatch(one -> one.state() == DecisionState.UNCONFIRMED)) {
            return refused(
                    Refusal.EARLIER_APPROVAL_UNCONFIRMED,
                    "An earlier decision may have reached EPM, and nobody can tell. It can be denied, or looked up in"
                            + " EPM's console");
        }
        return Optional.empty();
    }

    private static Optional<DecisionVerdict> refused(Refusal refusal, String message) {
        return Optional.of(DecisionVerdict.refused(refusal, message));
    }

    /** Collects a policy; not for use by several threads. */
    public static final class Builder {

        private DurationLimits limits = DurationLimits.GUIDE;
        private Duration validity = Duration.ofHours(1);
        private boolean adminOnce;

        private Builder() {}

        /** Which durations may be chosen. Default: {@link DurationLimits#GUIDE}. */
        public Builder limits(DurationLimits values) {
            this.limits = Objects.requireNonNull(values, "values");
            return this;
        }

        /** How long an approval may wait to be sent. Default: one hour. */
        public Builder validity(Duration length) {
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("an approval must be valid for some time");
            }
            this.validity = length;
            return this;
        }

        /** Lets {@code Once} be chosen for admin requests, for a client that knows what EPM wants to be sent. */
        public Builder allowOnceForAdmin() {
            this.adminOnce = true;
            return this;
        }

        public DecisionPolicy build() {
            return new DecisionPolicy(this);
        }
    }
}
