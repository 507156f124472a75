package io.epmjit.bridge;

/**
 * Is told of every change, after it is on disk: for a SIEM, a chat room, metrics, or code of one's own. Each listener has
 * a thread and a queue of its own and is called in order, with {@code epmjit.tenant} and {@code epmjit.request} in the MDC.
 * One that throws or dawdles harms nothing but itself: what it cannot keep up with, beyond 10,000 waiting changes, it
 * misses, and {@link JitBridge#health()} says so.
 *
 * <p>It is a courtesy, not a record: what was waiting for it when a process died is not told again, and with several nodes
 * each change is told on the node that made it. The record is the ledger.
 */
@FunctionalInterface
public interface JitListener {

    void changed(JitChange change);
}
