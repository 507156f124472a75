package io.epmjit.endpoint;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;

/** A request's body is longer than its reader allows; what is beyond the limit has not been read. */
public final class BodyTooLargeException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    BodyTooLargeException(int limit) {
        super("the request's body is longer than " + limit + " bytes", Retryability.NEVER, null);
        this.limit = limit;
    }

    /** The limit, in bytes. */
    public int limit() {
        return limit;
    }
}
