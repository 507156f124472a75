package io.epmjit.connector;

import io.epmjit.http.CallOptions;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** The circumstances of one call to a tracker. The SPI grows here, so that existing connectors keep compiling. Immutable. */
@Value.Immutable
public abstract class CallContext {

    CallContext() {}

    public static Builder builder() {
        return new Builder();
    }

    /** When the call must have ended. A connector hands it to its HTTP calls and makes no call that begins later. */
    public abstract Instant deadline();

    /** The tenant of the source system on whose behalf the call is made. */
    public abstract Optional<String> tenant();

    /** Which attempt this is; the first is 1. For logs: the caller decides about repetition. */
    @Value.Default
    public int attempt() {
        return 1;
    }

    /** For the calls of a connector through {@link io.epmjit.http.HttpPipeline}: each is made once, and ends by the deadline. */
    public final CallOptions once() {
        return CallOptions.until(deadline()).withAttempts(1);
    }

    /** Collects a context; not for use by several threads. */
    public static final class Builder extends ImmutableCallContext.Builder {
        Builder() {}
    }
}
