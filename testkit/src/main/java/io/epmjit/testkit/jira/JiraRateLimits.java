package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The site's limits on how often it may be called. None holds until it is switched on. Thread-safe. */
public final class JiraRateLimits {

    /** What the header {@code RateLimit-Reason} says. */
    public enum Reason {
        /** Too many calls of one endpoint in a second; concerns that endpoint. */
        BURST("jira-burst-based"),
        /** Too many changes of one issue; concerns that issue. */
        PER_ISSUE_WRITE("jira-per-issue-on-write"),
        /** The hour's points are used up; concerns every call. */
        QUOTA_GLOBAL("jira-quota-global-based"),
        QUOTA_TENANT("jira-quota-tenant-based");

        private final String header;

        Reason(String header) {
            this.header = header;
        }
    }

    private record Limit(int calls, Duration window) {}

    private static final List<Limit> PER_ISSUE =
            List.of(new Limit(20, Duration.ofSeconds(2)), new Limit(100, Duration.ofSeconds(30)));

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<Instant>> calls = new HashMap<>();
    private boolean enforced;
    private int refusals;
    private @Nullable Reason reason;
    private Duration retryAfter = Duration.ZERO;

    JiraRateLimits() {}

    /**
     * Enforces the published limits: 100 GETs and 100 POSTs, 50 PUTs and 50 DELETEs a second for each endpoint, and for
     * each issue 20 changes in 2 seconds and 100 in 30.
     */
    public void enforce() {
        locked(() -> enforced = true);
    }

    /** No limit holds any more. */
    public void lift() {
        locked(() -> {
            enforced = false;
            refusals = 0;
            calls.clear();
        });
    }

    /** Refuses the next so many calls, whatever they are, for this reason. */
    public void refuseNext(int times, Reason why, Duration after) {
        locked(() -> {
            refusals = times;
            reason = why;
            retryAfter = after;
        });
    }

    /** Refuses the next so many calls as a gateway does: without any reason, and without {@code Retry-After}. */
    public void refuseNextWithoutReason(int times) {
        locked(() -> {
            refusals = times;
            reason = null;
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The refusal of a call, or nothing if it may go through.
     *
     * @param issue the issue that it means to change
     */
    Optional<Reply> check(String method, String endpoint, Optional<String> issue, Instant now) {
        lock.lock();
        try {
            if (refusals > 0) {
                refusals--;
                return Optional.of(reason == null ? gateway() : refusal(reason, 0, retryAfter, now));
            }
            if (!enforced) {
                return Optional.empty();
            }
            int most = method.equals("GET") || method.equals("POST") ? 100 : 50;
            Optional<Reply> burst =
                    count(method + " " + endpoint, new Limit(most, Duration.ofSeconds(1)), Reason.BURST, now);
            if (burst.isPresent() || issue.isEmpty() || method.equals("GET")) {
                return burst;
            }
            return PER_ISSUE.stream()
                    .map(limit -> count(issue.get() + limit, limit, Reason.PER_ISSUE_WRITE, now))
                    .flatMap(Optional::stream)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Reply> count(String what, Limit limit, Reason why, Instant now) {
        Deque<Instant> recent = calls.computeIfAbsent(what, key -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.getFirst().plus(limit.window()).isAfter(now)) {
            recent.removeFirst();
        }
        if (recent.size() >= limit.calls()) {
            Duration wait = Duration.between(now, recent.getFirst().plus(limit.window()));
            return Optional.of(refusal(why, limit.calls(), wait, now));
        }
        recent.addLast(now);
        return Optional.empty();
    }

    private static Reply refusal(Reason why, int limit, Duration wait, Instant now) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        Reply reply = Json.reply(429, body())
                .header("Retry-After", Long.toString(seconds))
                .header("RateLimit-Reason", why.header)
                .header("X-RateLimit-Remaining", "0")
                .header(
                        "X-RateLimit-Reset",
                        now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString());
        return limit == 0 ? reply : reply.header("X-RateLimit-Limit", Integer.toString(limit));
    }

    private static ObjectNode body() {
        ObjectNode body = Json.object();
        body.putArray("errorMessages").add("Rate limit exceeded.");
        body.putObject("errors");
        return body;
    }

    private static Reply gateway() {
        return Reply.html(429, "Too Many Requests");
    }
}
