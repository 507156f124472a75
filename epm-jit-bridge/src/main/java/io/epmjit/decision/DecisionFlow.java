package io.epmjit.decision;

import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;

/** What has to be planned when a decision is accepted; written in the same commit as the decision itself. */
@FunctionalInterface
public interface DecisionFlow {

    void accepted(LedgerSession session, Origin origin, RecordedDecision decision);
}
