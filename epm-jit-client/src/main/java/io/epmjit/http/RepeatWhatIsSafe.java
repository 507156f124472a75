package io.epmjit.http;

import io.epmjit.http.TransportException.Problem;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Set;
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
        Retry retry = Retry.of(
                api,
                RetryConfig.<ApiResponse>custom()
                        .maxAttempts(call.mostAttempts())
                        .retryOnException(failure -> isWorthRepeating(failure, call))
                        .intervalBiFunction((attempt, outcome) -> waitBefore(attempt, outcome.getLeft(), call))
                        .build());
        return retry.executeSupplier(() -> {
            call.beginAttempt();
            return next.send(call);
        });
    }

    private boolean isWorthRepeating(Throwable thrown, OngoingCall call) {
        boolean worth = thrown instanceof EpmJitException failure && isWorthRepeating(failure, call);
        if (!worth && thrown instanceof EpmJitException failure) {
            log.debug("{}: {}: not repeated ({})", api, call.request(), failure.retryability());
        }
        return worth;
    }

    private boolean isWorthRepeating(EpmJitException failure, OngoingCall call) {
        return failure.retryability() == Retryability.SAFE
                && !isLasting(failure)
                && !call.cancellation().isCancelled()
                && waitAskedFor(failure).compareTo(longest) <= 0
                && waitAskedFor(failure).compareTo(call.remaining()) < 0
                && !call.remaining().isNegative();
    }

    private static boolean isLasting(EpmJitException failure) {
        return failure instanceof ResponseException.UnusableAnswer
                || failure.getCause() instanceof ResponseException.UnusableAnswer
                || (failure instanceof TransportException lost && LASTING.contains(lost.problem()));
    }

    private long waitBefore(int attempt, Throwable failure, OngoingCall call) {
        long wait = Math.max(backoff.apply(attempt), waitAskedFor(failure).toMillis());
        long possible = Math.min(wait, Math.max(1, call.remaining().toMillis()));
        log.debug("{}: {}: safe to repeat, again in {} ms", api, call.request(), possible);
        return possible;
    }

    private static Duration waitAskedFor(Throwable failure) {
        if (failure instanceof AccessTokenException token) {
            return token.retryAfter().orElse(Duration.ZERO);
        }
        return failure instanceof ResponseException answer ? answer.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }
}
