package io.epmjit.example.quickstart;

import static io.epmjit.testkit.server.RequestMatcher.post;

import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.JitChange;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.http.BaseUrl;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DecisionEffect;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.EpmWebhook;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Faults;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.OperationsPage;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An EPM and a Jira that come along, and a bridge between them. */
final class Demo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LIFE_OF_LINKS = Duration.ofDays(7);
    private static final String SOURCE = "acme";
    private static final String WEBHOOK_USER = "pmc_webhook_user";
    private static final String WEBHOOK_PASSWORD = "quickstart-webhook-password";

    private final PrintStream out;
    private final Story story;
    private final FakeEpm epm;
    private final FakeJira jira;
    private final EpmClient client;
    private final JitBridge bridge;
    private final WebServer web;
    private final int repliesToLose;
    private final AtomicInteger repliesLost;
    private final Path directory;
    private final List<String> played = new ArrayList<>();

    private Demo(
            PrintStream out,
            SignedCalls signedCalls,
            FakeEpm epm,
            FakeJira jira,
            int repliesToLose,
            AtomicInteger repliesLost)
            throws IOException {
        this.out = out;
        this.repliesToLose = repliesToLose;
        this.repliesLost = repliesLost;
        this.directory = Files.createTempDirectory("epm-jit-quickstart");
        this.story = new Story(out);
        this.epm = epm;
        this.jira = jira;
        this.client = EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                .tenantId(epm.tenantId())
                .build();
        this.web = new WebServer("127.0.0.1", 0);
        this.bridge = JitBridge.builder()
                .ledger(Ledger.sqlite(directory.resolve("jit.db")))
                .source(
                        WebhookSource.of(SOURCE)
                                .tenantId(epm.tenantId())
                                .authentication(WebhookAuthentication.basic(WEBHOOK_USER, Secret.of(WEBHOOK_PASSWORD)))
                                .templates(WebhookTemplate.serviceNowGuide())
                                .build(),
                        client)
                .connector(JiraConnector.of(jiraSettings(jira)))
                .decisionPolicy(signedCalls.policy(IdentityMapping.downLevel("ACME", "acme.example")
                        .or(IdentityMapping.userPrincipalNames("acme.example"))))
                .listener(story)
                .engine(quick())
                .publicUrl(web.url())
                .approvalLinks(LIFE_OF_LINKS)
                .build();
        web.mount("/webhooks", bridge.webhooks());
        web.mount("/requests", ApprovalPage.of(bridge, new DemoUser()));
        web.mount("/operations", OperationsPage.of(bridge, new DemoUser()));
        signedCalls.mount(web, bridge, out);
        web.start();
    }

    static Demo start(PrintStream out, boolean loseReplies, SignedCalls signedCalls) throws IOException {
        FakeEpm epm = FakeEpm.start();
        FakeJira jira = FakeJira.builder().searchDelay(Duration.ofSeconds(1)).start();
        AtomicInteger lost = new AtomicInteger();
        if (loseReplies) {
            loseFirst(jira.faults(), post("/rest/api/3/issue"), lost);
            loseFirst(epm.faults(), post("/management-api/v2/AuthorizationRequest/notification"), lost);
        }
        Demo demo = new Demo(out, signedCalls, epm, jira, loseReplies ? 2 : 0, lost);
        demo.connect();
        return demo;
    }

    /** Does the work of the first such call, but loses the reply to it; counts what it loses. */
    private static void loseFirst(Faults faults, RequestMatcher calls, AtomicInteger lost) {
        AtomicBoolean done = new AtomicBoolean();
        faults.always(
                calls.where(call -> {
                    boolean first = done.compareAndSet(false, true);
                    lost.addAndGet(first ? 1 : 0);
                    return first;
                }),
                Fault.dropReply());
    }

    private void connect() {
        out.println("EPM   " + epm.url() + "   " + client.testConnection().message());
        out.println("Jira  " + jira.url() + "   project " + jira.serviceDesk().key());
        URI webhooks = URI.create(bridge.webhookUrl(SOURCE));
        for (EpmEvent event : EpmEvent.values()) {
            epm.registerWebhook(EpmWebhook.on(event, webhooks)
                    .basic(WEBHOOK_USER, WEBHOOK_PASSWORD)
                    .build());
        }
        out.println("Webhooks are taken at " + webhooks);
        out.println("Requests are decided at " + web.url() + "/requests/…, each by the link in its ticket");
        out.println("The operations page is at " + web.url() + "/operations");
        out.println();
        bridge.start();
    }

    /** One application request that is approved, one admin request that is denied. */
    void play() throws InterruptedException {
        EpmRequest application = epm.requestApplication(Map.of(
                "User", "ACME\\jdoe",
                "HostName", "LAPTOP-17",
                "FilePathObjectId", "C:\\Tools\\Wireshark\\wireshark.exe",
                "ProductName", "Wireshark",
                "Reason", "Trace the \"slow printer\" for ticket HD-881"));
        EpmRequest admin = epm.requestAdmin(Map.of(
                "UserName", "ACME\\m.okafor",
                "Reason", "Install the label printer's driver",
                "DurationRequested", "1800"));
        played.add(application.requestId());
        played.add(admin.requestId());
        story.await(JitChange.TicketOpened.class, 2, PATIENCE);

        decide(DecisionProposal.approve(JitRequestRef.application(application.requestId()), AccessDuration.minutes(30))
                .by("a.lee@acme.example")
                .reason("change CHG0042")
                .build());
        decide(DecisionProposal.deny(JitRequestRef.admin(admin.requestId()))
                .by("b.ray@acme.example")
                .reason("The help desk installs drivers")
                .build());
        story.await(JitChange.TicketResolved.class, 2, PATIENCE);
        report();
    }

    private void decide(DecisionProposal proposal) {
        DecisionVerdict verdict = bridge.decisions().submit(proposal);
        if (!verdict.isAccepted()) {
            throw new IllegalStateException(proposal + " was refused: " + verdict.message());
        }
    }

    /** Reads back from EPM and Jira themselves what has become of the requests. */
    private void report() {
        out.println();
        out.printf("  %-11s %-14s %-16s %-10s %-8s %s%n", "EPM ticket", "asked by", "EPM says", "by", "issue", "is");
        int tickets = 0;
        int decisions = 0;
        int resolved = 0;
        for (String requestId : played) {
            EpmRequest request = epm.request(requestId);
            List<JiraIssue> issues = jira.issuesWith(FakeJira.STAMP_FIELD, requestId);
            tickets += issues.size();
            decisions += (int) request.received().stream()
                    .filter(decision -> decision.effect() == DecisionEffect.EFFECTIVE)
                    .count();
            for (JiraIssue issue : issues) {
                resolved += issue.statusCategory() == StatusCategory.DONE ? 1 : 0;
                out.printf(
                        "  %-11s %-14s %-16s %-10s %-8s %s%n",
                        request.ticketNumber(),
                        request.value("User") + request.value("UserName"),
                        request.status(),
                        request.decision()
                                .map(decision -> decision.performedBy())
                                .orElse("nobody"),
                        issue.key(),
                        issue.status());
            }
        }
        out.println();
        if (repliesToLose > 0) {
            out.println("  " + repliesLost + " replies were lost on the way.");
        }
        String figures = played.size() + " requests, " + tickets + " tickets, " + decisions + " decisions at EPM, "
                + resolved + " tickets resolved";
        int expected = played.size();
        if (tickets != expected
                || decisions != expected
                || resolved != expected
                || repliesLost.get() != repliesToLose) {
            throw new IllegalStateException(figures + ", where each should be " + expected);
        }
        out.println("PASS " + figures);
    }

    /** Lets somebody play on. */
    void stayUp() throws InterruptedException, IOException {
        out.println();
        out.println("Everything stays up. Jira's issues can be read, for example the first one, by");
        out.println("  curl -u " + jira.account().email() + ":" + jira.account().token() + " " + jira.url()
                + "/rest/api/3/issue/" + jira.issues().get(0).key());
        out.println("Two more users ask; decide in a browser, as " + DemoUser.NAME + ". (In the demo everybody on this"
                + " machine is that user; your application says who is signed in.)");
        bridge.listen(this::tellWhereToDecide);
        epm.requestApplication();
        epm.requestAdmin();
        new Console(out, bridge.decisions(), this::ask).run();
    }

    private void tellWhereToDecide(JitChange change) {
        if (change instanceof JitChange.TicketOpened opened) {
            String link = bridge.approvalLinks().to(new TenantRequest(opened.tenant(), opened.request()));
            out.println("  decide " + opened.ticket().key() + " at   " + link);
        }
    }

    private void ask(String kind) {
        switch (kind) {
            case "admin" -> epm.requestAdmin();
            case "application" -> epm.requestApplication();
            default -> throw new IllegalArgumentException("a request is for an application, or admin");
        }
    }

    private static JiraSettings jiraSettings(FakeJira jira) {
        return JiraSettings.builder()
                .url(BaseUrl.of(jira.url().toString()))
                .email(jira.account().email())
                .apiToken(Secret.of(jira.account().token()))
                .projectKey(jira.serviceDesk().key())
                .issueTypeName(jira.serviceDesk().issueType())
                .customFieldId(FakeJira.STAMP_FIELD)
                .consistencyDelay(Duration.ofSeconds(2))
                .build();
    }

    /** Shorter than in production, so that a lost reply is settled while somebody watches. */
    private static EngineSettings quick() {
        return EngineSettings.builder()
                .call(Duration.ofSeconds(5))
                .lease(Duration.ofSeconds(8))
                .firstPause(Duration.ofMillis(200))
                .build();
    }

    @Override
    public void close() {
        web.close();
        bridge.close();
        client.close();
        jira.close();
        epm.close();
        for (String name : List.of("jit.db", "jit.db-wal", "jit.db-shm", "jit.db.lock", "")) {
            directory.resolve(name).toFile().delete();
        }
    }
}
