package io.epmjit.decision;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DurationLimits;
import io.epmjit.model.RequestKind;
import java.util.Optional;

/** What a proposal must say, whatever it is about. */
final class FormRules {

    private static final int LONGEST_NAME = 255;

    private final DurationLimits limits;
    private final boolean adminOnce;

    FormRules(DurationLimits limits, boolean adminOnce) {
        this.limits = limits;
        this.adminOnce = adminOnce;
    }

    Optional<DecisionVerdict> objection(DecisionProposal proposal) {
        if (Decision.saysNothing(proposal.by())) {
            return refused(Refusal.APPROVER_MISSING, "Please say who decides");
        }
        if (Decision.saysNothing(proposal.reason())) {
            return refused(Refusal.REASON_MISSING, DurationLimits.REASON_REQUIRED);
        }
        if (proposal.by().length() > LONGEST_NAME || proposal.reason().length() > DecisionPolicy.LONGEST_REASON) {
            return refused(
                    Refusal.TOO_LONG,
                    "Please use at most " + LONGEST_NAME + " characters for who decides, and "
                            + DecisionPolicy.LONGEST_REASON + " for the reason");
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

    private static Optional<DecisionVerdict> refused(Refusal refusal, String message) {
        return Optional.of(DecisionVerdict.refused(refusal, message));
    }
}
