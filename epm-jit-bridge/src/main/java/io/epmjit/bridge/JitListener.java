package io.epmjit.bridge;

/**
 * Is told of every change, after it is on disk: for a SIEM, a chat room, metrics, or code of one's own. Called by one
 * thread, in order. A listener that throws or dawdles harms nothing but itself: what it cannot keep up with, it misses.
 */
@FunctionalInterface
public interface JitListener {

    void changed(JitChange change);
}
