package io.epmjit.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One entry of EPM's audits. Which members it has is known for a few only, so all are given. Immutable. */
@Value.Immutable
public abstract class AuditEntry {

    AuditEntry() {}

    public abstract Optional<String> id();

    /** When it happened ({@code created}); of an audited application request, when the user asked ({@code timeOfRequest}). */
    public abstract Optional<Instant> time();

    /** Every member that has a value, by JSON pointer ({@code /userName}), as text. */
    public abstract Map<String, String> members();

    /** Id and time; nothing that a user typed. */
    @Override
    public final String toString() {
        return "audit " + id().orElse("?") + time().map(at -> " of " + at).orElse("");
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableAuditEntry.Builder {
        Builder() {}
    }
}
