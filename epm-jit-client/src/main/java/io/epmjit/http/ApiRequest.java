package io.epmjit.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request to an API, without its host and without credentials: those belong to the {@link HttpPipeline}.
 *
 * <pre>{@code
 * ApiRequest.get("/rest/api/3/issue/{}/comment", key).query("maxResults", "50").build();
 * ApiRequest.post("/rest/api/3/issue").json(bytes).build();
 * }</pre>
 *
 * <p>A {@code GET} may be repeated; any other method only if the builder is told so ({@link Builder#repeatable()}),
 * because only the caller knows what a second one would do. Immutable; {@link #toString()} shows method and path alone.
 */
public final class ApiRequest {

    /** The most bytes of an answer that are read unless a request says otherwise: 4 MiB, after decompression. */
    public static final int DEFAULT_ANSWER_LIMIT = 4 << 20;

    private static final List<String> JSON = List.of("application/json", "text/json", "text/plain");

    private final String method;
    private final String pathTemplate;
    private final String path;
    private final List<Map.Entry<String, String>> query;
    private final List<Map.Entry<String, String>> headers;
    private final byte @Nullable [] body;
    private final @Nullable String contentType;
    private final List<String> accepted;
    private final boolean repeatable;
    private final boolean urgent;
    private final int answerLimit;

    private ApiRequest(Builder builder) {
        this.method = builder.method;
        this.pathTemplate = builder.pathTemplate;
        this.path = builder.path;
        this.query = List.copyOf(builder.query);
        this.headers = List.copyOf(builder.headers);
        this.body = builder.body;
        this.contentType = builder.contentType;
        this.accepted = builder.accepted;
        this.repeatable = builder.repeatable;
        this.urgent = builder.urgent;
        this.answerLimit = builder.answerLimit;
    }

    /** Begins a {@code GET}; for the path see {@link #builder(String, String, String...)}. */
    public static Builder get(String path, String... values) {
        return builder("GET", path, values);
    }

    /** Begins a {@code POST}; for the path see {@link #builder(String, String, String...)}. */
    public static Builder post(String path, String... values) {
        return builder("POST", path, values);
    }

    /** Begins a {@code PUT}; for the path see {@link #builder(String, String, String...)}. */
    public static Builder put(String path, String... values) {
        return builder("PUT", path, values);
    }

    /** Begins a {@code DELETE}; for the path see {@link #builder(String, String, String...)}. */
    public static Builder delete(String path, String... values) {
        return builder("DELETE", path, values);
    }

    /**
     * Begins a request.
     *
     * @param path what follows the pipeline's base URL; begins with a slash. Each <code>{}</code> in it is replaced by
     *     one of the values, encoded so that it stays one segment whatever characters it has
     * @throws IllegalArgumentException if values and <code>{}</code> do not pair up, a value is empty, or is {@code .}
     *     or {@code ..}, which would name another path
     */
    public static Builder builder(String method, String path, String... values) {
        return new Builder(method, path, values);
    }

    public String method() {
        return method;
    }

    /** The path as it is sent, encoded. */
    public String path() {
        return path;
    }

    /** The path as it was written, with <code>{}</code> for the values: one name for all calls of a kind, as metrics need it. */
    public String pathTemplate() {
        return pathTemplate;
    }

    List<Map.Entry<String, String>> query() {
        return query;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    List<String> accepted() {
        return accepted;
    }

    /** Whether the request may be sent again although an earlier one may have had its effect. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /** Whether the request passes others that wait for the pipeline's rate limit. */
    public boolean isUrgent() {
        return urgent;
    }

    /** The most bytes of an answer that are read, after decompression. */
    public int answerLimit() {
        return answerLimit;
    }

    /** Method and path; no query, header or body. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Collects a request; not for use by several threads. */
    public static final class Builder {

        /** Set by the pipeline or by the client below it; a second one would only contradict. */
        private static final Set<String> RESERVED = Set.of(
                "authorization",
                "proxy-authorization",
                "host",
                "content-length",
                "content-type",
                "accept",
                "accept-encoding",
                "transfer-encoding",
                "connection",
                "cookie");

        private final String method;
        private final String pathTemplate;
        private final String path;
        private final List<Map.Entry<String, String>> query = new ArrayList<>();
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private byte @Nullable [] body;
        private @Nullable String contentType;
        private List<String> accepted = JSON;
        private boolean repeatable;
        private boolean urgent;
        private int answerLimit = DEFAULT_ANSWER_LIMIT;

        private Builder(String method, String pathTemplate, String... values) {
            this.method = requireMethod(method);
            this.pathTemplate = Objects.requireNonNull(pathTemplate, "path");
            this.path = filled(pathTemplate, values);
            this.repeatable = method.equals("GET") || method.equals("HEAD");
        }

        /** Adds a query parameter; a name may stand several times. Both are encoded. */
        public Builder query(String name, String value) {
            query.add(Map.entry(name, value));
            return this;
        }

        /**
         * Adds a header.
         *
         * @throws IllegalArgumentException if it is one that the pipeline sets itself (credentials, lengths, types), or
         *     has characters that end a header
         */
        public Builder header(String name, String value) {
            if (RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("the header " + name + " is set by the pipeline");
            }
            if (!name.matches("[A-Za-z0-9-]+") || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
                throw new IllegalArgumentException("a header has characters that no header may have");
            }
            headers.add(Map.entry(name, value));
            return this;
        }

        /** A JSON text in UTF-8 as the body. The array is copied. */
        public Builder json(byte[] text) {
            return body(text, "application/json; charset=utf-8");
        }

        /** Fields of a form as the body, in the map's order. */
        public Builder form(Map<String, String> fields) {
            String text = fields.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
            return body(text.getBytes(StandardCharsets.US_ASCII), "application/x-www-form-urlencoded");
        }

        /** Any other body. The array is copied. */
        public Builder body(byte[] bytes, String type) {
            if (method.equals("GET") || method.equals("HEAD")) {
                throw new IllegalArgumentException("a " + method + " has no body");
            }
            this.body = bytes.clone();
            this.contentType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Which media types a good answer may have; {@code +json} counts as JSON. By default JSON, or plain text that
         * turns out to be JSON. An HTML page, as a login page or a proxy sends it, is then an error although its status
         * says 200.
         */
        public Builder accept(String... mediaTypes) {
            this.accepted = Arrays.stream(mediaTypes)
                    .map(type -> type.toLowerCase(java.util.Locale.ROOT))
                    .toList();
            return this;
        }

        /** Says that a second request does no harm; without this only {@code GET} and {@code HEAD} are repeated. */
        public Builder repeatable() {
            this.repeatable = true;
            return this;
        }

        /** Lets the request pass others that wait for the pipeline's rate limit. */
        public Builder urgent() {
            this.urgent = true;
            return this;
        }

        /** The most bytes of an answer that are read, after decompression; {@link #DEFAULT_ANSWER_LIMIT} by default. */
        public Builder answerLimit(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("an answer limit must be at least one byte");
            }
            this.answerLimit = bytes;
            return this;
        }

        public ApiRequest build() {
            return new ApiRequest(this);
        }

        private static String requireMethod(String method) {
            if (!method.matches("[A-Z]{3,10}")) {
                throw new IllegalArgumentException("a method is written in capital letters, such as GET");
            }
            return method;
        }

        private static String filled(String template, String... values) {
            if (!template.startsWith("/") || template.contains("?") || template.contains("#")) {
                throw new IllegalArgumentException("a path begins with / and has neither ? nor #");
            }
            String[] literals = template.split("\\{}", -1);
            if (literals.length - 1 != values.length) {
                throw new IllegalArgumentException("the path has " + (literals.length - 1) + " places for values, but "
                        + values.length + " values were given");
            }
            StringBuilder path = new StringBuilder(literals[0]);
            for (int i = 0; i < values.length; i++) {
                path.append(segment(values[i])).append(literals[i + 1]);
            }
            return path.toString();
        }

        private static String segment(String value) {
            if (value.isEmpty() || value.equals(".") || value.equals("..")) {
                throw new IllegalArgumentException("a value in a path must be neither empty nor . nor ..");
            }
            return encoded(value).replace("+", "%20");
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
