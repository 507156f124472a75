package io.epmjit.decision;

import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;

/** What follows from decisions; written in the same commit as the decision itself. */
public interface DecisionFlow {

    /** A decision is in force. */
    void accepted(LedgerSession session, Origin origin, RecordedDecision decision);

    /** A first approval waits for a second one. */
    void awaitingSecond(LedgerSession session, Origin origin, RecordedDecision approval);

    /** A proposal about a request on record was refused by this rule. */
    default void refused(LedgerSession session, Origin origin, DecisionProposal proposal, Refusal rule) {}
}
