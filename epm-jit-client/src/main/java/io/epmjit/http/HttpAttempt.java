package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** One exchange on the wire, as metrics want to know it: no id, no query, no credential in it. Immutable. */
@Value.Immutable
public abstract class HttpAttempt {

    HttpAttempt() {}

    public static Builder builder() {
        return new Builder();
    }

    /** The pipeline's name, such as {@code EPM}. */
    public abstract String api();

    public abstract String method();

    /** The path with <code>{}</code> in place of ids. */
    public abstract String pathTemplate();

    /** Which attempt of its call this was; the first is 1. */
    public abstract int number();

    /** How long it took, without waiting for the rate limit or for a token. */
    public abstract Duration took();

    /** The status, if an answer came. */
    public abstract Optional<Integer> status();

    /** What went wrong; empty if nothing did. */
    public abstract Optional<EpmJitException> failure();

    /** Collects an attempt; for those who test a listener of their own. Not for use by several threads. */
    public static final class Builder extends ImmutableHttpAttempt.Builder {
        Builder() {}
    }
}
