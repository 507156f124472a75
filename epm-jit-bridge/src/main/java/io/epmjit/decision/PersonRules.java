package io.epmjit.decision;

import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.RecordedDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this person may decide this request. Rights are given by approvals alone, so denials need less. */
final class PersonRules {

    private static final Logger log = LoggerFactory.getLogger(PersonRules.class);

    private final IdentityMapping identities;
    private final boolean requestersMayApprove;
    private final boolean assertedMayDecide;
    private final List<Approvers> approvers;
    private final Predicate<DecisionCase> needsSecond;
    private final Duration secondWithin;

    PersonRules(
            IdentityMapping identities,
            boolean requestersMayApprove,
            boolean assertedMayDecide,
            List<Approvers> approvers,
            Predicate<DecisionCase> needsSecond,
            Duration secondWithin) {
        this.identities = identities;
        this.requestersMayApprove = requestersMayApprove;
        this.assertedMayDecide = assertedMayDecide;
        this.approvers = List.copyOf(approvers);
        this.needsSecond = needsSecond;
        this.secondWithin = secondWithin;
    }

    /** The directory's id of an approver, where it is known. */
    Optional<String> idOf(Approver approver) {
        return approver.isRule() ? Optional.of(approver.name()) : idOf(approver.name());
    }

    private Optional<String> idOf(String name) {
        try {
            return identities.canonical(name).filter(id -> !id.isBlank());
        } catch (RuntimeException e) {
            log.warn("The identity mapping failed; nobody is known by it", e);
            return Optional.empty();
        }
    }

    Optional<DecisionVerdict> objection(DecisionCase about, DecisionProposal proposal) {
        if (proposal.approver().isRule()) {
            return Optional.empty();
        }
        return objectionToAssertion(proposal)
                .or(() -> objectionToStranger(about, proposal))
                .or(() -> proposal.isApproval() ? objectionToSelfApproval(about, proposal) : Optional.empty());
    }

    private Optional<DecisionVerdict> objectionToAssertion(DecisionProposal proposal) {
        return proposal.approver().assurance() == Approver.Assurance.ASSERTED && !assertedMayDecide
                ? refused(
                        Refusal.ASSERTED_ONLY,
                        "Nobody has confirmed who decides here, and the policy does not permit asserted approvers")
                : Optional.empty();
    }

    private Optional<DecisionVerdict> objectionToStranger(DecisionCase about, DecisionProposal proposal) {
        List<Approvers> rules =
                approvers.stream().filter(rule -> rule.speakOf(about)).toList();
        Optional<String> id = idOf(proposal.approver());
        return rules.isEmpty() || rules.stream().anyMatch(rule -> rule.include(id, proposal.approver()))
                ? Optional.empty()
                : refused(Refusal.NOT_ALLOWED, "You may not decide this request: ask one of its approvers");
    }

    private Optional<DecisionVerdict> objectionToSelfApproval(DecisionCase about, DecisionProposal proposal) {
        if (requestersMayApprove) {
            return Optional.empty();
        }
        Optional<String> approver = idOf(proposal.approver());
        if (approver.isEmpty()) {
            return refused(
                    Refusal.APPROVER_UNKNOWN,
                    "Nobody knows whether you are the requester: the identity mapping does not know your name");
        }
        if (about.requester().isEmpty()) {
            return refused(
                    Refusal.REQUESTER_UNKNOWN,
                    "Nobody knows whether you are the requester: the request does not reliably say who that is");
        }
        Optional<String> requester = idOf(about.requester().get());
        if (requester.isEmpty()) {
            return refused(
                    Refusal.REQUESTER_UNKNOWN,
                    "Nobody knows whether you are the requester: the identity mapping does not know the requester's"
                            + " name");
        }
        return Spelling.areSame(requester.get(), approver.get())
                ? refused(Refusal.SELF_APPROVAL, "You cannot approve your own request")
                : Optional.empty();
    }

    boolean areDifferentPeople(String one, String other) {
        Optional<String> id = idOf(one);
        Optional<String> otherId = idOf(other);
        return id.isPresent() && otherId.isPresent() && !Spelling.areSame(id.get(), otherId.get());
    }

    /** What a second approval comes to: noted as the first one, the second one, or no second one at all. */
    DecisionVerdict counted(DecisionCase about, DecisionProposal proposal) {
        if (!proposal.isApproval() || !needsSecond.test(about)) {
            return DecisionVerdict.accepted(DecisionPolicy.BEING_SENT);
        }
        Optional<RecordedDecision> first = firstApproval(about);
        if (first.isEmpty()) {
            return DecisionVerdict.awaitingSecond(DecisionPolicy.AWAITING_SECOND);
        }
        Optional<String> id = idOf(proposal.approver());
        boolean another = id.isPresent()
                && first.get().approverId().isPresent()
                && !Spelling.areSame(first.get().approverId().get(), id.get());
        return another
                ? DecisionVerdict.accepted(DecisionPolicy.BEING_SENT)
                : DecisionVerdict.refused(
                        Refusal.SAME_APPROVER, "A second approver is needed: somebody else than the first one");
    }

    /** The approval that waits for a second one, unless it has waited too long. */
    private Optional<RecordedDecision> firstApproval(DecisionCase about) {
        return about.earlier().stream()
                .filter(decision -> decision.state() == DecisionState.AWAITING_SECOND)
                .filter(decision -> !decision.decidedAt().plus(secondWithin).isBefore(about.now()))
                .findFirst();
    }

    private static Optional<DecisionVerdict> refused(Refusal refusal, String message) {
        return Optional.of(DecisionVerdict.refused(refusal, message));
    }
}
