package io.epmjit.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A password, token or key that must not be seen. {@link #toString()} is a fixed text, and the class has nothing that a
 * serialiser would find.
 *
 * <p>Two secrets are compared in a time that tells nothing of their contents. Immutable and safe for use by several
 * threads.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a secret.
     *
     * @throws IllegalArgumentException if it is empty, or has a control character (a line break pasted along would
     *     otherwise fail much later, inside an HTTP header)
     */
    public static Secret of(String value) {
        if (Objects.requireNonNull(value, "value").isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a secret must not have control characters: was a line break pasted along with it?");
        }
        return new Secret(value);
    }

    /** The secret itself, for the one place that sends it. Never log it, and never put it into a message. */
    public String reveal() {
        return value;
    }

    /** Whether the text is this secret, in a time that tells nothing of the secret's contents. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && matches(that.value);
    }

    /** The same for every secret, so that a hash tells nothing. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
