package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Tells log and listener of every exchange. */
final class TellAttempts implements Step {

    private final Step next;
    private final String api;
    private final HttpListener listener;
    private final Logger log;

    TellAttempts(Step next, String api, HttpListener listener, Logger log) {
        this.next = next;
        this.api = api;
        this.listener = listener;
        this.log = log;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        long began = System.nanoTime();
        try {
            ApiResponse answer = next.send(call);
            tell(call, began, Optional.of(answer.status()), null);
            return answer;
        } catch (ResponseException failure) {
            tell(call, began, Optional.of(failure.status()), failure);
            throw failure;
        } catch (EpmJitException failure) {
            tell(call, began, Optional.empty(), failure);
            throw failure;
        }
    }

    private void tell(OngoingCall call, long began, Optional<Integer> status, @Nullable EpmJitException failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (log.isDebugEnabled()) {
            log.debug("attempt {} took {} ms: {}", call.attempt(), took.toMillis(), result(call, status, failure));
        }
        try {
            listener.attempted(HttpAttempt.builder()
                    .api(api)
                    .method(call.request().method())
                    .pathTemplate(call.request().pathTemplate())
                    .number(call.attempt())
                    .took(took)
                    .status(status)
                    .failure(Optional.ofNullable(failure))
                    .build());
        } catch (RuntimeException fault) {
            log.warn("{}: the listener {} failed", api, listener.getClass().getName(), fault);
        }
    }

    private String result(OngoingCall call, Optional<Integer> status, @Nullable EpmJitException failure) {
        return failure == null
                ? api + ": " + call.request() + " was answered " + status.orElse(0)
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
