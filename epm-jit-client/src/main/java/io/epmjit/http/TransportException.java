package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * No answer came. Whether the request had its effect is what {@link #retryability()} says: {@code SAFE} while nothing of
 * its body had left or where a repetition does no harm, {@code OUTCOME_UNKNOWN} otherwise.
 *
 * <p>A refused certificate is {@code SAFE} too: nothing has left, and once the certificate is renewed the same call
 * succeeds. The pipeline itself does not repeat such a call; that is for those who keep work for hours.
 */
public final class TransportException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    /** What kept the answer away. */
    public enum Problem {
        /** The host's name is not known. */
        UNKNOWN_HOST,
        /** The host took no connection. */
        NO_CONNECTION,
        /** TLS could not be agreed on, or the host's certificate is not trusted. */
        TLS,
        /** A time-out or the call's deadline passed. */
        TIMEOUT,
        /** The connection broke while the request was on its way or its answer awaited. */
        CONNECTION_LOST,
        /** The client's own rate limit would not let the request out before the call's deadline. */
        RATE_LIMIT,
        /** The caller cancelled the call or interrupted its thread. */
        CANCELLED
    }

    private final Problem problem;

    TransportException(String message, Problem problem, Retryability retryability, @Nullable Throwable cause) {
        super(message, retryability, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
