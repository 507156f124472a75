package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import org.jspecify.annotations.Nullable;

/** Why and where a body does not fit one way to read it; only the best of several becomes an exception. */
record Misfit(Reason reason, String message, @Nullable String pointer, long offset) {

    JitWebhookParseException toException() {
        return JitWebhookParseException.field(reason, message, pointer, offset);
    }

    /** The one that got further into the body. */
    static Misfit further(@Nullable Misfit one, Misfit other) {
        return one == null || other.offset > one.offset ? other : one;
    }

    /** A key from a body, as a message may show it. */
    static String shown(String key) {
        return Identifiers.isAllowed(key) ? '"' + key + '"' : "a key of " + key.length() + " characters";
    }
}
