package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import org.jspecify.annotations.Nullable;

/**
 * The ledger could not be read or written: a full disk, a database that is gone, a file that another process holds. What
 * was acknowledged before is there; what failed now is not.
 */
public final class LedgerException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    LedgerException(String message, Retryability retryability, @Nullable Throwable cause) {
        super(message, retryability, cause);
    }
}
