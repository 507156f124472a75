package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The headers of Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp} in seconds, and {@code webhook-signature},
 * one or more of {@code v1,base64}, divided by blanks.
 */
final class CallSignature {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}");
    private static final String VERSION = "v1,";
    private static final int MOST_SIGNATURES = 16;

    private CallSignature() {}

    /** The id of a call that one of these keys has signed, just now; empty if none has. */
    static Optional<String> verifiedId(EndpointRequest request, byte[] body, List<SigningKey> keys, Instant now) {
        Optional<String> id = only(request, "webhook-id", ID);
        Optional<String> timestamp = only(request, "webhook-timestamp", TIMESTAMP);
        if (id.isEmpty() || timestamp.isEmpty() || !isFresh(timestamp.get(), now)) {
            return Optional.empty();
        }
        List<byte[]> offered = offered(request);
        boolean matches = false;
        for (SigningKey key : keys) {
            byte[] wanted = key.sign(id.get(), timestamp.get(), body);
            for (byte[] signature : offered) {
                matches |= MessageDigest.isEqual(wanted, signature);
            }
        }
        return matches ? id : Optional.empty();
    }

    /** Whether the call claims to be signed at all. */
    static boolean isClaimed(EndpointRequest request) {
        return !request.headers("webhook-signature").isEmpty();
    }

    private static Optional<String> only(EndpointRequest request, String header, Pattern form) {
        List<String> values = request.headers(header);
        return values.size() == 1 && form.matcher(values.get(0)).matches()
                ? Optional.of(values.get(0))
                : Optional.empty();
    }

    private static boolean isFresh(String timestamp, Instant now) {
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(WINDOW) <= 0;
    }

    private static List<byte[]> offered(EndpointRequest request) {
        List<byte[]> signatures = new ArrayList<>();
        List<String> values = request.headers("webhook-signature");
        if (values.size() != 1) {
            return signatures;
        }
        for (String one : values.get(0).split(" ", MOST_SIGNATURES + 1)) {
            if (one.startsWith(VERSION) && signatures.size() < MOST_SIGNATURES) {
                decoded(one.substring(VERSION.length())).ifPresent(signatures::add);
            }
        }
        return signatures;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
