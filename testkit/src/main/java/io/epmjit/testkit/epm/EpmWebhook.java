package io.epmjit.testkit.epm;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A webhook as an administrator sets it up in the console. Immutable; its text form shows no credential. */
public final class EpmWebhook {

    private final String name;
    private final EpmEvent event;
    private final URI url;
    private final String contentType;
    private final String template;
    private final @Nullable String authorization;
    private final ValueEscaping escaping;
    private final UnfilledPlaceholder unfilled;
    private final boolean enabled;

    private EpmWebhook(Builder builder) {
        this.name = builder.name;
        this.event = builder.event;
        this.url = builder.url;
        this.contentType = builder.contentType;
        this.template = builder.template;
        this.authorization = builder.authorization;
        this.escaping = builder.escaping;
        this.unfilled = builder.unfilled;
        this.enabled = builder.enabled;
    }

    /**
     * A webhook for one event; a second event wants a second webhook. Unless told otherwise it has the ServiceNow
     * guide's template, JSON escaping, no credential, and is enabled.
     */
    public static Builder on(EpmEvent event, URI url) {
        return new Builder(event, url);
    }

    public String name() {
        return name;
    }

    public EpmEvent event() {
        return event;
    }

    public URI url() {
        return url;
    }

    String contentType() {
        return contentType;
    }

    String template() {
        return template;
    }

    Optional<String> authorization() {
        return Optional.ofNullable(authorization);
    }

    ValueEscaping escaping() {
        return escaping;
    }

    UnfilledPlaceholder unfilled() {
        return unfilled;
    }

    boolean enabled() {
        return enabled;
    }

    @Override
    public String toString() {
        return name + " (" + event + ")";
    }

    /** Collects what the console's form asks for; not for use by several threads. */
    public static final class Builder {

        private final EpmEvent event;
        private final URI url;
        private String name;
        private String contentType = "application/json";
        private String template;
        private @Nullable String authorization;
        private ValueEscaping escaping = ValueEscaping.JSON;
        private UnfilledPlaceholder unfilled = UnfilledPlaceholder.EMPTY;
        private boolean enabled = true;

        private Builder(EpmEvent event, URI url) {
            this.event = event;
            this.url = url;
            this.name = event.name();
            this.template = EpmTemplate.of(event).text();
        }

        public Builder name(String text) {
            this.name = text;
            return this;
        }

        public Builder contentType(String text) {
            this.contentType = text;
            return this;
        }

        /** The template's text, as it is pasted. */
        public Builder template(String text) {
            this.template = text;
            return this;
        }

        /** Authentication type Basic. */
        public Builder basic(String user, String password) {
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
            return this;
        }

        /** Authentication type Custom: the token is typed with its scheme ({@code Bearer …}) and sent as it is. */
        public Builder token(String typed) {
            this.authorization = typed;
            return this;
        }

        public Builder escaping(ValueEscaping how) {
            this.escaping = how;
            return this;
        }

        public Builder unfilled(UnfilledPlaceholder how) {
            this.unfilled = how;
            return this;
        }

        /** Whether the box Enable is ticked. */
        public Builder enabled(boolean ticked) {
            this.enabled = ticked;
            return this;
        }

        public EpmWebhook build() {
            return new EpmWebhook(this);
        }
    }
}
