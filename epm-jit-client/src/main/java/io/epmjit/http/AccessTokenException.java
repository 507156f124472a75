package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that gives out access tokens gave none. The call for which the token was wanted has not been sent, so the
 * outcome is never unknown: {@code NEVER} where credentials were refused, {@code SAFE} where the server is failing or
 * asks for patience.
 */
public final class AccessTokenException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String errorCode;

    /**
     * @param message what is wrong and what to do; no part of the answer's body
     * @param status of the token endpoint's answer
     * @param errorCode the answer's OAuth {@code error}, such as {@code invalid_client}; anything that is not made of
     *     lower-case letters and underscores is dropped
     */
    public AccessTokenException(
            String message,
            int status,
            Optional<String> errorCode,
            Retryability retryability,
            @Nullable Throwable cause) {
        super(message, retryability, cause);
        this.status = status;
        this.errorCode = errorCode.filter(code -> code.matches("[a-z_]{1,40}")).orElse(null);
    }

    /** The status of the token endpoint's answer. */
    public int status() {
        return status;
    }

    /** The OAuth error code, such as {@code invalid_client}. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }
}
