package io.epmjit.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP answer: status, headers, body. Whatever its content, browsers are told not to guess its type and not to keep
 * it. Immutable.
 */
public final class EndpointResponse {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private EndpointResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    /** An answer without a body. */
    public static EndpointResponse of(int status) {
        return of(status, Map.of(), new byte[0]);
    }

    /** An answer with these headers and this body. */
    public static EndpointResponse of(int status, Map<String, String> headers, byte[] body) {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("not an HTTP status: " + status);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("X-Content-Type-Options", "nosniff");
        all.put("Cache-Control", "no-store");
        headers.forEach((name, value) -> put(all, name, value));
        return new EndpointResponse(status, all, body.clone());
    }

    /** Plain text, in UTF-8. */
    public static EndpointResponse text(int status, String text) {
        return content(status, "text/plain; charset=utf-8", text);
    }

    /** JSON that is written already. */
    public static EndpointResponse json(int status, String json) {
        return content(status, "application/json", json);
    }

    /** Text of any type, in UTF-8, such as {@code text/html; charset=utf-8}. */
    public static EndpointResponse content(int status, String contentType, String content) {
        return of(status, Map.of("Content-Type", contentType), content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same answer with one header more, or another value of it.
     *
     * @throws IllegalArgumentException if name or value has a line break or another control character
     */
    public EndpointResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        put(more, name, value);
        return new EndpointResponse(status, more, body);
    }

    public int status() {
        return status;
    }

    /** The headers by their names, in the order in which they are sent; none is repeated. */
    public Map<String, String> headers() {
        return headers;
    }

    /** One header; its name is compared without regard to case. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body as text in UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }

    private static void put(Map<String, String> headers, String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(checked(name), checked(value));
    }

    private static String checked(String text) {
        if (Objects.requireNonNull(text, "text").chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a header must not have control characters");
        }
        return text;
    }
}
