package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that gives out access tokens gave none. The call for which the token was wanted has not been sent, so the
 * outcome is never unknown: {@code NEVER} where credentials were refused, {@code SAFE} where the server is failing or
 * asks for patience, or where the credentials themselves could not be had.
 */
public final class AccessTokenException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer status;
    private final @Nullable String errorCode;

    private AccessTokenException(
            String message,
            @Nullable Integer status,
            @Nullable String errorCode,
            Retryability retryability,
            @Nullable Throwable cause) {
        super(message, retryability, cause);
        this.status = status;
        this.errorCode = errorCode;
    }

    /**
     * The token endpoint answered, but with no token.
     *
     * @param message what is wrong and what to do; no part of the answer's body
     * @param errorCode the answer's OAuth {@code error}, such as {@code invalid_client}; anything that is not made of
     *     lower-case letters and underscores is dropped
     */
    public static AccessTokenException refused(
            String message, String errorCode, Retryability retryability, ResponseException answer) {
        String code = errorCode.matches("[a-z_]{1,40}") ? errorCode : null;
        return new AccessTokenException(message, answer.status(), code, retryability, answer);
    }

    /**
     * Whoever keeps the credentials gave none, so that nothing was asked of the server.
     *
     * @param message what failed and what to do; nothing of a foreign exception's message, which may quote a secret
     */
    public static AccessTokenException noCredential(String message) {
        return new AccessTokenException(message, null, null, Retryability.SAFE, null);
    }

    /** No token came in the time given, or while the thread was not interrupted. */
    public static AccessTokenException missing(String message, Throwable cause) {
        return new AccessTokenException(message, null, null, Retryability.SAFE, cause);
    }

    /** The status of the token endpoint's answer; empty if none came. */
    public Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** The OAuth error code, such as {@code invalid_client}. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }

    /** How long the token endpoint wants to be left alone, where it said so. */
    public Optional<Duration> retryAfter() {
        return getCause() instanceof ResponseException answer ? answer.retryAfter() : Optional.empty();
    }
}
