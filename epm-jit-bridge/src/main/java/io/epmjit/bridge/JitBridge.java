package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.TicketConnector;
import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.ledger.Engine;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.ledger.Ledger;
import io.epmjit.webhook.WebhookSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole loop: EPM's webhooks in, tickets opened, decisions made and sent to EPM, tickets resolved.
 *
 * <pre>{@code
 * try (JitBridge bridge = JitBridge.builder()
 *         .ledger(Ledger.sqlite(Path.of("jit.db")))
 *         .source(acme, epm)
 *         .connector(JiraConnector.of(jira))
 *         .build()) {
 *     bridge.start();
 *     // mount new EndpointServlet(bridge.webhooks()) under /webhooks/*
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class JitBridge implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JitBridge.class);

    private final Ledger ledger;
    private final List<TicketConnector> connectors;
    private final Map<String, WebhookSource> sources;
    private final @Nullable URI publicUrl;
    private final Announcer announcer;
    private final Engine engine;
    private final Endpoint webhooks;
    private final DecisionDesk desk;

    private JitBridge(Builder builder, Ledger ledger) {
        this.ledger = ledger;
        this.connectors = List.copyOf(builder.connectors);
        this.sources = Map.copyOf(builder.sources);
        this.publicUrl = builder.publicUrl;
        this.announcer = new Announcer(builder.listeners);
        EpmFlow flow = new EpmFlow(connectors, announcer, builder.clock);
        this.engine = engine(builder, flow);
        this.webhooks = woken(new WebhookEndpoint(sources, new Intake(ledger, flow, announcer, builder.clock)));
        this.desk = DecisionDesk.over(ledger, builder.policy, builder.clock, (session, origin, decision) -> {
            flow.accepted(session, origin, decision);
            session.afterCommit(engine::wake);
        });
    }

    private Engine engine(Builder builder, EpmFlow flow) {
        Engine.Builder handlers = Engine.builder(ledger).clock(builder.clock).settings(builder.engineSettings);
        for (TicketConnector connector : connectors) {
            String target = connector.id().value();
            handlers.handler(target, EpmFlow.OPEN, new OpenTicket(connector, announcer));
            handlers.handler(target, EpmFlow.RESOLVE, new ResolveTicket(connector, announcer));
            for (NoteKind kind : NoteKind.values()) {
                handlers.handler(target, kind.action(), new WriteNote(connector, kind, announcer));
            }
        }
        builder.clients.forEach((source, epm) -> {
            String target = EpmFlow.epm(source);
            handlers.handler(target, EpmFlow.READ, new ReadRequest(epm, flow, builder.clock));
            handlers.handler(
                    target, EpmFlow.DECIDE, new SendDecision(epm, flow, builder.clock, builder.policy.validity()));
        });
        return handlers.build();
    }

    private Endpoint woken(Endpoint endpoint) {
        return request -> {
            try {
                return endpoint.handle(request);
            } finally {
                engine.wake();
            }
        };
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Begins to work: what the ledger holds is worked off from now on, and says at INFO where webhooks are taken. */
    public void start() {
        sources.keySet().forEach(source -> log.info("Webhooks of {} are taken at {}", source, webhookUrl(source)));
        engine.start();
    }

    /**
     * Works off, on the calling thread, everything that is due by the bridge's clock, and tells the listeners; for tests
     * and for hosts with a scheduler of their own, instead of {@link #start()}.
     *
     * @return how many calls were made
     */
    public int runDue() {
        int made = engine.runDue();
        announcer.catchUp();
        return made;
    }

    /**
     * Takes EPM's webhooks, at the path {@code …/webhooks/{source}} or {@code …/webhooks/{source}/{event}}. Answers 202
     * once a body is on disk, also for one that is repeated or quarantined; 401, 403, 404, 405 or 413 for what it does
     * not take, and 503 with {@code Retry-After} while it cannot write.
     */
    public Endpoint webhooks() {
        return webhooks;
    }

    /** The URL to paste into EPM's webhook settings for this source. */
    public String webhookUrl(String source) {
        if (!sources.containsKey(source)) {
            throw new IllegalArgumentException("the bridge has no source " + source);
        }
        String base = publicUrl == null ? "" : publicUrl.toString().replaceAll("/+$", "");
        return base + "/webhooks/" + source;
    }

    /** The one way in for decisions. */
    public DecisionDesk decisions() {
        return desk;
    }

    /** Ends the work: waits for the calls under way, and closes ledger and connectors. EPM clients stay open. */
    @Override
    public void close() {
        engine.close();
        announcer.close();
        connectors.forEach(TicketConnector::close);
        ledger.close();
    }

    /** Collects a bridge; not for use by several threads. */
    public static final class Builder {

        private final Map<String, WebhookSource> sources = new LinkedHashMap<>();
        private final Map<String, EpmClient> clients = new LinkedHashMap<>();
        private final List<TicketConnector> connectors = new ArrayList<>();
        private final List<JitListener> listeners = new ArrayList<>();
        private @Nullable Ledger ledger;
        private @Nullable URI publicUrl;
        private DecisionPolicy policy = DecisionPolicy.standard();
        private EngineSettings engineSettings = EngineSettings.builder().build();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Required: where everything is kept. The bridge closes it. */
        public Builder ledger(Ledger record) {
            this.ledger = Objects.requireNonNull(record, "record");
            return this;
        }

        /** Required: where webhooks come from, and the EPM to ask about them. */
        public Builder source(WebhookSource source, EpmClient epm) {
            if (sources.putIfAbsent(source.name(), source) != null) {
                throw new IllegalArgumentException("there is a source " + source.name() + " already");
            }
            clients.put(source.name(), Objects.requireNonNull(epm, "epm"));
            return this;
        }

        /** Required: the tracker that requests go to; with several, a request gets a ticket in each. Closed by the bridge. */
        public Builder connector(TicketConnector connector) {
            if (connectors.stream().anyMatch(known -> known.id().equals(connector.id()))) {
                throw new IllegalArgumentException("there is a connector " + connector.id() + " already");
            }
            connectors.add(connector);
            return this;
        }

        /** The rules for decisions. Default: {@link DecisionPolicy#standard()}. */
        public Builder decisionPolicy(DecisionPolicy rules) {
            this.policy = Objects.requireNonNull(rules, "rules");
            return this;
        }

        /** Is told of every change. */
        public Builder listener(JitListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Where the bridge's endpoints are reached from outside, with the path of the mount: for URLs to hand out. */
        public Builder publicUrl(URI url) {
            this.publicUrl = Objects.requireNonNull(url, "url");
            return this;
        }

        /** How the engine works. */
        public Builder engine(EngineSettings settings) {
            this.engineSettings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** The time, for tests. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /** @throws IllegalStateException if ledger, source or connector is missing; the message says which */
        public JitBridge build() {
            Ledger record = required(ledger, "a ledger, such as Ledger.sqlite(Path.of(\"jit.db\"))");
            if (sources.isEmpty()) {
                throw missing("a source: source(WebhookSource.of(\"acme\")…build(), epmClient)");
            }
            if (connectors.isEmpty()) {
                throw missing("a connector, such as JiraConnector.of(settings)");
            }
            sources.forEach((name, source) -> checkTenant(source, clients.get(name)));
            checkOnceForAdmin();
            return new JitBridge(this, record);
        }

        private void checkOnceForAdmin() {
            clients.forEach((name, epm) -> {
                if (policy.allowsOnceForAdmin() && !epm.takesOnceForAdmin()) {
                    throw new IllegalStateException("the decision policy allows Once for admin requests, but the EPM"
                            + " client of source " + name + " does not know what to send: set adminOnceValue");
                }
            });
        }

        private static void checkTenant(WebhookSource source, @Nullable EpmClient epm) {
            String ofClient = epm == null ? null : epm.tenantId().orElse(null);
            if (ofClient != null && !ofClient.equalsIgnoreCase(source.tenantId())) {
                throw new IllegalStateException("the EPM client of source " + source.name() + " belongs to tenant "
                        + ofClient + ", so the source must name the same tenant");
            }
        }

        private static <T> T required(@Nullable T value, String what) {
            if (value == null) {
                throw missing(what);
            }
            return value;
        }

        private static IllegalStateException missing(String what) {
            return new IllegalStateException("the bridge needs " + what);
        }
    }
}
