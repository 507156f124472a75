package io.epmjit.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * How a body is read: which templates EPM uses, whether it escapes, and how much is too much. The defaults are safe:
 * 2 MiB for a body, 262,144 characters for a field, 16 levels, {@link Escaping#DETECT}, no template declared. Immutable.
 */
public final class ParseOptions {

    private static final ParseOptions DEFAULTS = builder().build();

    private final List<WebhookTemplate> templates;
    private final Escaping escaping;
    private final int maxBytes;
    private final int maxFieldLength;
    private final int maxDepth;

    private ParseOptions(Builder builder) {
        this.templates = List.copyOf(builder.templates);
        this.escaping = builder.escaping;
        this.maxBytes = builder.maxBytes;
        this.maxFieldLength = builder.maxFieldLength;
        this.maxDepth = builder.maxDepth;
    }

    public static ParseOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The templates that EPM uses; empty if nobody said. */
    public List<WebhookTemplate> templates() {
        return templates;
    }

    public Escaping escaping() {
        return escaping;
    }

    /** How long a body may be, in bytes. */
    public int maxBytes() {
        return maxBytes;
    }

    /** How long a key or a value may be, in UTF-16 characters. */
    public int maxFieldLength() {
        return maxFieldLength;
    }

    /** How deep objects and arrays may stand in each other; the body itself is the first level. */
    public int maxDepth() {
        return maxDepth;
    }

    /** Collects options; not for use by several threads. */
    public static final class Builder {

        private List<WebhookTemplate> templates = List.of();
        private Escaping escaping = Escaping.DETECT;
        private int maxBytes = 2 << 20;
        private int maxFieldLength = 256 << 10;
        private int maxDepth = 16;

        private Builder() {}

        /**
         * Declares the templates that EPM really uses. Only these are tried, and an event that fits is
         * {@link Binding#DECLARED}; declare nothing else, since the protection of binding rests on it.
         */
        public Builder templates(WebhookTemplate... used) {
            return templates(List.of(used));
        }

        /** As {@link #templates(WebhookTemplate...)}. */
        public Builder templates(Collection<WebhookTemplate> used) {
            this.templates = new ArrayList<>(used);
            return this;
        }

        /** Whether EPM escapes the values. */
        public Builder escaping(Escaping how) {
            this.escaping = Objects.requireNonNull(how, "how");
            return this;
        }

        public Builder maxBytes(int bytes) {
            this.maxBytes = positive(bytes, "maxBytes");
            return this;
        }

        public Builder maxFieldLength(int characters) {
            this.maxFieldLength = positive(characters, "maxFieldLength");
            return this;
        }

        public Builder maxDepth(int levels) {
            this.maxDepth = positive(levels, "maxDepth");
            return this;
        }

        /**
         * @throws IllegalArgumentException if the keys of one template also stand, in the same order, in another: a body
         *     of the first could then be made to look like the second
         */
        public ParseOptions build() {
            for (int i = 0; i < templates.size(); i++) {
                for (int j = i + 1; j < templates.size(); j++) {
                    refuseNested(templates.get(i), templates.get(j));
                }
            }
            return new ParseOptions(this);
        }

        private static void refuseNested(WebhookTemplate one, WebhookTemplate other) {
            if (one.nestsWith(other)) {
                throw new IllegalArgumentException("the templates '" + one.name() + "' and '" + other.name()
                        + "' cannot be told apart safely, since the keys of one stand in the other in the same order:"
                        + " declare only the one that EPM uses, or give each webhook a source of its own");
            }
        }

        private static int positive(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1");
            }
            return value;
        }
    }
}
