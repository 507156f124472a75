package io.epmjit.webhook;

import io.epmjit.endpoint.BodyTooLargeException;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.model.Escaping;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitEventType;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.Placeholder;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.WebhookArrival.Accepted;
import io.epmjit.webhook.WebhookArrival.Cause;
import io.epmjit.webhook.WebhookArrival.Quarantined;
import io.epmjit.webhook.WebhookArrival.Refused;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks of one tenant of EPM come in: a URL, a credential, and the templates that EPM uses there.
 *
 * <pre>{@code
 * WebhookSource.of("acme").tenantId("7f3a…").authentication(basic("epm", Secret.of("…")))
 *         .templates(WebhookTemplate.serviceNowGuide()).build();
 * }</pre>
 *
 * <p>The name is a segment of the URL, {@code /webhooks/acme}; where the administrator gives every webhook a URL of its
 * own, the event follows, {@code /webhooks/acme/admin-created} ({@link JitEventType#pathSegment()}), and the body must
 * be of that event. Immutable, and safe for use by several threads.
 */
public final class WebhookSource {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final String name;
    private final String tenantId;
    private final WebhookAuthentication authentication;
    private final @Nullable JitEventType onlyEvent;
    private final ParseOptions options;
    private final Map<JitEventType, ParseOptions> optionsByEvent = new EnumMap<>(JitEventType.class);
    private final List<AddressRange> allowedSources;
    private final List<AddressRange> trustedProxies;
    private final boolean proxyEndsTls;
    private final @Nullable ParseOptions unboundOptions;

    private WebhookSource(Builder builder, String tenantId, WebhookAuthentication authentication) {
        this.name = builder.name;
        this.tenantId = tenantId;
        this.authentication = authentication;
        this.onlyEvent = builder.event;
        this.allowedSources = List.copyOf(builder.allowedSources);
        this.trustedProxies = List.copyOf(builder.trustedProxies);
        this.proxyEndsTls = builder.proxyEndsTls;
        List<WebhookTemplate> used = builder.templates.stream()
                .filter(template -> onlyEvent == null || template.event() == onlyEvent)
                .toList();
        this.options = builder.options(used);
        this.unboundOptions = builder.openUnbound ? builder.options(List.of()) : null;
        for (JitEventType event : JitEventType.values()) {
            List<WebhookTemplate> ofEvent =
                    used.stream().filter(template -> template.event() == event).toList();
            if (!ofEvent.isEmpty()) {
                optionsByEvent.put(event, builder.options(ofEvent));
            }
        }
    }

    /**
     * Begins a source.
     *
     * @throws IllegalArgumentException unless the name is 1 to 32 of {@code a-z 0-9 -} and begins with a letter
     */
    public static Builder of(String name) {
        return new Builder(name);
    }

    /** Its segment of the URL. */
    public String name() {
        return name;
    }

    /** The tenant whose webhooks come in here, and nobody else's. */
    public String tenantId() {
        return tenantId;
    }

    /** The templates that EPM uses here. */
    public List<WebhookTemplate> templates() {
        return options.templates();
    }

    /** Whether a new request that fits no template is taken all the same, unbound. */
    public boolean opensUnbound() {
        return unboundOptions != null;
    }

    /**
     * Changes with everything here that decides how a body is read: tenant, templates, escaping, limits. If it is another
     * than when a body was quarantined, reading the body again may help.
     */
    public String fingerprint() {
        StringBuilder decisive = new StringBuilder(tenantId)
                .append('\n')
                .append(onlyEvent)
                .append('\n')
                .append(opensUnbound())
                .append('\n')
                .append(options.escaping())
                .append('\n')
                .append(options.maxBytes())
                .append(' ')
                .append(options.maxFieldLength())
                .append(' ')
                .append(options.maxDepth());
        options.templates()
                .forEach(template ->
                        decisive.append('\n').append(template.event()).append(template.text()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(decisive.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The longest body that is read, in bytes. */
    public int maxBodyBytes() {
        return options.maxBytes();
    }

    /**
     * Takes a request in. Looks at method, transport, address and credential, in this order, before it reads anything
     * else; may block while it reads the body.
     */
    public WebhookArrival accept(EndpointRequest request) {
        Optional<Refused> stranger = refuseStranger(request);
        if (stranger.isPresent()) {
            return stranger.get();
        }
        Optional<String> segment = eventSegment(request);
        Optional<JitEventType> event = segment.flatMap(JitEventType::ofPathSegment);
        if (segment.isPresent() && event.filter(optionsByEvent::containsKey).isEmpty()) {
            return Refused.because(Cause.PATH);
        }
        byte[] body;
        try {
            body = request.body(options.maxBytes());
        } catch (BodyTooLargeException e) {
            return Refused.because(Cause.BODY_TOO_LARGE);
        } catch (UncheckedIOException e) {
            return Refused.because(Cause.BODY_UNREADABLE);
        }
        try {
            return new Accepted(event.isPresent() ? parse(body, event.get()) : parse(body), body);
        } catch (JitWebhookParseException why) {
            return new Quarantined(why, body);
        }
    }

    /**
     * Reads a body that came in here before, by the set-up as it is now. Nothing is authenticated.
     *
     * @throws JitWebhookParseException if it is still not what this source should say
     */
    public JitEvent parse(byte[] body) {
        return read(body, options, onlyEvent);
    }

    /**
     * As {@link #parse(byte[])}, for a body whose URL named an event.
     *
     * @throws IllegalArgumentException if this source has no template for the event
     */
    public JitEvent parse(byte[] body, JitEventType event) {
        ParseOptions ofEvent = optionsByEvent.get(event);
        if (ofEvent == null) {
            throw new IllegalArgumentException("the source " + name + " has no template for " + event.consoleLabel());
        }
        return read(body, ofEvent, event);
    }

    private JitEvent read(byte[] body, ParseOptions declared, @Nullable JitEventType only) {
        try {
            return ofThisTenant(JitWebhookParser.parse(body, declared));
        } catch (JitWebhookParseException why) {
            return unbound(body, only, why);
        }
    }

    /**
     * What does not have the keys of a declared template may still be read if somebody wants that; not what contradicts
     * itself, nor news of a decision, nor another event than the one whose turn it is.
     */
    private JitEvent unbound(byte[] body, @Nullable JitEventType only, JitWebhookParseException why) {
        if (unboundOptions == null || why.reason() != JitWebhookParseException.Reason.NOT_THE_TEMPLATE) {
            throw why;
        }
        JitEvent event;
        try {
            event = JitWebhookParser.parse(body, unboundOptions);
        } catch (JitWebhookParseException unreadable) {
            why.addSuppressed(unreadable);
            throw why;
        }
        boolean wanted = event.type()
                .filter(type -> !type.isDecision() && (only == null || type == only))
                .isPresent();
        if (!wanted) {
            throw why;
        }
        return ofThisTenant(event);
    }

    private JitEvent ofThisTenant(JitEvent event) {
        Optional<String> said = event.tenantId();
        if (said.isPresent() && !said.get().equalsIgnoreCase(tenantId)) {
            throw JitWebhookParseException.conflict(
                    "the body is of the tenant " + said.get() + ", and the source " + name + " of another",
                    "/" + Placeholder.TENANT_ID.fieldName());
        }
        return event;
    }

    /** The segment of the path behind the source's name, which names an event. */
    private Optional<String> eventSegment(EndpointRequest request) {
        return request.segmentsAfter(name)
                .filter(segments -> !segments.isEmpty())
                .map(segments -> String.join("/", segments));
    }

    private Optional<Refused> refuseStranger(EndpointRequest request) {
        Caller caller = new Caller(request, trustedProxies);
        if (!request.method().equals("POST")) {
            return Optional.of(Refused.because(Cause.METHOD).withHeader("Allow", "POST"));
        }
        if (!caller.usedTls(proxyEndsTls) && !caller.isLoopback()) {
            return Optional.of(Refused.because(Cause.NOT_TLS));
        }
        if (!isAllowed(caller)) {
            return Optional.of(Refused.because(Cause.SOURCE_ADDRESS));
        }
        return refuseCredential(request);
    }

    private boolean isAllowed(Caller caller) {
        return allowedSources.isEmpty()
                || caller.address()
                        .filter(address -> allowedSources.stream().anyMatch(range -> range.contains(address)))
                        .isPresent();
    }

    /** A secret that cannot be had is nobody's fault but ours; whatever its supplier throws, nobody gets in. */
    private Optional<Refused> refuseCredential(EndpointRequest request) {
        try {
            if (authentication.accepts(request)) {
                return Optional.empty();
            }
        } catch (RuntimeException noSecret) {
            return Optional.of(Refused.because(Cause.CREDENTIAL_UNAVAILABLE).withHeader("Retry-After", "60"));
        }
        Refused refused = Refused.because(Cause.CREDENTIAL);
        return Optional.of(authentication
                .challenge()
                .map(challenge -> refused.withHeader("WWW-Authenticate", challenge))
                .orElse(refused));
    }

    @Override
    public String toString() {
        return "WebhookSource[" + name + ", " + options.templates() + "]";
    }

    /** Collects a source; not for use by several threads. */
    public static final class Builder {

        private final String name;
        private @Nullable String tenantId;
        private @Nullable WebhookAuthentication authentication;
        private @Nullable JitEventType event;
        private final List<WebhookTemplate> templates = new ArrayList<>();
        private final List<AddressRange> allowedSources = new ArrayList<>();
        private final List<AddressRange> trustedProxies = new ArrayList<>();
        private boolean proxyEndsTls;
        private boolean openUnbound;
        private ParseOptions limits = ParseOptions.defaults();
        private Escaping escaping = Escaping.DETECT;

        private Builder(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a source's name is 1 to 32 characters of a-z 0-9 - and begins with"
                        + " a letter, such as acme: it stands in the webhook's URL");
            }
            this.name = name;
        }

        /** Required: the id of the tenant in EPM. A body that names another is quarantined. */
        public Builder tenantId(String id) {
            if (id.isBlank()) {
                throw new IllegalArgumentException("tenantId must not be blank: it is the TenantId of EPM's webhooks");
            }
            this.tenantId = id;
            return this;
        }

        /** Required: how EPM shows that it is EPM. */
        public Builder authentication(WebhookAuthentication how) {
            this.authentication = Objects.requireNonNull(how, "how");
            return this;
        }

        /** Required: the templates that EPM uses here, and only these. */
        public Builder templates(WebhookTemplate... used) {
            return templates(List.of(used));
        }

        /** As {@link #templates(WebhookTemplate...)}. */
        public Builder templates(Collection<WebhookTemplate> used) {
            templates.addAll(used);
            return this;
        }

        /** The only event that comes in here, whatever the URL says. */
        public Builder event(JitEventType only) {
            this.event = Objects.requireNonNull(only, "only");
            return this;
        }

        /** Whether EPM escapes values; {@link Escaping#DETECT} unless somebody knows. */
        public Builder escaping(Escaping how) {
            this.escaping = Objects.requireNonNull(how, "how");
            return this;
        }

        /** The limits on size, depth and field length of these options; their templates and escaping are not used. */
        public Builder limits(ParseOptions options) {
            this.limits = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * The addresses that EPM calls from, such as {@code 203.0.113.0/24} or {@code 2001:db8::/32}. Anybody else is
         * refused before anything is compared. All are allowed unless this is set.
         */
        public Builder allowedSources(String... ranges) {
            addRanges(allowedSources, ranges);
            return this;
        }

        /** The proxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed. */
        public Builder trustedProxies(String... ranges) {
            addRanges(trustedProxies, ranges);
            return this;
        }

        /**
         * Says that a proxy ends TLS, and that nothing reaches this server but through it. Without this, a request that
         * did not come over TLS is refused, except from this very machine.
         */
        public Builder proxyEndsTls() {
            this.proxyEndsTls = true;
            return this;
        }

        /**
         * Lets a new request in whose body has other keys than the declared templates, as far as it can be read, instead of
         * keeping it in quarantine. Its event says {@link io.epmjit.model.Binding#ASSUMED} or
         * {@link io.epmjit.model.Binding#NONE}: any of its fields may be forged by a value that a user chose. Off unless
         * this is called: then such a request waits until the declared template is corrected.
         */
        public Builder openUnbound() {
            this.openUnbound = true;
            return this;
        }

        private static void addRanges(List<AddressRange> known, String... ranges) {
            for (String range : ranges) {
                known.add(AddressRange.parse(range));
            }
        }

        private ParseOptions options(List<WebhookTemplate> used) {
            return ParseOptions.builder()
                    .templates(used)
                    .escaping(escaping)
                    .maxBytes(limits.maxBytes())
                    .maxFieldLength(limits.maxFieldLength())
                    .maxDepth(limits.maxDepth())
                    .build();
        }

        /**
         * @throws IllegalArgumentException if tenant, authentication or templates are missing, or two templates cannot be
         *     told apart
         */
        public WebhookSource build() {
            String tenant = required(tenantId, "the tenant's id in EPM: tenantId(…)");
            WebhookAuthentication how =
                    required(authentication, "how EPM shows that it is EPM: authentication(…), since anybody can call");
            if (templates.stream().noneMatch(template -> event == null || template.event() == event)) {
                throw new IllegalArgumentException("the source " + name + " needs the templates that EPM uses:"
                        + " templates(WebhookTemplate.serviceNowGuide()) if they are pasted from that guide");
            }
            return new WebhookSource(this, tenant, how);
        }

        private <T> T required(@Nullable T value, String what) {
            if (value == null) {
                throw new IllegalArgumentException("the source " + name + " needs " + what);
            }
            return value;
        }
    }
}
