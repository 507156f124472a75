package io.epmjit.testkit.server;

import java.util.function.Predicate;

/** Chooses requests, for faults and for questions to the {@link RequestLog}. */
@FunctionalInterface
public interface RequestMatcher extends Predicate<ReceivedRequest> {

    /** Every request. */
    static RequestMatcher any() {
        return request -> true;
    }

    /**
     * Requests with this method and path. Case and a slash at the end do not matter; <code>{name}</code> in the path
     * stands for any one segment, {@code **} at its end for all the rest.
     */
    static RequestMatcher request(String method, String path) {
        PathPattern pattern = new PathPattern(path, true);
        return request ->
                request.method().equals(method) && pattern.match(request.path()).isPresent();
    }

    static RequestMatcher get(String path) {
        return request("GET", path);
    }

    static RequestMatcher post(String path) {
        return request("POST", path);
    }

    static RequestMatcher put(String path) {
        return request("PUT", path);
    }

    static RequestMatcher delete(String path) {
        return request("DELETE", path);
    }

    /** Those of these requests that also satisfy another condition, on their body for example. */
    default RequestMatcher where(Predicate<ReceivedRequest> condition) {
        return request -> test(request) && condition.test(request);
    }
}
