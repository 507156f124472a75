package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import org.jspecify.annotations.Nullable;

/**
 * The ledger could not be read or written: a full disk, a database that is gone, a file that another process holds. What
 * was acknowledged before is there. What failed now is not, unless {@link #retryability()} is
 * {@link Retryability#OUTCOME_UNKNOWN}: then the connection to PostgreSQL broke while it committed.
 */
public final class LedgerException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    LedgerException(String message, Retryability retryability, @Nullable Throwable cause) {
        super(message, retryability, cause);
    }
}
