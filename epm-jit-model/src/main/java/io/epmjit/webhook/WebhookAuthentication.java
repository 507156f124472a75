package io.epmjit.webhook;

import io.epmjit.endpoint.EndpointRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How a webhook shows that it comes from EPM. EPM offers a user with a password, and a token that it sends as it was
 * typed; it signs nothing (documented).
 *
 * <pre>{@code
 * WebhookAuthentication.basic("epm", Secret.of(password))
 * WebhookAuthentication.tokenHeader("Authorization", Secret.of("Bearer " + token))
 * WebhookAuthentication.anyOf(basic("epm", oldPassword), basic("epm", newPassword))     // while it is being changed
 * }</pre>
 *
 * <p>Comparisons take a time that tells nothing of the secret. Immutable; safe for use by several threads if the
 * suppliers are.
 */
public final class WebhookAuthentication {

    private final List<Predicate<EndpointRequest>> accepted;
    private final boolean basic;

    private WebhookAuthentication(List<Predicate<EndpointRequest>> accepted, boolean basic) {
        this.accepted = List.copyOf(accepted);
        this.basic = basic;
    }

    /** HTTP Basic: EPM's Authentication Type "Basic". */
    public static WebhookAuthentication basic(String user, Secret password) {
        Objects.requireNonNull(password, "password");
        return basic(user, () -> password);
    }

    /**
     * HTTP Basic with a password that is asked for at every request, so that it can change without a restart.
     *
     * @throws IllegalArgumentException if the user has a colon, which HTTP Basic cannot carry, or is empty
     */
    public static WebhookAuthentication basic(String user, Supplier<Secret> password) {
        if (user.isEmpty() || user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user for HTTP Basic must not be empty, nor have a colon");
        }
        Objects.requireNonNull(password, "password");
        return new WebhookAuthentication(List.of(request -> isBasic(request, user, password.get())), true);
    }

    /** A header with a secret value: EPM's Authentication Type "Custom" (that it uses Authorization is inferred). */
    public static WebhookAuthentication tokenHeader(String header, Secret value) {
        Objects.requireNonNull(value, "value");
        return tokenHeader(header, () -> value);
    }

    /** A header with a secret value that is asked for at every request, so that it can change without a restart. */
    public static WebhookAuthentication tokenHeader(String header, Supplier<Secret> value) {
        if (header.isBlank()) {
            throw new IllegalArgumentException("which header has the token? EPM most likely sends Authorization");
        }
        Objects.requireNonNull(value, "value");
        return new WebhookAuthentication(List.of(request -> isToken(request, header, value.get())), false);
    }

    /** Any of these, for the time in which a secret is being changed. */
    public static WebhookAuthentication anyOf(WebhookAuthentication first, WebhookAuthentication... others) {
        List<Predicate<EndpointRequest>> all = new ArrayList<>(first.accepted);
        boolean basic = first.basic;
        for (WebhookAuthentication other : others) {
            all.addAll(other.accepted);
            basic |= other.basic;
        }
        return new WebhookAuthentication(all, basic);
    }

    /** Whether the request shows one of the credentials; all are compared, whichever it is. */
    boolean accepts(EndpointRequest request) {
        boolean found = false;
        for (Predicate<EndpointRequest> credential : accepted) {
            found |= credential.test(request);
        }
        return found;
    }

    /** What a refused caller is told to send, where HTTP has a word for it. */
    Optional<String> challenge() {
        return basic ? Optional.of("Basic realm=\"webhook\", charset=\"UTF-8\"") : Optional.empty();
    }

    private static boolean isBasic(EndpointRequest request, String user, Secret password) {
        byte[] wanted = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, sentByBasic(request));
    }

    private static byte[] sentByBasic(EndpointRequest request) {
        List<String> values = request.headers("Authorization");
        String scheme = "Basic ";
        if (values.size() != 1 || !values.get(0).regionMatches(true, 0, scheme, 0, scheme.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder()
                    .decode(values.get(0).substring(scheme.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static boolean isToken(EndpointRequest request, String header, Secret wanted) {
        List<String> values = request.headers(header);
        return values.size() == 1 && wanted.matches(values.get(0));
    }

    @Override
    public String toString() {
        return "WebhookAuthentication[" + accepted.size() + " credential(s)]";
    }
}
