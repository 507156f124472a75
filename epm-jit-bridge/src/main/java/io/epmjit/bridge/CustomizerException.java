package io.epmjit.bridge;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import org.jspecify.annotations.Nullable;

/** A {@link TicketDraftCustomizer} failed, or answered something that cannot be used; nothing has been sent. */
final class CustomizerException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    private CustomizerException(String message, Retryability retryability, @Nullable Throwable cause) {
        super(message, retryability, cause);
    }

    static CustomizerException failed(String customizer, RuntimeException cause) {
        return new CustomizerException(
                "the draft customizer " + customizer + " failed with "
                        + cause.getClass().getSimpleName() + "; the log has it",
                Retryability.SAFE,
                cause);
    }

    static CustomizerException wrong(String customizer, String what) {
        return new CustomizerException("the draft customizer " + customizer + " " + what, Retryability.NEVER, null);
    }
}
