package io.epmjit.ledger;

/**
 * Something to do with the ledger in one transaction. It must not block, nor call outside systems.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface LedgerWork<T> {

    T run(LedgerSession session);
}
