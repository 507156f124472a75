package io.epmjit.http;

import io.epmjit.webhook.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says who is calling: gives the value of the {@code Authorization} header for each attempt, and is told when it was
 * refused. Implementations are safe for use by several threads.
 */
public interface Authorizer {

    /**
     * The header's value for the attempt that is about to be made; empty for none. May block, as when a token has to be
     * fetched, but not beyond the deadline.
     *
     * @throws io.epmjit.model.EpmJitException if there is no credential to be had; the call then ends with it, and
     *     nothing of it has been sent. Any other exception ends the call as an {@link AccessTokenException} that may be
     *     repeated and shows nothing of it but its type
     */
    Optional<Secret> authorization(Instant deadline);

    /**
     * Told that the server answered 401 to this value. The pipeline asks at most once in a call.
     *
     * @return whether {@link #authorization} now gives another value, so that trying again makes sense
     */
    default boolean refused(Secret value) {
        return false;
    }

    /** Sends no credential. */
    static Authorizer none() {
        return deadline -> Optional.empty();
    }

    /** User name and password; the password is asked for at every call, so that it may change while the program runs. */
    static Authorizer basic(String user, Supplier<Secret> password) {
        Objects.requireNonNull(user, "user");
        return supplied(() -> {
            byte[] pair = (user + ":" + password.get().reveal()).getBytes(StandardCharsets.UTF_8);
            return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
        });
    }

    /** A token; it is asked for at every call, so that it may change while the program runs. */
    static Authorizer bearer(Supplier<Secret> token) {
        return supplied(() -> Secret.of("Bearer " + token.get().reveal()));
    }

    /** A header value of one's own making, asked for at every call; after a 401 asked for once more. */
    static Authorizer supplied(Supplier<Secret> value) {
        Objects.requireNonNull(value, "value");
        return new Authorizer() {
            @Override
            public Optional<Secret> authorization(Instant deadline) {
                return Optional.of(value.get());
            }

            @Override
            public boolean refused(Secret refused) {
                return !value.get().equals(refused);
            }
        };
    }
}
