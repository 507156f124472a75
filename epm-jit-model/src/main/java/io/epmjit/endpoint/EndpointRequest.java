package io.epmjit.endpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, as far as an {@link Endpoint} needs to know it.
 *
 * <pre>{@code
 * EndpointRequest.builder(r.getMethod(), r.getRequestURI())
 *         .headers(name -> Collections.list(r.getHeaders(name)))
 *         .remoteAddress(r.getRemoteAddr()).secure(r.isSecure()).body(r.getInputStream()).build();
 * }</pre>
 *
 * <p>Everything in it comes from outside. The body is read once and then kept; a request is for use by one thread.
 */
public final class EndpointRequest {

    private final String method;
    private final String path;
    private final String query;
    private final Function<String, List<String>> headers;
    private final String remoteAddress;
    private final boolean secure;
    private final InputStream body;
    private final @Nullable Object hostRequest;
    private byte @Nullable [] content;

    private EndpointRequest(Builder builder) {
        this.method = builder.method;
        int mark = builder.uri.indexOf('?');
        this.path = mark < 0 ? builder.uri : builder.uri.substring(0, mark);
        this.query = mark < 0 ? "" : builder.uri.substring(mark + 1);
        this.headers = builder.headers;
        this.remoteAddress = builder.remoteAddress;
        this.secure = builder.secure;
        this.body = builder.body;
        this.hostRequest = builder.hostRequest;
    }

    /**
     * Begins a request.
     *
     * @param uri path and query as the client sent them, still percent-encoded: {@code /jit/webhooks/acme?x=1}
     */
    public static Builder builder(String method, String uri) {
        return new Builder(method, uri);
    }

    /** The method, in capital letters. */
    public String method() {
        return method;
    }

    /** The path as the client sent it, still percent-encoded, without the query. */
    public String path() {
        return path;
    }

    /** The first value of a header; its name is compared without regard to case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of a header, in the order in which they came. */
    public List<String> headers(String name) {
        return headers.apply(name);
    }

    /** The IP address of whoever opened the connection, perhaps a proxy; empty where nobody knows. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** Whether the request came over TLS to this very server. */
    public boolean secure() {
        return secure;
    }

    /** The framework's own request, where one was handed along. */
    public Optional<Object> hostRequest() {
        return Optional.ofNullable(hostRequest);
    }

    /**
     * The decoded segments of the path behind the last segment of that name, so that an endpoint works wherever it is
     * mounted: {@code segmentsAfter("webhooks")} of {@code /jit/webhooks/acme/} is {@code [acme]}.
     *
     * @return empty if there is no such segment, or the path is not properly encoded
     */
    public Optional<List<String>> segmentsAfter(String name) {
        try {
            List<String> segments = new ArrayList<>();
            StringTokenizer parts = new StringTokenizer(path, "/");
            while (parts.hasMoreTokens()) {
                segments.add(decode(parts.nextToken().replace("+", "%2B")));
            }
            int at = segments.lastIndexOf(name);
            return at < 0 ? Optional.empty() : Optional.of(List.copyOf(segments.subList(at + 1, segments.size())));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /** The first value of a parameter in the query. */
    public Optional<String> queryParameter(String name) {
        return firstOf(parameters(query), name);
    }

    /**
     * The fields of an HTML form that was posted as {@code application/x-www-form-urlencoded}.
     *
     * @param limit how many bytes the body may have
     * @throws BodyTooLargeException if it has more
     */
    public Map<String, List<String>> form(int limit) {
        return parameters(new String(body(limit), StandardCharsets.UTF_8));
    }

    /**
     * The whole body.
     *
     * @param limit how many bytes it may have
     * @throws BodyTooLargeException if it has more
     * @throws UncheckedIOException if it cannot be read to its end
     */
    public byte[] body(int limit) {
        byte[] all = content;
        if (all == null) {
            all = read(limit);
            content = all;
        }
        if (all.length > limit) {
            throw new BodyTooLargeException(limit);
        }
        return all.clone();
    }

    private byte[] read(int limit) {
        try {
            byte[] start = body.readNBytes(limit);
            if (start.length == limit && body.read() >= 0) {
                throw new BodyTooLargeException(limit);
            }
            return start;
        } catch (IOException e) {
            throw new UncheckedIOException("the request's body could not be read to its end", e);
        }
    }

    private static Optional<String> firstOf(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        StringTokenizer pairs = new StringTokenizer(encoded, "&");
        while (pairs.hasMoreTokens()) {
            String pair = pairs.nextToken();
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            try {
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters
                        .computeIfAbsent(decode(name), key -> new ArrayList<>())
                        .add(value);
            } catch (IllegalArgumentException notEncoded) {
                // What is not properly encoded is nobody's parameter.
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Method and path; never the query, a header or the body. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Collects a request; not for use by several threads. */
    public static final class Builder {

        private final String method;
        private final String uri;
        private Function<String, List<String>> headers = name -> List.of();
        private String remoteAddress = "";
        private boolean secure;
        private InputStream body = new ByteArrayInputStream(new byte[0]);
        private @Nullable Object hostRequest;

        private Builder(String method, String uri) {
            this.method = method.toUpperCase(Locale.ROOT);
            this.uri = Objects.requireNonNull(uri, "uri");
        }

        /** How to look a header up, by its name in any case; an absent one is an empty list. */
        public Builder headers(Function<String, List<String>> lookup) {
            this.headers = Objects.requireNonNull(lookup, "lookup");
            return this;
        }

        /** The IP address of whoever opened the connection. */
        public Builder remoteAddress(String address) {
            this.remoteAddress = Objects.requireNonNull(address, "address");
            return this;
        }

        /** Whether the connection is a TLS connection; it is not unless somebody says so. */
        public Builder secure(boolean overTls) {
            this.secure = overTls;
            return this;
        }

        /** The body; it is read at most once, and not closed. */
        public Builder body(InputStream stream) {
            this.body = Objects.requireNonNull(stream, "stream");
            return this;
        }

        /** The framework's own request, for code that knows it, such as whoever tells who is logged in. */
        public Builder hostRequest(Object request) {
            this.hostRequest = Objects.requireNonNull(request, "request");
            return this;
        }

        public EndpointRequest build() {
            return new EndpointRequest(this);
        }
    }
}
