package io.epmjit.testkit.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What arrived at a server, in the order of arrival. A request is in the log before its work begins. The oldest go when
 * the log is full. Thread-safe.
 */
public final class RequestLog {

    private final int limit;
    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private long total;

    RequestLog(int limit) {
        this.limit = limit;
    }

    void add(ReceivedRequest request) {
        lock.lock();
        try {
            requests.addLast(request);
            if (requests.size() > limit) {
                requests.removeFirst();
            }
            total++;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything in the log. */
    public List<ReceivedRequest> all() {
        return matching(RequestMatcher.any());
    }

    public List<ReceivedRequest> matching(RequestMatcher which) {
        lock.lock();
        try {
            return requests.stream().filter(which).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The requests with this method and path; see {@link RequestMatcher#request}. */
    public List<ReceivedRequest> requests(String method, String path) {
        return matching(RequestMatcher.request(method, path));
    }

    public int count(RequestMatcher which) {
        return matching(which).size();
    }

    /** How many arrived altogether, those included that the log no longer holds. */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least this many such requests have arrived, and returns them.
     *
     * @throws AssertionError if they have not in this time; it says what has
     */
    public List<ReceivedRequest> await(int count, RequestMatcher which, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (true) {
                List<ReceivedRequest> found = requests.stream().filter(which).toList();
                if (found.size() >= count) {
                    return found;
                }
                if (left <= 0) {
                    throw new AssertionError("expected " + count + " such requests within " + atMost + ", got "
                            + found.size() + ". All that arrived: " + requests);
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + count + " requests", interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await(int, RequestMatcher, Duration)}, for ten seconds. */
    public List<ReceivedRequest> await(int count, RequestMatcher which) {
        return await(count, which, Duration.ofNanos(TimeUnit.SECONDS.toNanos(10)));
    }

    /** Forgets what has arrived so far. */
    public void clear() {
        lock.lock();
        try {
            requests.clear();
        } finally {
            lock.unlock();
        }
    }
}
