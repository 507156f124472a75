package io.epmjit.connector;

import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ResponseException;
import io.epmjit.http.ResponseException.Forbidden;
import io.epmjit.http.ResponseException.RateLimited;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tracker did not do what it was asked. {@link #retryability()} says whether it may be asked again; whatever else a
 * connector throws from a write counts as {@link Retryability#OUTCOME_UNKNOWN}.
 */
public final class ConnectorException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    /** How much of a tracker's work a throttled call holds up. */
    public enum Throttle {
        /** Nothing was throttled. */
        NONE,
        /** Only the ticket that the call was about. */
        TICKET,
        /** Everything sent to this connector. */
        CONNECTOR
    }

    private final ConnectorId connectorId;
    private final Throttle throttle;
    private final @Nullable Duration retryAfter;

    private ConnectorException(
            ConnectorId connectorId,
            String message,
            Retryability retryability,
            Throttle throttle,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(connectorId + ": " + message, retryability, cause);
        this.connectorId = Objects.requireNonNull(connectorId, "connectorId");
        this.throttle = throttle;
        this.retryAfter = retryAfter;
    }

    /** A failure that this connector found by itself. */
    public static ConnectorException of(ConnectorId connectorId, String message, Retryability retryability) {
        return new ConnectorException(connectorId, message, retryability, Throttle.NONE, null, null);
    }

    /**
     * A failure of a call below. Its retryability comes along; where its answer asked for patience, that does too, and holds
     * up the whole connector. A 403 that asks for patience is no missing right: some trackers throttle with it.
     */
    public static ConnectorException of(ConnectorId connectorId, String message, EpmJitException cause) {
        @Nullable Duration patience = patience(cause).orElse(null);
        boolean later = cause instanceof RateLimited || (cause instanceof Forbidden && patience != null);
        return new ConnectorException(
                connectorId,
                message,
                later ? Retryability.SAFE : cause.retryability(),
                later || patience != null ? Throttle.CONNECTOR : Throttle.NONE,
                patience,
                cause);
    }

    private static Optional<Duration> patience(EpmJitException cause) {
        if (cause instanceof ResponseException answer) {
            return answer.retryAfter();
        }
        return cause instanceof AccessTokenException token ? token.retryAfter() : Optional.empty();
    }

    /** The tracker asks for patience, for this much of the work; it does not say for how long. */
    public static ConnectorException throttled(
            ConnectorId connectorId, String message, Throttle throttle, EpmJitException cause) {
        return new ConnectorException(connectorId, message, cause.retryability(), throttle, null, cause);
    }

    /** The tracker asks for patience, for this much of the work and this long. */
    public static ConnectorException throttled(
            ConnectorId connectorId, String message, Throttle throttle, Duration retryAfter, EpmJitException cause) {
        return new ConnectorException(
                connectorId,
                message,
                cause.retryability(),
                throttle,
                Objects.requireNonNull(retryAfter, "retryAfter"),
                cause);
    }

    /**
     * The tracker asks for patience, for this much of the work and this long, in words of its own (GitHub answers 403). It is
     * {@code SAFE} to ask again: nothing was done.
     */
    public static ConnectorException throttled(
            ConnectorId connectorId, String message, Throttle throttle, Duration retryAfter) {
        return new ConnectorException(
                connectorId,
                message,
                Retryability.SAFE,
                throttle,
                Objects.requireNonNull(retryAfter, "retryAfter"),
                null);
    }

    public ConnectorId connectorId() {
        return connectorId;
    }

    public Throttle throttle() {
        return throttle;
    }

    /** How long the tracker wants to be left alone, where it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
