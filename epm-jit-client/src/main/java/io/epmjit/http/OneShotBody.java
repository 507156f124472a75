package io.epmjit.http;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that OkHttp sends once at most, and that knows whether any of it may have left. */
final class OneShotBody extends RequestBody {

    private final byte[] bytes;
    private final @Nullable MediaType type;
    private volatile boolean mayHaveLeft;

    OneShotBody(byte[] bytes, @Nullable MediaType type) {
        this.bytes = bytes;
        this.type = type;
    }

    boolean mayHaveLeft() {
        return mayHaveLeft;
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws java.io.IOException {
        mayHaveLeft = true;
        sink.write(bytes);
    }
}
