package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionRules;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.DeadLetters;
import io.epmjit.ledger.Engine;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Operator;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.Source;
import io.epmjit.ledger.StartMode;
import io.epmjit.ledger.TargetHold;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.JitRequestRef;
import io.epmjit.webhook.WebhookSource;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Trackers trackers;
    private final Map<String, WebhookSource> sources;
    private final Map<String, EpmClient> clients;
    private final PublicUrls urls;
    private final ApprovalLinks approvalLinks;
    private final Announcer announcer;
    private final ConnectionTests connectionTests;
    private final List<Findings> findings = new ArrayList<>();
    private final Engine engine;
    private final Instruments instruments;
    private final WebhookEndpoint webhooks;
    private final Switches switches;
    private final Repairs repairs;
    private final DecisionPolicy policy;
    private final DecisionDesk desk;
    private final JitRecords records;
    private final JitHistory history;
    private final IncomingRecords incoming;
    private final String settings;
    private final Quarantine quarantine;
    private final HealthMonitor health;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private JitBridge(Builder builder, Ledger ledger) {
        this.ledger = ledger;
        this.trackers = new Trackers(builder.connectors);
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(builder.sources));
        this.clients = Map.copyOf(builder.clients);
        this.urls = new PublicUrls(builder.publicUrl, sources.values(), trackers.all());
        InstantSource clock = ledger.clock();
        this.approvalLinks = new ApprovalLinks(seal("approval link"), urls, builder.lifeOfLinks, clock);
        this.announcer = new Announcer(builder.listeners, clock);
        Routes routes = new Routes(builder.routes, trackers.ids());
        EpmFlow flow = EpmFlow.of(trackers, !builder.rules.isEmpty(), builder.followUp, announcer, clock);
        Intake intake = new Intake(ledger, flow, routes, announcer, clock);
        this.quarantine = new Quarantine(ledger, sources, intake, announcer);
        WebhookTally tally = new WebhookTally();
        this.instruments = new Instruments(ledger, sources.keySet(), targets(), tally);
        this.webhooks = new WebhookEndpoint(sources, intake, tally, clock);
        this.policy = builder.policy;
        this.desk = DecisionDesk.over(ledger, policy, flow.decisions(), new TicketGlance(ledger, trackers));
        List<RecurringTask> tasks = watch(builder, flow, routes, clock);
        Engine.Builder work = Engine.builder(ledger)
                .settings(builder.engineSettings)
                .source(new EpmSource(
                        clients,
                        trackers,
                        builder.customizers(builder.showsLinks ? this::draftWithLink : Drafts::of),
                        flow,
                        announcer,
                        clock,
                        policy,
                        builder.epmConsistencyDelay,
                        builder.rules,
                        this::decisions,
                        tasks))
                .source(new IntakeSource(sources.values(), quarantine, routes, flow.requests()))
                .source(new Housekeeping(new Retention(builder.retention, announcer)))
                .observer(instruments);
        builder.otherSources.forEach(work::source);
        this.engine = work.build();
        this.switches = new Switches(ledger, trackers);
        switches.applySettings();
        this.repairs = new Repairs(ledger, trackers, flow);
        this.connectionTests = new ConnectionTests(ledger, clients, trackers);
        this.records = new JitRecords(ledger, builder.retention);
        this.history = new JitHistory(ledger);
        this.incoming = new IncomingRecords(ledger);
        this.settings = new SettingsInForce()
                .publicUrl(builder.publicUrl)
                .sources(sources.values())
                .clients(clients)
                .connectors(trackers.all())
                .routes(builder.routes)
                .policy(builder.policy)
                .rules(builder.rules)
                .engine(builder.engineSettings)
                .epmConsistencyDelay(builder.epmConsistencyDelay)
                .retention(builder.retention)
                .text();
        this.health = new HealthMonitor(
                ledger,
                instruments.targets(),
                List.of(
                        HealthChecks.intake(intake),
                        HealthChecks.paused(engine::pausedSince),
                        HealthChecks::work,
                        HealthChecks::holds,
                        HealthChecks.givenUp(trackers.ids()),
                        HealthChecks.quarantine(sources),
                        HealthChecks::held,
                        HealthChecks.reconcilers(findings),
                        HealthChecks.tasks(engine::taskReports),
                        HealthChecks.listeners(announcer)));
    }

    /** What is compared and watched again and again, for each tenant. */
    private List<RecurringTask> watch(Builder builder, EpmFlow flow, Routes routes, InstantSource clock) {
        List<RecurringTask> tasks = new ArrayList<>();
        clients.forEach((tenant, epm) -> {
            if (builder.reconciler.isOn()) {
                Findings noticed = new Findings(tenant, announcer, clock);
                Comparison comparison =
                        new Comparison(tenant, ledger, flow, routes, trackers, builder.reconciler.readsTickets());
                findings.add(noticed);
                tasks.add(new Reconciler(tenant, epm, comparison, builder.reconciler, noticed));
            }
            builder.followUp
                    .overdueAfter()
                    .ifPresent(
                            patience -> tasks.add(new Reminders(tenant, flow.requests(), patience, builder.followUp)));
        });
        return tasks;
    }

    private Set<String> targets() {
        Set<String> targets = new TreeSet<>(trackers.ids());
        clients.keySet().forEach(tenant -> {
            targets.add(EpmWork.decisionsAt(tenant));
            targets.add(EpmWork.questionsTo(tenant));
            targets.add(EpmWork.timersOf(tenant));
        });
        return targets;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to work: what the ledger holds is worked off from now on. Says at INFO where it is reached.
     *
     * @throws IllegalStateException if it has been started or stopped before
     */
    public void start() {
        start(StartMode.NORMAL);
    }

    /**
     * {@link #start()}, saying what the ledger is: {@link StartMode#AFTER_RESTORE} if it is a backup that has been brought
     * back, so that nothing is done a second time.
     */
    public void start(StartMode mode) {
        if (stopped.get()) {
            throw new IllegalStateException("the bridge has been stopped: make another one");
        }
        if (policy.refusesEveryApproval()) {
            log.warn("The decision policy knows nobody, so every approval will be refused: give it identities(…)");
        }
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the bridge has been started already");
        }
        recordStart("started, " + mode);
        try {
            engine.start(mode);
        } catch (RuntimeException e) {
            recordStart("failed: " + e.getMessage());
            throw e;
        }
        urls.all().forEach(url -> log.info("{}: {}", url.purpose(), url.url()));
    }

    private void recordStart(String outcome) {
        ledger.write(session -> session.audit()
                .append(TrailEntry.builder()
                        .kind(TrailEntry.Kind.START)
                        .action("start")
                        .subject("epm-jit " + SettingsInForce.version())
                        .outcome(outcome)
                        .detail(settings + "database = " + session.database() + "\n")
                        .build()));
    }

    /**
     * Ends the work for good: waits for the calls under way, for a call's length at most, and answers webhooks with 503
     * from now on. What is planned stays planned, for another node or the next start. Decisions are still taken, and the
     * ledger can be read, until {@link #close()}. Stopping twice does nothing more.
     */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        webhooks.stop();
        health.stopped();
        engine.close();
    }

    /**
     * Begins nothing more on this node until {@link #resume()}: calls under way end, what is due waits, webhooks and
     * decisions are still taken. Other nodes go on.
     */
    public void pause() {
        engine.pause();
    }

    /** Ends a {@link #pause()}. */
    public void resume() {
        engine.resume();
    }

    /**
     * Sends nothing to this tracker until {@link #switchOn}: on all nodes, within a second, and beyond restarts. Requests
     * and decisions are taken as ever; what they mean for this tracker is kept, and does not grow too old.
     *
     * @param by who switches it off, for the record
     * @param why for whoever wonders, and for {@link #holds()}
     * @return {@code false} if it is off already
     * @throws IllegalArgumentException if the bridge has no such connector
     */
    public boolean switchOff(ConnectorId connector, Operator by, String why) {
        return switches.off(connector, by, why);
    }

    /** {@link #switchOff(ConnectorId, Operator, String)} for a program. */
    public boolean switchOff(ConnectorId connector, String by, String why) {
        return switchOff(connector, Operator.inCode(by), why);
    }

    /**
     * Works off what has waited for this tracker, at once: whether it was switched off, asked for patience, or did not let
     * us in.
     *
     * @return {@code false} if nothing held it
     * @throws IllegalArgumentException if the bridge has no such connector, or its settings switch it off
     */
    public boolean switchOn(ConnectorId connector, Operator by) {
        return switches.on(connector, by);
    }

    /** {@link #switchOn(ConnectorId, Operator)} for a program. */
    public boolean switchOn(ConnectorId connector, String by) {
        return switchOn(connector, Operator.inCode(by));
    }

    /** What is sent nothing for now, and why: trackers by their id, EPM as {@code epm:} and its tenant. */
    public List<TargetHold> holds() {
        return ledger.<List<TargetHold>>read(session -> session.holds().all());
    }

    /** What has been given up: to be read, done again, or laid aside. */
    public DeadLetters deadLetters() {
        return engine.deadLetters();
    }

    /**
     * Works off, on the calling thread, everything that is due by the ledger's clock, and tells the listeners; for tests
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

    /**
     * The URL to paste into EPM's webhook settings for this source; only its path below your mount, {@code /webhooks/acme}, while no
     * {@link Builder#publicUrl} is set.
     *
     * @throws IllegalArgumentException if the bridge has no such source
     */
    public String webhookUrl(String source) {
        return urls.webhook(source);
    }

    /** Links to the approval pages of requests, which lead somewhere if an {@code ApprovalPage} is mounted. */
    public ApprovalLinks approvalLinks() {
        return approvalLinks;
    }

    private TicketDraft draftWithLink(Origin origin) {
        return Drafts.of(origin, approvalLinks);
    }

    /** The start of every address at which the bridge is reached from outside, if it was set. */
    public Optional<URI> publicUrl() {
        return urls.base();
    }

    /**
     * Marks by which pages know again what they have handed out: links, forms.
     *
     * @param purpose what the marks are for; those of another purpose do not fit
     */
    public Seal seal(String purpose) {
        return Seal.of(ledger, purpose);
    }

    /** Every address at which the bridge is reached from outside, and what it is for. */
    public List<BridgeUrl> urls() {
        return urls.all();
    }

    /** What to enter in EPM's console so that it sends its events here: a webhook for each event of each source. */
    public List<WebhookSetup> webhookSetups() {
        return urls.webhookSetups();
    }

    /** The trackers that requests go to. */
    public List<ConnectorId> connectors() {
        return trackers.all().stream().map(TicketConnector::id).toList();
    }

    /** The tenants of EPM whose webhooks come here. */
    public Set<String> tenants() {
        return clients.keySet();
    }

    /** What the webhooks brought, as it came. */
    public IncomingRecords incoming() {
        return incoming;
    }

    /** What is authentic but fits no declared template: to look at, to read again, to discard. */
    public Quarantine quarantine() {
        return quarantine;
    }

    /**
     * How the bridge is, and why. Calls nothing outside, and answers within two seconds even if the ledger's database does
     * not: made to be asked every second.
     */
    public Health health() {
        return health.health();
    }

    Instruments instruments() {
        return instruments;
    }

    long missedByListeners() {
        return announcer.missed();
    }

    /** One more listener, who is told of what is committed from now on. */
    public void listen(JitListener listener) {
        announcer.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Whether every EPM and every tracker can be reached with its settings and rights; by {@code EPM of} a tenant and by
     * connector. Calls them all, and throws nothing.
     */
    public Map<String, ConnectionStatus> testConnections() {
        return connectionTests.run();
    }

    /** {@link #testConnections()} for somebody who runs the bridge; what it finds stands on the audit trail. */
    public Map<String, ConnectionStatus> testConnections(Operator by) {
        return connectionTests.run(by);
    }

    /** The last test that an operator asked for, on any node. */
    public Optional<ConnectionTest> lastConnectionTest() {
        return connectionTests.last();
    }

    /**
     * Takes up again all work at trackers that has been given up, once its cause is put right: a wrong project, a missing
     * field. What may have arrived is looked for before it is done again. Decisions are not repeated: they are made anew.
     *
     * @param by who wants it, for the record
     * @return how many pieces of work
     */
    public int retryGivenUp(String by) {
        return repairs.retryGivenUp(Operator.inCode(by));
    }

    /**
     * {@link #retryGivenUp(String)} at one tracker.
     *
     * @param by who wants it, for the record
     * @return how many pieces of work
     * @throws IllegalArgumentException if the bridge has no such connector
     */
    public int retryGivenUp(ConnectorId connector, Operator by) {
        return repairs.retryGivenUp(connector, by);
    }

    /**
     * Opens another ticket for a request whose ticket in a tracker is gone ({@link JitChange.TicketMissing}), or could
     * not be opened. It is told everything that the first one should have said. Should several tenants have a request by
     * this id, each that lacks its ticket gets one.
     *
     * @param by who wants it, for the record
     * @return {@code false} if the request has a ticket there, or one is on its way
     * @throws IllegalArgumentException if there is no such request, or no such connector
     */
    public boolean openReplacement(JitRequestRef request, ConnectorId connector, Operator by) {
        return repairs.openReplacement(request, connector, by);
    }

    /** {@link #openReplacement(JitRequestRef, ConnectorId, Operator)} for a program. */
    public boolean openReplacement(JitRequestRef request, ConnectorId connector, String by) {
        return openReplacement(request, connector, Operator.inCode(by));
    }

    /**
     * The request that a ticket stands for, by the ticket's id or its key in that tracker; empty also for one that is lost,
     * or that another one has replaced.
     */
    public Optional<TenantRequest> requestOf(ConnectorId tracker, String ticketIdOrKey) {
        return ledger.<Optional<Origin>>read(session -> session.effects()
                        .originOf(tracker.value(), ticketIdOrKey)
                        .filter(origin -> session.effects()
                                .ticket(origin, tracker.value())
                                .filter(standing -> standing.id().equals(ticketIdOrKey)
                                        || standing.key().equals(ticketIdOrKey))
                                .isPresent()))
                .map(origin -> new TenantRequest(Requests.tenant(origin), Requests.of(origin)));
    }

    /** The time that everything here goes by. */
    public InstantSource clock() {
        return ledger.clock();
    }

    /** The one way in for decisions. */
    public DecisionDesk decisions() {
        return desk;
    }

    /** What has happened, to be asked and exported. */
    public JitHistory history() {
        return history;
    }

    /** What is kept on people, and for how long. */
    public JitRecords records() {
        return records;
    }

    /** A bundle for support, to be asked for what shall be in it, and written. */
    public SupportBundle supportBundle() {
        return new SupportBundle(ledger, settings);
    }

    /** Stops, and closes ledger and connectors. EPM clients stay open. Closing twice does nothing more. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stop();
            announcer.close();
        } finally {
            health.close();
            instruments.close();
            trackers.all().forEach(JitBridge::closeQuietly);
            ledger.close();
        }
    }

    private static void closeQuietly(TicketConnector connector) {
        try {
            connector.close();
        } catch (RuntimeException e) {
            log.warn("The connector {} did not close cleanly", connector.id(), e);
        }
    }

    /** Collects a bridge; not for use by several threads. */
    public static final class Builder {

        private final Map<String, WebhookSource> sources = new LinkedHashMap<>();
        private final Map<String, EpmClient> clients = new LinkedHashMap<>();
        private final List<TicketConnector> connectors = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<JitListener> listeners = new ArrayList<>();
        private final List<TicketDraftCustomizer> forAll = new ArrayList<>();
        private final Map<String, List<TicketDraftCustomizer>> forConnector = new LinkedHashMap<>();
        private final List<Source> otherSources = new ArrayList<>();
        private @Nullable Ledger ledger;
        private @Nullable URI publicUrl;
        private Duration lifeOfLinks = Duration.ofDays(90);
        private boolean showsLinks;
        private DecisionPolicy policy = DecisionPolicy.builder().build();
        private DecisionRules rules = DecisionRules.none();
        private ReconcilerSettings reconciler = ReconcilerSettings.builder().build();
        private FollowUpSettings followUp = FollowUpSettings.builder().build();
        private RetentionSettings retention = RetentionSettings.builder().build();
        private EngineSettings engineSettings = EngineSettings.builder().build();
        private Duration epmConsistencyDelay = Duration.ofSeconds(10);

        private Builder() {}

        /** Required: where everything is kept, and what the time is. The bridge closes it. */
        public Builder ledger(Ledger record) {
            this.ledger = Objects.requireNonNull(record, "record");
            return this;
        }

        /**
         * Required: where webhooks come from, and the EPM to ask about them. A tenant may have several sources, one for
         * each of its webhooks, but only one EPM.
         */
        public Builder source(WebhookSource source, EpmClient epm) {
            EpmClient known = clients.getOrDefault(source.tenantId(), epm);
            if (known != epm) {
                throw new IllegalArgumentException("the tenant of source " + source.name()
                        + " has an EPM client already: all sources of one tenant share it");
            }
            if (sources.putIfAbsent(source.name(), source) != null) {
                throw new IllegalArgumentException("there is a source " + source.name() + " already");
            }
            clients.put(source.tenantId(), epm);
            return this;
        }

        /** Another system, of your own, whose work the same engine does; its targets and actions are its own. */
        public Builder source(Source source) {
            otherSources.add(Objects.requireNonNull(source, "source"));
            return this;
        }

        /**
         * Required: a tracker that requests go to; with several, and no {@link #route}, a request gets a ticket in each. Closed
         * by the bridge.
         */
        public Builder connector(TicketConnector connector) {
            if (connectors.stream().anyMatch(known -> known.id().equals(connector.id()))) {
                throw new IllegalArgumentException("there is a connector " + connector.id() + " already");
            }
            connectors.add(connector);
            return this;
        }

        /**
         * Which requests go to which connectors. Each request gets a ticket in the connectors of all routes that take it. One
         * that no route takes is held: {@link JitBridge#health()} says so, it can be decided, and it goes its way once the
         * routes are corrected. Without any route, everything goes to every connector.
         */
        public Builder route(Route route) {
            routes.add(Objects.requireNonNull(route, "route"));
            return this;
        }

        /** Changes what every ticket will show; several are asked in the order in which they are given here. */
        public Builder draftCustomizer(TicketDraftCustomizer customizer) {
            forAll.add(Objects.requireNonNull(customizer, "customizer"));
            return this;
        }

        /** Changes what the tickets of one connector will show, after those that are asked for every ticket. */
        public Builder draftCustomizer(String connectorId, TicketDraftCustomizer customizer) {
            forConnector
                    .computeIfAbsent(connectorId, unused -> new ArrayList<>())
                    .add(Objects.requireNonNull(customizer, "customizer"));
            return this;
        }

        /** The rules for decisions. Default: the standard ones, knowing nobody, so that every approval is refused. */
        public Builder decisionPolicy(DecisionPolicy rules) {
            this.policy = Objects.requireNonNull(rules, "rules");
            return this;
        }

        /** What is decided without asking anybody. Default: nothing. */
        public Builder decisionRules(DecisionRules automatic) {
            this.rules = Objects.requireNonNull(automatic, "automatic");
            return this;
        }

        /** Is told of every change. */
        public Builder listener(JitListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Where the bridge's endpoints are reached from outside, with the path of the mount and of a proxy in front of it, such
         * as {@code https://jit.example.com/epm}: all URLs to hand out begin with it.
         *
         * @throws IllegalArgumentException if it is no whole address, or has more than scheme, host, port and path
         */
        public Builder publicUrl(URI url) {
            this.publicUrl = PublicUrls.checked(url);
            return this;
        }

        /**
         * Puts a link to the approval page into each ticket, which leads there for this long. A ticket's text stays as it is,
         * so let links live as long as your requests do; a new one comes from {@link JitBridge#approvalLinks()}. Needs a
         * {@link #publicUrl} at which an {@code ApprovalPage} is mounted. Default: none is put into tickets, and links made
         * by hand live for 90 days.
         *
         * @throws IllegalArgumentException if that is no time at all
         */
        public Builder approvalLinks(Duration life) {
            if (life.isNegative() || life.isZero()) {
                throw new IllegalArgumentException("a link must live for some time");
            }
            this.lifeOfLinks = life;
            this.showsLinks = true;
            return this;
        }

        /** How EPM's own lists are compared with what webhooks said. Default: every five minutes. */
        public Builder reconciler(ReconcilerSettings settings) {
            this.reconciler = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** Reminders of undecided requests, and of approved time that is over. Default: none. */
        public Builder followUp(FollowUpSettings settings) {
            this.followUp = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** For how long records are kept. Default: as {@link RetentionSettings} says. */
        public Builder retention(RetentionSettings values) {
            this.retention = Objects.requireNonNull(values, "values");
            return this;
        }

        /** How the engine works. */
        public Builder engine(EngineSettings settings) {
            this.engineSettings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * For how long after the deadline of a call EPM may still carry out a decision whose answer was lost. Only after that
         * is EPM asked what became of it, and sent it again if it calls the request pending; so too short a time sends a
         * decision twice. Default 10 s: inferred, since nobody is known to have seen EPM commit late.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder epmConsistencyDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("EPM's consistency delay is no negative time");
            }
            this.epmConsistencyDelay = delay;
            return this;
        }

        /**
         * Makes the bridge. If that fails, the ledger that it was given is closed.
         *
         * @throws IllegalStateException if ledger, source or connector is missing, or two parts do not fit; the message
         *     says which
         */
        public JitBridge build() {
            if (ledger == null) {
                throw missing("a ledger, such as Ledger.sqlite(Path.of(\"jit.db\"))");
            }
            try {
                check();
                return new JitBridge(this, ledger);
            } catch (RuntimeException e) {
                ledger.close();
                throw e;
            }
        }

        private void check() {
            if (sources.isEmpty()) {
                throw missing("a source: source(WebhookSource.of(\"acme\")…build(), epmClient)");
            }
            if (connectors.isEmpty()) {
                throw missing("a connector, such as JiraConnector.of(settings)");
            }
            if (showsLinks && publicUrl == null) {
                throw missing("a publicUrl, since approvalLinks are to be put into tickets");
            }
            clients.forEach(this::checkClient);
            routes.forEach(this::checkRoute);
            forConnector.keySet().forEach(id -> requireConnector(id, "a draft customizer is for"));
        }

        private Set<String> connectorIds() {
            return connectors.stream()
                    .map(connector -> connector.id().value())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Map<String, DraftCustomizers> customizers(Function<Origin, TicketDraft> drafts) {
            return connectorIds().stream()
                    .collect(Collectors.toMap(
                            id -> id,
                            id -> new DraftCustomizers(
                                    drafts,
                                    Stream.concat(forAll.stream(), forConnector.getOrDefault(id, List.of()).stream())
                                            .toList())));
        }

        private void checkRoute(Route route) {
            route.connectors().forEach(id -> requireConnector(id, "the " + route + " leads to"));
            Set<String> tenants = clients.keySet().stream().map(Route::folded).collect(Collectors.toSet());
            if (!tenants.containsAll(route.tenants())) {
                throw new IllegalStateException(
                        "the " + route + " is for a tenant that no source has; the sources' tenants are " + tenants);
            }
        }

        private void requireConnector(String id, String who) {
            if (!connectorIds().contains(id)) {
                throw new IllegalStateException(who + " the connector " + id
                        + ", which the bridge does not have; it has " + String.join(", ", connectorIds()));
            }
        }

        private void checkClient(String tenant, EpmClient epm) {
            if (epm.tenantId().filter(own -> !own.equalsIgnoreCase(tenant)).isPresent()) {
                throw new IllegalStateException("an EPM client belongs to another tenant than its webhook source: the"
                        + " source's is " + tenant);
            }
            if (policy.allowsOnceForAdmin() && !epm.takesOnceForAdmin()) {
                throw new IllegalStateException("the decision policy allows Once for admin requests, but the EPM client"
                        + " of tenant " + tenant + " does not know what to send: set adminOnceValue");
            }
        }

        private static IllegalStateException missing(String what) {
            return new IllegalStateException("the bridge needs " + what);
        }
    }
}
