package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import org.jspecify.annotations.Nullable;

/** Why and where a body does not fit one way to read it; only the best of several becomes an exception. */
record Misfit(Reason reason, String message, @Nullable String pointer, long offset) {

    private static final long NOWHERE = -1;

    static Misfit of(Reason reason, String message, String pointer) {
        return new Misfit(reason, message, pointer, NOWHERE);
    }

    /** The same, for those who know where. */
    Misfit at(long place) {
        return new Misfit(reason, message, pointer, place);
    }

    /** Whether the template is the right one, although the body cannot be read by it. */
    boolean isDecisive() {
        return reason == Reason.CONFLICTING_FIELD || reason == Reason.TOO_LARGE;
    }

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
