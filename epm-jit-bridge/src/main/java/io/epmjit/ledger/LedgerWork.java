package io.epmjit.ledger;

/**
 * Something to do with the ledger in one transaction. It must not block, nor call outside systems.
 *
 * <p>On PostgreSQL it may run again, in a new transaction, if another node was in its way: so it must not leave anything
 * behind outside of the ledger. What it has asked for by {@link LedgerSession#afterCommit} is done for the run that was
 * committed, and for no other.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface LedgerWork<T> {

    T run(LedgerSession session);
}
