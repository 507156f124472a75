package io.epmjit.http;

import io.epmjit.http.TransportException.Problem;
import io.epmjit.model.Retryability;

/** Makes calls wait so that the server's limit is kept. */
final class KeepToLimit implements Step {

    private final Step next;
    private final String api;
    private final RateLimiter limiter;

    KeepToLimit(Step next, String api, RateLimiter limiter) {
        this.next = next;
        this.api = api;
        this.limiter = limiter;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        try {
            boolean urgent = call.request().isUrgent();
            if (!call.share().acquire(urgent, call.remaining()) || !limiter.acquire(urgent, call.remaining())) {
                throw notSent(
                        call,
                        Problem.RATE_LIMIT,
                        "the client's own rate limit has no place before the call's deadline");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notSent(call, Problem.CANCELLED, "interrupted while it waited for the client's own rate limit");
        }
        return next.send(call);
    }

    private TransportException notSent(OngoingCall call, Problem problem, String why) {
        return new TransportException(api + ": " + call.request() + ": " + why, problem, Retryability.SAFE, null);
    }
}
