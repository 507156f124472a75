package io.epmjit.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, read whole and within the request's limit. Immutable, except that {@link #bytes()} hands out the array
 * itself: do not write to it. {@link #toString()} shows status and length alone.
 */
public final class ApiResponse {

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Charset charset;

    ApiResponse(int status, Map<String, List<String>> headers, byte[] body, Charset charset) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.charset = charset;
    }

    public int status() {
        return status;
    }

    /** The header's first value; names are compared without regard to case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** The body, decompressed; empty if there was none. */
    public byte[] bytes() {
        return body;
    }

    public boolean isEmpty() {
        return body.length == 0;
    }

    /** The body as text, in the charset that the answer named, UTF-8 by default. */
    public String text() {
        return new String(body, charset);
    }

    /** Whether the body is in UTF-8, so that a JSON reader may take {@link #bytes()} as they are. */
    public boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
