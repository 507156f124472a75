package io.epmjit.ledger;

/** Something to write into the ledger in one commit with something else. Runs inside the transaction; must not block. */
@FunctionalInterface
public interface Change {

    void apply(LedgerSession session);
}
