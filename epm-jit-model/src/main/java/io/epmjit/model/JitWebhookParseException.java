package io.epmjit.model;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A body is not what EPM should have sent. The only exception of {@link JitWebhookParser}, whatever the bytes. It says
 * where the body goes wrong, and holds none of its values.
 */
public final class JitWebhookParseException extends EpmJitException {

    private static final long serialVersionUID = 1L;
    private static final long NOWHERE = -1;

    /** Why a body was refused. */
    public enum Reason {
        /** It is not legal JSON, and could not be cut at a template's text either. */
        NOT_JSON,
        /** It is legal JSON, but no object. */
        NOT_AN_OBJECT,
        /** Something follows the object. */
        TRAILING_TEXT,
        /** It has no {@code RequestId}, without which nothing can be done. */
        MISSING_REQUEST_ID,
        /** Nothing in it says what kind of request it is about. */
        UNRECOGNISED,
        /** It does not have exactly the keys of an expected template. */
        NOT_THE_TEMPLATE,
        /** Two places say different things, or a value may have forged a field. */
        CONFLICTING_FIELD,
        /** The body or one of its fields is longer than allowed. */
        TOO_LARGE,
        /** Objects stand in objects, deeper than allowed. */
        TOO_DEEP,
        /** It is not UTF-8. */
        BAD_ENCODING,
        /** An id is not 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}. */
        BAD_IDENTIFIER
    }

    private final Reason reason;
    private final @Nullable String pointer;
    private final long offset;

    private JitWebhookParseException(Reason reason, String message, @Nullable String pointer, long offset) {
        super(describe(reason, message, pointer, offset), Retryability.NEVER, null);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.pointer = pointer;
        this.offset = offset;
    }

    static JitWebhookParseException of(Reason reason, String message) {
        return new JitWebhookParseException(reason, message, null, NOWHERE);
    }

    static JitWebhookParseException at(Reason reason, String message, long offset) {
        return new JitWebhookParseException(reason, message, null, offset);
    }

    /** For a body that contradicts what its receiver knows of its sender, such as the tenant. */
    public static JitWebhookParseException conflict(String message, String pointer) {
        return new JitWebhookParseException(Reason.CONFLICTING_FIELD, message, pointer, NOWHERE);
    }

    static JitWebhookParseException field(Reason reason, String message, @Nullable String pointer) {
        return new JitWebhookParseException(reason, message, pointer, NOWHERE);
    }

    static JitWebhookParseException field(Reason reason, String message, @Nullable String pointer, long offset) {
        return new JitWebhookParseException(reason, message, pointer, offset);
    }

    public Reason reason() {
        return reason;
    }

    /** The JSON pointer of the field that is wrong, where there is one. */
    public Optional<String> pointer() {
        return Optional.ofNullable(pointer);
    }

    /** Where in the body it goes wrong, in bytes from its beginning, where that is known. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private static String describe(Reason reason, String message, @Nullable String pointer, long offset) {
        return reason + ": " + message + (pointer == null ? "" : ", at " + pointer)
                + (offset < 0 ? "" : ", offset " + offset);
    }
}
