package io.epmjit.bridge;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A call as a client program of somebody else's would make it; it signs by itself, and a test may spoil each part of it. */
final class ProgramCall {

    private static final String KEY_PREFIX = "whsec_";

    final Map<String, List<String>> headers = new HashMap<>();
    String method = "POST";
    String path = "/jit/decisions/jira";
    String id = "msg_1";
    Instant at;
    byte[] body;
    boolean secure;

    private final Endpoint endpoint;

    ProgramCall(Endpoint endpoint, Instant now, String json) {
        this.endpoint = endpoint;
        this.at = now;
        this.body = json.getBytes(StandardCharsets.UTF_8);
        header("Content-Type", "application/json");
    }

    ProgramCall header(String name, String... values) {
        headers.put(name.toLowerCase(Locale.ROOT), List.of(values));
        return this;
    }

    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT)).get(0);
    }

    ProgramCall signed(String key) {
        String timestamp = Long.toString(at.getEpochSecond());
        return header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + signature(key, id, timestamp, body));
    }

    /** Shows a secret instead, over TLS. */
    ProgramCall showing(String header, String secret) {
        secure = true;
        return header(header, secret);
    }

    EndpointResponse send() {
        return endpoint.handle(EndpointRequest.builder(method, path)
                .headers(name -> headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()))
                .secure(secure)
                .body(new ByteArrayInputStream(body))
                .build());
    }

    /** A signing key of these bytes, as Standard Webhooks writes it. */
    static String key(String bytes) {
        return KEY_PREFIX + Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.UTF_8));
    }

    static String signature(String key, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.substring(KEY_PREFIX.length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
