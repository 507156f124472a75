package io.epmjit.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The faults that are switched on at a server. A request gets the first one that chooses it and is not used up.
 * Thread-safe.
 */
public final class Faults {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Switched> switched = new ArrayList<>();

    Faults() {}

    /** For the next such request. */
    public void once(RequestMatcher which, Fault fault) {
        times(1, which, fault);
    }

    /** For the next so many such requests. */
    public void times(int times, RequestMatcher which, Fault fault) {
        add(new Switched(which, fault, 0, times));
    }

    /**
     * For the n-th such request from now, counted from one, whatever becomes of those before it. If an earlier fault has
     * it, for the next such request after it.
     */
    public void nth(int n, RequestMatcher which, Fault fault) {
        add(new Switched(which, fault, n - 1, 1));
    }

    /** For all such requests until {@link #clear()}. */
    public void always(RequestMatcher which, Fault fault) {
        times(Integer.MAX_VALUE, which, fault);
    }

    /** Switches all faults off. What a fault holds already stays held. */
    public void clear() {
        lock.lock();
        try {
            switched.clear();
        } finally {
            lock.unlock();
        }
    }

    private void add(Switched fault) {
        lock.lock();
        try {
            switched.add(fault);
        } finally {
            lock.unlock();
        }
    }

    Optional<Fault> next(ReceivedRequest request) {
        lock.lock();
        try {
            Optional<Fault> struck = Optional.empty();
            for (Switched candidate : switched) {
                if (candidate.which.test(request)) {
                    if (struck.isPresent()) {
                        candidate.passes();
                    } else if (candidate.takes()) {
                        struck = Optional.of(candidate.fault);
                    }
                }
            }
            return struck;
        } finally {
            lock.unlock();
        }
    }

    private static final class Switched {

        private final RequestMatcher which;
        private final Fault fault;
        private int skip;
        private int left;

        Switched(RequestMatcher which, Fault fault, int skip, int left) {
            if (skip < 0 || left < 1) {
                throw new IllegalArgumentException("a fault is for at least one request");
            }
            this.which = which;
            this.fault = fault;
            this.skip = skip;
            this.left = left;
        }

        /** Lets a request go by that another fault has. */
        void passes() {
            if (skip > 0) {
                skip--;
            }
        }

        boolean takes() {
            if (skip > 0) {
                skip--;
                return false;
            }
            if (left == 0) {
                return false;
            }
            if (left != Integer.MAX_VALUE) {
                left--;
            }
            return true;
        }
    }
}
