package io.epmjit.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.jira.DecisionField;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionRules;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.BaseUrl;
import io.epmjit.http.RateLimiter;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerKind;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.DecisionEffect;
import io.epmjit.testkit.epm.EpmDecision;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.EpmWebhook;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An EPM, a Jira and a bridge between them, over real HTTP, at a time that a test moves. */
final class World implements AutoCloseable {

    static final String SOURCE = "acme";
    static final String USER = "pmc_webhook_user";
    static final String PASSWORD = "canary-webhook-password";

    /** Whom the bridge knows: the users who ask, and two who decide. */
    static final IdentityMapping PEOPLE = IdentityMapping.downLevel("ACME", "acme.example")
            .or(IdentityMapping.accounts(Map.of("a.lee", "a.lee@acme.example", "b.ray", "b.ray@acme.example")));

    /** A test lives through hours in a moment, and must not wait for its share of EPM's limit. */
    static final ReconcilerSettings UNHURRIED =
            ReconcilerSettings.builder().shareOfRateLimit(100).build();
    /** How long something that does happen may take on a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final MovableClock clock;
    final List<JitChange> changes = new CopyOnWriteArrayList<>();
    final FakeEpm epm;
    final FakeJira jira;
    private final LedgerKind.Place place;
    private final DecisionPolicy policy;
    private UnaryOperator<JitBridge.Builder> setUp;
    private final DecisionRules rules;
    private final HttpServer web;
    private final ExecutorService webThreads = Executors.newFixedThreadPool(4);
    private final EpmClient client;
    private UnaryOperator<WebhookSource.Builder> source =
            settings -> settings.templates(WebhookTemplate.serviceNowGuide());
    private FakeJira second;
    private Ledger ledger;
    private JitBridge bridge;

    /** What may be other than usual. */
    private static final class Setup {

        private LedgerKind kind = LedgerKind.inUse();
        private FakeEpm.Builder epm = FakeEpm.builder();
        private DecisionPolicy policy = DecisionPolicy.standard(PEOPLE);
        private DecisionRules rules = DecisionRules.none();
        /** It would count in real time; the fake keeps to its own limit by the clock. */
        private RateLimiter limit = RateLimiter.none();

        private UnaryOperator<JitBridge.Builder> more = UnaryOperator.identity();

        static Setup but(Consumer<Setup> different) {
            Setup setup = new Setup();
            different.accept(setup);
            return setup;
        }
    }

    World(Path directory) {
        this(directory, new Setup());
    }

    /** One whose ledger is kept there, whatever the other tests use. */
    World(Path directory, LedgerKind kind) {
        this(directory, Setup.but(usual -> usual.kind = kind));
    }

    World(Path directory, FakeEpm.Builder epmAsItIs) {
        this(directory, Setup.but(usual -> usual.epm = epmAsItIs));
    }

    World(Path directory, FakeEpm.Builder epmAsItIs, UnaryOperator<JitBridge.Builder> more) {
        this(directory, Setup.but(usual -> {
            usual.epm = epmAsItIs;
            usual.more = more;
        }));
    }

    World(Path directory, DecisionPolicy policy) {
        this(directory, Setup.but(usual -> usual.policy = policy));
    }

    World(Path directory, DecisionRules rules) {
        this(directory, Setup.but(usual -> usual.rules = rules));
    }

    World(Path directory, RateLimiter limit) {
        this(directory, Setup.but(usual -> {
            usual.limit = limit;
            usual.more = bridge -> bridge.reconciler(ReconcilerSettings.off());
        }));
    }

    private World(Path directory, Setup setup) {
        clock = setup.kind.clock();
        rules = setup.rules;
        policy = setup.policy;
        setUp = setup.more;
        epm = setup.epm.clock(clock).start();
        jira = FakeJira.builder().clock(clock).start();
        place = setup.kind.newPlace(directory);
        client = EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                .tenantId(epm.tenantId())
                .clock(clock)
                .rateLimiter(setup.limit)
                // The only time here that is real: whoever meets an EPM that is away would wait for minutes.
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .build();
        bridge = open();
        web = serve();
        for (EpmEvent event : EpmEvent.values()) {
            epm.registerWebhook(
                    EpmWebhook.on(event, webhookUrl()).basic(USER, PASSWORD).build());
        }
    }

    private JitBridge open() {
        ledger = place.open(clock);
        JitBridge.Builder builder = JitBridge.builder()
                .reconciler(UNHURRIED)
                .ledger(ledger)
                .source(source.apply(sourceWithoutTemplates(epm.tenantId())).build(), client)
                .connector(JiraConnector.of(jiraSettings(jira)))
                .decisionPolicy(policy)
                .decisionRules(rules)
                .listener(change -> {
                    throw new IllegalStateException("a listener that always fails");
                })
                .listener(changes::add);
        return setUp.apply(builder).build();
    }

