package io.epmjit.benchmark.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.JitChange;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.BaseUrl;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.server.Journal;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;

/** The bridge in a process of its own: the one that is killed. */
final class BridgeProcess {

    static final String SOURCE = "acme";
    static final String NODE = "X-Node";
    static final String WORKER = "X-Worker";
    static final String DIRECTORY = "acme.example";

    private final Properties settings;
    private final Journal journal;
    private final Trap trap;
    private final LastCall lastCall = new LastCall();
    private final EpmClient epm;
    private final JitBridge bridge;
    private final Endpoint page;
    private final Endpoint calls;

    private BridgeProcess(Properties settings, String node) {
        this.settings = settings;
        this.journal = Journal.to(Path.of(value("journal")), "bridge");
        this.trap = new Trap(journal);
        OkHttpTransport transport = OkHttpTransport.of(signed(node));
        this.epm = EpmClient.builder()
                .transport(transport)
                .host(value("EPM_URL"))
                .credentials(value("EPM_CLIENT_ID"), Secret.of(value("EPM_CLIENT_SECRET")))
                .tenantId(value("EPM_TENANT_ID"))
                .listener(lastCall)
                .build();
        this.bridge = JitBridge.builder()
                .ledger(new TrappedLedger(ledger(), trap, lastCall))
                .source(source(), epm)
                .connector(new TrappedConnector(jira(transport), trap, lastCall))
                .decisionPolicy(DecisionPolicy.builder()
                        .identities(IdentityMapping.downLevel("ACME", DIRECTORY)
                                .or(IdentityMapping.userPrincipalNames(DIRECTORY)))
                        .permitAssertedApprovers()
                        .build())
                .listener(this::tell)
                .engine(engine())
                .epmConsistencyDelay(millis("epmConsistencyDelay"))
                .build();
        this.page = ApprovalPage.of(
                bridge, request -> request.header(Approvers.VIEWER).map(who -> Viewer.of(who, Role.USER)));
        this.calls = DecisionEndpoint.of(bridge)
                .key(ConnectorId.of("jira"), Secret.of(Approvers.SIGNING_KEY))
                .build();
    }

    /**
     * Arguments: the file of settings, its own port, its own number, and, for a trap from the start, its edge, how many
     * pass, and what becomes of the process.
     */
    public static void main(String[] arguments) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(file);
        }
        BridgeProcess process = new BridgeProcess(settings, arguments[2]);
        if (arguments.length > 3) {
            process.obey(List.of("trap", arguments[3], arguments[4], arguments[5]));
        }
        HttpServer web = process.serve(Integer.parseInt(arguments[1]));
        process.bridge.start();
        Commands.obey(process::obey);
        web.stop(0);
        process.bridge.close();
        process.epm.close();
        System.exit(0);
    }

    private String value(String name) {
        String value = settings.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("the settings lack " + name);
        }
        return value;
    }

    private Duration millis(String name) {
        return Duration.ofMillis(Long.parseLong(value(name)));
    }

    private WebhookSource source() {
        return WebhookSource.of(SOURCE)
                .tenantId(value("EPM_TENANT_ID"))
                .authentication(
                        WebhookAuthentication.basic(EpmProcess.WEBHOOK_USER, Secret.of(EpmProcess.WEBHOOK_PASSWORD)))
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
    }

    /** One file for one node, or one database for all. */
    private Ledger ledger() {
        if (settings.containsKey("ledger")) {
            return Ledger.sqlite(Path.of(value("ledger")));
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(value("databaseUrl"));
        pool.setUsername(value("databaseUser"));
        pool.setPassword(value("databasePassword"));
        pool.setMaximumPoolSize(12);
        return Ledger.postgres(new HikariDataSource(pool));
    }

    /** Every call says which node made it, and which of its workers, so that whoever holds one knows whom to kill. */
    private static OkHttpClient signed(String node) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header(NODE, node)
                        .header(WORKER, Thread.currentThread().getName())
                        .build()))
                .build();
    }

    private JiraConnector jira(OkHttpTransport transport) {
        JiraSettings jira = jira();
        return JiraConnector.of(
                jira, JiraConnector.clientFor(jira).transport(transport).build());
    }

    private JiraSettings jira() {
        return JiraSettings.builder()
                .url(BaseUrl.of(value("JIRA_URL")))
                .email(value("JIRA_USER"))
                .apiToken(Secret.of(value("JIRA_TOKEN")))
                .projectKey(value("JIRA_PROJECT"))
                .issueTypeName(value("JIRA_ISSUE_TYPE"))
                .customFieldId(value("JIRA_FIELD"))
                .consistencyDelay(millis("consistencyDelay"))
                .build();
    }

    /** Attempts and age as shipped; only the times are shorter. */
    private EngineSettings engine() {
        return EngineSettings.builder()
                .call(millis("call"))
                .lease(millis("lease"))
                .firstPause(millis("firstPause"))
                .longestPause(millis("longestPause"))
                .lateLook(millis("lateLook"))
                .build();
    }

    private void tell(JitChange change) {
        Map<String, Object> line = new LinkedHashMap<>();
        for (RecordComponent part : change.getClass().getRecordComponents()) {
            try {
                Object value = part.getAccessor().invoke(change);
                line.put(
                        part.getName(),
                        value instanceof JitRequestRef request ? request.requestId() : String.valueOf(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(change + " cannot be written down", e);
            }
        }
        journal.write(change.getClass().getSimpleName(), line);
    }

    private HttpServer serve(int port) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "web");
            thread.setDaemon(true);
            return thread;
        });
        web.setExecutor(threads);
        web.createContext("/webhooks/", exchange -> answer(exchange, bridge.webhooks()));
        web.createContext("/requests/", exchange -> answer(exchange, page));
        web.createContext("/decisions/", exchange -> answer(exchange, calls));
        web.start();
        return web;
    }

    private static void answer(HttpExchange exchange, Endpoint endpoint) throws IOException {
        EndpointResponse response = endpoint.handle(EndpointRequest.builder(
                        exchange.getRequestMethod(), exchange.getRequestURI().toString())
                .headers(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()))
                .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
                .body(exchange.getRequestBody())
                .build());
        exchange.getRequestBody().readAllBytes();
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String obey(List<String> words) {
        switch (words.get(0)) {
            case "trap" ->
                trap.set(Edge.valueOf(words.get(1)), Integer.parseInt(words.get(2)), Trap.Fate.valueOf(words.get(3)));
            case "untrap" -> trap.unset();
            case "decide" -> {
                return decide(words.get(1), words.get(2), words.get(3), words.get(4));
            }
            case "link" -> {
                return bridge.approvalLinks()
                        .to(new TenantRequest(value("EPM_TENANT_ID"), request(words.get(1), words.get(2))));
            }
            default -> throw new IllegalArgumentException("what is " + words);
        }
        return "OK";
    }

    private static JitRequestRef request(String kind, String requestId) {
        return kind.equals("ADMIN") ? JitRequestRef.admin(requestId) : JitRequestRef.application(requestId);
    }

    private String decide(String kind, String requestId, String answer, String by) {
        JitRequestRef request = request(kind, requestId);
        DecisionProposal.Builder proposal = answer.equals("DENY")
                ? DecisionProposal.deny(request)
                : DecisionProposal.approve(request, AccessDuration.minutes(Integer.parseInt(answer)));
        DecisionVerdict verdict =
                bridge.decisions().submit(proposal.by(by).reason("kill test").build());
        return verdict.refusal().map(refusal -> "REFUSED " + refusal).orElse("ACCEPTED");
    }
}
