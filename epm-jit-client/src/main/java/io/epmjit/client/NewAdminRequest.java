package io.epmjit.client;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.TicketRef;
import java.util.Optional;
import org.immutables.value.Value;

/** An admin request to be created on behalf of a user. Immutable. */
@Value.Immutable
public abstract class NewAdminRequest {

    NewAdminRequest() {}

    public static Builder builder() {
        return new Builder();
    }

    /** EPM's id of the computer, a UUID. */
    public abstract String computerId();

    /** The user's SID. */
    public abstract String userId();

    /** {@code DOMAIN\name}. */
    public abstract String userName();

    public abstract String reason();

    /** For how long; a length of time, since the API knows no single use here. */
    public abstract AccessDuration duration();

    /** The ticket from which it is made. */
    public abstract Optional<TicketRef> ticket();

    @Value.Check
    void check() {
        if (computerId().isBlank() || userId().isBlank() || userName().isBlank() || reason().isBlank()) {
            throw new IllegalArgumentException("computerId, userId, userName and reason must not be blank");
        }
        if (duration().isOnce()) {
            throw new IllegalArgumentException("an admin request is made for a length of time, not for once");
        }
    }

    /** Collects a request; not for use by several threads. */
    public static final class Builder extends ImmutableNewAdminRequest.Builder {
        Builder() {}
    }
}