    static WebhookSource.Builder source(String tenantId) {
        return sourceWithoutTemplates(tenantId).templates(WebhookTemplate.serviceNowGuide());
    }

    private static WebhookSource.Builder sourceWithoutTemplates(String tenantId) {
        return WebhookSource.of(SOURCE)
                .tenantId(tenantId)
                .authentication(WebhookAuthentication.basic(USER, Secret.of(PASSWORD)));
    }

    static JiraSettings jiraSettings(FakeJira jira) {
        return jiraSettings(jira, "jira");
    }

    private static JiraSettings jiraSettings(FakeJira jira, String id) {
        return JiraSettings.builder()
                .id(ConnectorId.of(id))
                .url(BaseUrl.of(jira.url().toString()))
                .email(jira.account().email())
                .apiToken(Secret.of(jira.account().token()))
                .projectKey(jira.serviceDesk().key())
                .issueTypeName(jira.serviceDesk().issueType())
                .customFieldId(FakeJira.STAMP_FIELD)
                .build();
    }

    private HttpServer serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.setExecutor(webThreads);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        EndpointResponse response = bridge.webhooks()
                .handle(EndpointRequest.builder(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().toString())
                        .headers(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()))
                        .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
                        .secure(false)
                        .body(exchange.getRequestBody())
                        .build());
        exchange.getRequestBody().readAllBytes();
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** All that stands on the audit trail. */
    List<TrailEntry> trail() {
        return ledger
                .<List<TrailRecord>>read(
                        session -> session.audit().page(TrailQuery.builder().build(), 0, 1_000))
                .stream()
                .map(TrailRecord::entry)
                .toList();
    }

    /** Another bridge, between the same EPM and Jira, on this ledger. */
    JitBridge bridgeOn(Ledger ledger) {
        return JitBridge.builder()
                .ledger(ledger)
                .source(source(epm.tenantId()).build(), client)
                .connector(JiraConnector.of(jiraSettings(jira)))
                .build();
    }

    URI webhookUrl() {
        return URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/webhooks/" + SOURCE);
    }

    JitBridge bridge() {
        return bridge;
    }

    /** Everything that the ledger keeps, as text. */
    String ledgerContents() throws IOException, SQLException {
        return place.contents();
    }

    /** Makes a backup of the ledger, whatever is going on. */
    void backUp(Path copy) throws IOException, SQLException {
        place.backUp(copy);
    }

    /** A restart with a backup brought back, so long after the bridge went down. */
    void restartFrom(Path copy, Duration later) {
        restart(() -> {
            try {
                place.restore(copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            clock.advance(later);
        });
    }

    /** What a restart of the host application does. */
    void restart() {
        restart(() -> {});
    }

    /** A restart, with something that happens while the bridge is down. */
    void restart(Runnable meanwhile) {
        bridge.close();
        meanwhile.run();
        bridge = open();
    }

    /** A restart with something more in the bridge's set-up. */
    void restart(UnaryOperator<JitBridge.Builder> more) {
        bridge.close();
        setUp = more;
        bridge = open();
    }

    /** A restart with another set-up of the source: its templates, and what else. */
    void restartWithSource(UnaryOperator<WebhookSource.Builder> settings) {
        source = settings;
        restart();
    }

    /** A second Jira, for bridges with two trackers; its connector is called {@code jira-2}. */
    FakeJira secondJira() {
        if (second == null) {
            second = FakeJira.builder().clock(clock).start();
        }
        return second;
    }

    JiraConnector secondConnector() {
        return JiraConnector.of(jiraSettings(secondJira(), "jira-2"));
    }

    /** The same, with fields of the ticket for what EPM says of the decision. */
    JiraConnector secondConnector(DecisionField... fields) {
        return JiraConnector.of(JiraSettings.builder()
                .from(jiraSettings(secondJira(), "jira-2"))
                .addDecisionFields(fields)
                .build());
    }

    /** A user asks for an application; its webhook has arrived when this returns. */
    JitRequestRef requestApplication() {
        return arrived(epm.requestApplication(), EpmEvent.APPLICATION_TICKET_CREATED);
    }

    /** A user asks to be administrator; its webhook has arrived when this returns. */
    JitRequestRef requestAdmin() {
        return arrived(epm.requestAdmin(), EpmEvent.ADMIN_TICKET_CREATED);
    }

    /** A user asks for an application, with these values; its webhook has arrived when this returns. */
    JitRequestRef requestApplication(Map<String, String> values) {
        return arrived(epm.requestApplication(values), EpmEvent.APPLICATION_TICKET_CREATED);
    }

    /** A user asks to be administrator, with these values; its webhook has arrived when this returns. */
    JitRequestRef requestAdmin(Map<String, String> values) {
        return arrived(epm.requestAdmin(values), EpmEvent.ADMIN_TICKET_CREATED);
    }

    private JitRequestRef arrived(EpmRequest request, EpmEvent event) {
        epm.webhooks()
                .await(
                        1,
                        delivery -> delivery.event() == event
                                && delivery.requestId().equals(request.requestId()),
                        PATIENCE);
        return event == EpmEvent.ADMIN_TICKET_CREATED
                ? JitRequestRef.admin(request.requestId())
                : JitRequestRef.application(request.requestId());
    }

    /** What the bridge answers to a body that EPM sends with the right credential. */
    EndpointResponse post(String body) {
        return bridge.webhooks()
                .handle(EndpointRequest.builder("POST", "/webhooks/" + SOURCE)
                        .headers(name -> name.equalsIgnoreCase("Authorization") ? List.of(basic()) : List.of())
                        .remoteAddress("127.0.0.1")
                        .body(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .build());
    }

    /** A webhook speaks of a decision that EPM itself knows nothing of; the bridge hears of the request by that. */
    void hearOfADecision(JitRequestRef request) {
        hearOfADecision(request, "Pending");
    }

    /** A webhook says this of the decision on a request. */
    void hearOfADecision(JitRequestRef request, String decision) {
        deliver(decisionOf(request, decision));
    }

    /** What the bridge answers to such a webhook. */
    EndpointResponse reportADecision(JitRequestRef request) {
        return post(decisionOf(request, "Pending"));
    }

    private String decisionOf(JitRequestRef request, String decision) {
        return WebhookTemplate.SERVICENOW_ADMIN_UPDATED.render(
                Map.of("RequestId", request.requestId(), "TenantId", epm.tenantId(), "Decision", decision));
    }

    /** EPM, or somebody with its password, sends this body. */
    void deliver(String body) {
        EndpointResponse answer = post(body);
        if (answer.status() != 202) {
            throw new AssertionError("answered " + answer.status());
        }
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Hears what EPM has to say and works off everything that is due, then lets time pass in twenty steps, and does so again
     * after each.
     */
    void live(Duration time) {
        hearAndWork();
        Duration step = time.dividedBy(20);
        for (Duration lived = Duration.ZERO; lived.compareTo(time) < 0; lived = lived.plus(step)) {
            clock.advance(step);
            hearAndWork();
        }
    }

    private void hearAndWork() {
        epm.webhooks().awaitQuiet(PATIENCE);
        bridge.runDue();
    }

    /** a.lee approves for half an hour. */
    DecisionVerdict approve(JitRequestRef request) {
        return bridge.decisions()
                .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                        .by("a.lee")
                        .reason("change CHG0042")
                        .build());
    }

    /** b.ray denies. */
    DecisionVerdict deny(JitRequestRef request) {
        return bridge.decisions()
                .submit(DecisionProposal.deny(request)
                        .by("b.ray")
                        .reason("not this week")
                        .build());
    }

    /** The decisions that EPM has carried out. */
    List<EpmDecision> effective(JitRequestRef request) {
        return atEpm(request).received().stream()
                .filter(decision -> decision.effect() == DecisionEffect.EFFECTIVE)
                .toList();
    }

    List<JiraIssue> tickets(JitRequestRef request) {
        return jira.issuesWith(FakeJira.STAMP_FIELD, request.requestId());
    }

    JiraIssue ticket(JitRequestRef request) {
        List<JiraIssue> issues = tickets(request);
        if (issues.size() != 1) {
            throw new AssertionError("expected one ticket of " + request + ", found " + issues.size());
        }
        return issues.get(0);
    }

    /** All internal notes on the request's ticket, the oldest first. */
    List<String> notes(JitRequestRef request) {
        return ticket(request).internalNotes().stream().map(note -> note.text()).toList();
    }

    EpmRequest atEpm(JitRequestRef request) {
        return epm.request(request.requestId());
    }

    <T extends JitChange> List<T> changes(Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        web.stop(0);
        webThreads.shutdown();
        bridge.close();
        client.close();
        jira.close();
        if (second != null) {
            second.close();
        }
        epm.close();
        place.close();
    }
}
