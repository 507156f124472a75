package io.epmjit.http;

import io.epmjit.http.TransportException.Problem;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** The highest step: repeats a call whose failure says that repeating does no harm, while time and attempts are left. */
final class RepeatWhatIsSafe implements Step {

    private static final double FACTOR = 2.0;
    private static final double SPREAD = 0.5;

    /** Harmless to repeat, but just as useless within seconds. */
    private static final Set<Problem> LASTING = Set.of(Problem.TLS, Problem.RATE_LIMIT, Problem.CANCELLED);

    private final Step next;
    private final String api;
    private final Duration longest;
    private final IntervalFunction backoff;
    private final Logger log;

    RepeatWhatIsSafe(Step next, String api, Duration first, Duration longest, Logger log) {
        this.next = next;
        this.api = api;
        this.longest = longest;
        this.backoff = IntervalFunction.ofExponentialRandomBackoff(first, FACTOR, SPREAD, longest);
        this.log = log;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        AtomicLong wait = new AtomicLong(); // decided together with whether to repeat at all
        Retry retry = Retry.of(
                api,
                RetryConfig.<ApiResponse>custom()
                        .maxAttempts(call.mostAttempts())
                        .retryOnException(thrown ->
                                thrown instanceof EpmJitException failure && isWorthRepeating(failure, call, wait))
                        .intervalBiFunction((attempt, outcome) -> wait.get())
                        .build());
        return retry.executeSupplier(() -> {
            call.beginAttempt();
            return next.send(call);
        });
    }

    private boolean isWorthRepeating(EpmJitException failure, OngoingCall call, AtomicLong wait) {
        // What the server asks for comes first, and the random part on top, so that not all come back at once.
        Duration pause = waitAskedFor(failure).plusMillis(backoff.apply(call.attempt()));
        Optional<String> whyNot = whyNot(failure, call, pause);
        if (whyNot.isPresent()) {
            log.debug("{}: {}: not repeated: {}", api, call.request(), whyNot.get());
        } else {
            log.debug("{}: {}: safe to repeat, again in {} ms", api, call.request(), pause.toMillis());
        }
        wait.set(pause.toMillis());
        return whyNot.isEmpty();
    }

    private Optional<String> whyNot(EpmJitException failure, OngoingCall call, Duration pause) {
        Duration asked = waitAskedFor(failure);
        if (failure.retryability() != Retryability.SAFE) {
            return Optional.of(failure.retryability().name());
        }
        if (call.cancellation().isCancelled()) {
            return Optional.of("the call was cancelled");
        }
        if (isLasting(failure)) {
            return Optional.of("it would not be gone within seconds");
        }
        if (call.attempt() >= call.mostAttempts()) {
            return Optional.of("that was attempt " + call.attempt() + " of " + call.mostAttempts());
        }
        if (asked.compareTo(longest) > 0) {
            return Optional.of("the server asks for " + asked.toSeconds() + " s, which is too long to wait");
        }
        if (pause.compareTo(call.remaining()) >= 0) {
            return Optional.of("the call's deadline comes before " + pause.toMillis() + " ms have passed");
        }
        return Optional.empty();
    }

    private static boolean isLasting(EpmJitException failure) {
        return failure instanceof ResponseException.UnusableAnswer
                || failure.getCause() instanceof ResponseException.UnusableAnswer
                || (failure instanceof TransportException lost && LASTING.contains(lost.problem()));
    }

    private static Duration waitAskedFor(Throwable failure) {
        if (failure instanceof AccessTokenException token) {
            return token.retryAfter().orElse(Duration.ZERO);
        }
        return failure instanceof ResponseException answer ? answer.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }
}
