package io.epmjit.testkit.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request as it arrived. Its text form shows neither credentials nor the body. Immutable. */
public final class ReceivedRequest {

    private final long number;
    private final Instant at;
    private final int connection;
    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final Headers headers;
    private final byte[] body;
    private final Map<String, String> parameters;

    ReceivedRequest(
            long number,
            Instant at,
            int connection,
            String method,
            String path,
            Map<String, List<String>> query,
            Headers headers,
            byte[] body,
            Map<String, String> parameters) {
        this.number = number;
        this.at = at;
        this.connection = connection;
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.parameters = parameters;
    }

    ReceivedRequest with(Map<String, String> pathParameters) {
        return new ReceivedRequest(number, at, connection, method, path, query, headers, body, pathParameters);
    }

    /** Counts the requests of this server from one. */
    public long number() {
        return number;
    }

    /** When it arrived, by the server's clock. */
    public Instant at() {
        return at;
    }

    /** Counts the connections of this server from zero; the same number means the same connection. */
    public int connection() {
        return connection;
    }

    public String method() {
        return method;
    }

    /** The path as it was sent, without the query; its percent signs are not decoded. */
    public String path() {
        return path;
    }

    /** What stood in the path at {@code {name}} of the route, decoded. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The first value of this query parameter, decoded. Its name's case does not matter. */
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    /** All values of this query parameter in their order, decoded. Its name's case does not matter. */
    public List<String> queryAll(String name) {
        List<String> found = new ArrayList<>();
        query.forEach((key, values) -> {
            if (key.equalsIgnoreCase(name)) {
                found.addAll(values);
            }
        });
        return List.copyOf(found);
    }

    /** All query parameters, decoded, with the names as they were sent. */
    public Map<String, List<String>> query() {
        return query;
    }

    public Headers headers() {
        return headers;
    }

    /** The first value of this header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body, read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body, read as {@code application/x-www-form-urlencoded}; the last of several values wins. */
    public Map<String, String> form() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + path + " (" + body.length + " bytes, " + at + ")";
    }
}
