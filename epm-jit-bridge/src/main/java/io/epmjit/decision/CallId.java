package io.epmjit.decision;

import java.util.Objects;

/**
 * What makes a call one of a kind, so that the same call again does nothing.
 *
 * @param caller who calls, such as {@code decisions/jira}
 * @param id the caller's own id of the call
 * @param fingerprint what the call said, in short: another body under the same id is another call, and refused
 */
public record CallId(String caller, String id, String fingerprint) {

    public CallId {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }
}
