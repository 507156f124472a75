package io.epmjit.decision;

import io.epmjit.decision.TicketView.Condition;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.DecisionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the request can be decided at all, as it stands here, at EPM and in the trackers. */
final class StateRules {

    private final @Nullable Duration longestAge;
    private final boolean verifiedOnly;

    StateRules(@Nullable Duration longestAge, boolean verifiedOnly) {
        this.longestAge = longestAge;
        this.verifiedOnly = verifiedOnly;
    }

    Optional<DecisionVerdict> objection(DecisionCase about, DecisionProposal proposal) {
        return objectionOfLedger(about, proposal)
                .or(() -> objectionOfEpm(about))
                .or(() -> objectionToAge(about))
                .or(() -> objectionOfTrackers(about));
    }

    private static Optional<DecisionVerdict> objectionOfLedger(DecisionCase about, DecisionProposal proposal) {
        Optional<RecordedDecision> first = about.earlier().stream()
                .filter(decision -> decision.state() == DecisionState.ACCEPTED)
                .findFirst();
        if (first.isPresent()) {
            return refused(Refusal.BEING_SENT, DecisionPolicy.beingSent(first.get()));
        }
        if (has(about, DecisionState.ACKNOWLEDGED)) {
            return refused(Refusal.FINAL, DecisionPolicy.FINAL);
        }
        if (proposal.isApproval() && has(about, DecisionState.UNCONFIRMED)) {
            return refused(
                    Refusal.EARLIER_APPROVAL_UNCONFIRMED,
                    "An earlier decision may have reached EPM, and nobody can tell. It can be denied, or looked up in"
                            + " EPM's console");
        }
        return Optional.empty();
    }

    private Optional<DecisionVerdict> objectionOfEpm(DecisionCase about) {
        if (about.atEpm().filter(DecisionStatus::isDecided).isPresent()) {
            return refused(Refusal.FINAL, DecisionPolicy.FINAL);
        }
        if (about.atEpm().filter(status -> !status.isPending()).isPresent()) {
            return refused(
                    Refusal.ENDED_AT_EPM,
                    "EPM reports this request as " + about.atEpm().get() + ", so it can no longer be decided");
        }
        if (verifiedOnly && about.atEpm().isEmpty()) {
            return refused(
                    Refusal.NOT_VERIFIED,
                    "EPM itself has not confirmed this request yet, and only confirmed ones may be decided here");
        }
        return Optional.empty();
    }

    private Optional<DecisionVerdict> objectionToAge(DecisionCase about) {
        return longestAge != null && about.openedAt().plus(longestAge).isBefore(about.now())
                ? refused(
                        Refusal.TOO_OLD,
                        "This request came in more than " + longestAge.toHours() + " hours ago and can no longer be"
                                + " decided here; the user has to ask again")
                : Optional.empty();
    }

    /**
     * A tracker's own way in needs its ticket, readable, ours and active. Page and code need one such ticket, unless
     * there is none or none can be read: a tracker that is down must not keep a company from working. After a decision
     * that came to nothing the ticket may have been closed already: the rule is waived then.
     */
    private static Optional<DecisionVerdict> objectionOfTrackers(DecisionCase about) {
        if (about.cameThrough().isPresent()) {
            Condition own = about.tickets().stream()
                    .filter(ticket ->
                            ticket.connector().equals(about.cameThrough().get()))
                    .map(TicketView::condition)
                    .findFirst()
                    .orElse(Condition.UNREADABLE);
            if (own == Condition.UNREADABLE) {
                return refused(
                        Refusal.TICKET_UNREADABLE,
                        "The ticket cannot be read at the moment, so nothing can be decided through it; please use the"
                                + " approval page");
            }
            if (own == Condition.STRANGE) {
                return refused(Refusal.TICKET_STRANGE, "The ticket does not belong to this request any more");
            }
        }
        List<Condition> seen = about.tickets().stream()
                .map(TicketView::condition)
                .filter(condition -> condition != Condition.UNREADABLE)
                .toList();
        boolean inactive = !seen.isEmpty() && !seen.contains(Condition.ACTIVE);
        return inactive && !isReopened(about) ? refused(Refusal.INACTIVE, DecisionPolicy.INACTIVE) : Optional.empty();
    }

    private static boolean isReopened(DecisionCase about) {
        return has(about, DecisionState.REFUSED)
                || has(about, DecisionState.EXPIRED)
                || has(about, DecisionState.UNCONFIRMED);
    }

    private static boolean has(DecisionCase about, DecisionState state) {
        return about.earlier().stream().anyMatch(decision -> decision.state() == state);
    }

    private static Optional<DecisionVerdict> refused(Refusal refusal, String message) {
        return Optional.of(DecisionVerdict.refused(refusal, message));
    }
}
