package io.epmjit.testkit.epm;

import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The API account's secret and the tokens that it was given. Touched only while nothing else is. */
final class TokenDesk {

    private static final String SCOPE = "urn:management:api";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String clientId;
    private final InstantSource clock;
    private final Duration life;
    private final Map<String, Instant> ends = new HashMap<>();
    private String secret = random();

    TokenDesk(String clientId, InstantSource clock, Duration life) {
        this.clientId = clientId;
        this.clock = clock;
        this.life = life;
    }

    String secret() {
        return secret;
    }

    /** A new secret; every token of the old one ends at once. */
    String regenerateSecret() {
        secret = random();
        ends.clear();
        return secret;
    }

    void revokeAll() {
        ends.clear();
    }

    boolean accepts(String token) {
        Instant end = ends.get(token);
        return end != null && clock.instant().isBefore(end);
    }

    Reply issue(ReceivedRequest request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return error("invalid_request");
        }
        Map<String, String> form = new HashMap<>(request.form());
        request.header("Authorization").ifPresent(header -> readBasic(header, form));
        if (!form.getOrDefault("client_id", "").equals(clientId)
                || !form.getOrDefault("client_secret", "").equals(secret)) {
            return error("invalid_client");
        }
        if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
            return error("unsupported_grant_type");
        }
        if (!form.getOrDefault("scope", SCOPE).equals(SCOPE)) {
            return error("invalid_scope");
        }
        Instant now = clock.instant();
        ends.values().removeIf(end -> !now.isBefore(end));
        String token = random();
        ends.put(token, now.plus(life));
        return Json.reply(
                        200,
                        Json.object()
                                .put("access_token", token)
                                .put("token_type", "Bearer")
                                .put("expires_in", life.toSeconds())
                                .put("scope", SCOPE))
                .header("Cache-Control", "no-store");
    }

    private static void readBasic(String header, Map<String, String> form) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return;
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon >= 0) {
                form.put("client_id", pair.substring(0, colon));
                form.put("client_secret", pair.substring(colon + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            form.remove("client_secret");
        }
    }

    /** EPM says 400 for wrong credentials, where OAuth has 401. */
    private static Reply error(String code) {
        return Json.reply(400, Json.object().put("error", code));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
