package io.epmjit.web;

import io.epmjit.webhook.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that calls are signed with, as Standard Webhooks writes it: {@code whsec_} and base64 of 24 to 64 bytes. */
final class SigningKey {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    private SigningKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    static SigningKey of(Secret secret) {
        byte[] bytes = decoded(secret.reveal());
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException("a signing key must have " + SHORTEST + " to " + LONGEST
                    + " bytes: make one with  echo whsec_$(openssl rand -base64 32)");
        }
        return new SigningKey(bytes);
    }

    private static byte[] decoded(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a signing key begins with " + PREFIX + " and goes on in base64");
        }
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a signing key must be base64 after " + PREFIX, e);
        }
    }

    /** The signature of a call: HMAC-SHA256 over id, time stamp and body, joined by full stops. */
    byte[] sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
