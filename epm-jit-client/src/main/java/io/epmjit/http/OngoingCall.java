package io.epmjit.http;

import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call on its way through the pipeline, with all its attempts. Belongs to one thread. */
final class OngoingCall {

    private final ApiRequest request;
    private final Instant deadline;
    private final int mostAttempts;
    private final RateLimiter share;
    private final InstantSource clock;
    private final Cancellation cancellation = Cancellation.current();
    private int attempt;
    private @Nullable Secret credential;

    OngoingCall(ApiRequest request, CallOptions options, InstantSource clock) {
        this.request = request;
        this.clock = clock;
        this.deadline = options.endsAt(clock.instant());
        this.mostAttempts = options.attempts();
        this.share = options.share();
    }

    ApiRequest request() {
        return request;
    }

    Instant deadline() {
        return deadline;
    }

    Duration remaining() {
        return Duration.between(clock.instant(), deadline);
    }

    int mostAttempts() {
        return mostAttempts;
    }

    RateLimiter share() {
        return share;
    }

    int attempt() {
        return attempt;
    }

    void beginAttempt() {
        attempt++;
    }

    Optional<Secret> credential() {
        return Optional.ofNullable(credential);
    }

    void authorizeWith(Optional<Secret> value) {
        this.credential = value.orElse(null);
    }

    Cancellation cancellation() {
        return cancellation;
    }
}
