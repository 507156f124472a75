package io.epmjit.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that this library reports. Misuse of the library itself stays with the JDK's own
 * {@link IllegalArgumentException} and {@link IllegalStateException}.
 *
 * <p>Messages name method, path, status and ids. They never hold a secret, a header, a query or a body.
 */
public abstract class EpmJitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Retryability retryability;

    protected EpmJitException(String message, Retryability retryability, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.retryability = Objects.requireNonNull(retryability, "retryability");
    }

    /** Whether the failed call may be made again. */
    public final Retryability retryability() {
        return retryability;
    }
}
