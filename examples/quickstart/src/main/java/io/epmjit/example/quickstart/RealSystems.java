package io.epmjit.example.quickstart;

import io.epmjit.bridge.EpmSettings;
import io.epmjit.bridge.JitBridge;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.CallContext;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same bridge, between systems of yours. */
final class RealSystems {

    private RealSystems() {}

    static void run(Map<String, String> environment, PrintStream out) throws IOException, InterruptedException {
        for (String name : List.of(
                "EPM_TENANT_ID",
                "WEBHOOK_USER",
                "WEBHOOK_PASSWORD",
                "PUBLIC_URL",
                "DIRECTORY_DOMAIN",
                "DIRECTORY_SUFFIX")) {
            required(environment, name);
        }
        EpmSettings epmSettings = EpmSettings.from(environment::get);
        JiraConnector jira = JiraConnector.of(JiraSettings.from(environment::get));
        try (EpmClient epm = epmSettings.client()) {
            requireConnection("EPM", epm.testConnection());
            requireConnection(
                    "Jira",
                    jira.testConnection(CallContext.builder()
                            .deadline(Instant.now().plus(Duration.ofSeconds(30)))
                            .build()));
            serve(environment, out, epm, jira);
        }
    }

    private static void serve(Map<String, String> environment, PrintStream out, EpmClient epm, JiraConnector jira)
            throws IOException, InterruptedException {
        WebhookSource source = WebhookSource.of("epm")
                .tenantId(required(environment, "EPM_TENANT_ID"))
                .authentication(WebhookAuthentication.basic(
                        required(environment, "WEBHOOK_USER"), Secret.of(required(environment, "WEBHOOK_PASSWORD"))))
                .templates(WebhookTemplate.serviceNowGuide())
                .proxyEndsTls()
                .build();
        SignedCalls signedCalls = SignedCalls.from(environment);
        try (JitBridge bridge = JitBridge.builder()
                        .ledger(Ledger.sqlite(Path.of(environment.getOrDefault("LEDGER", "jit.db"))))
                        .source(source, epm)
                        .connector(jira)
                        .decisionPolicy(signedCalls.policy(people(environment)))
                        .listener(new Story(out))
                        .listener(new UnusualPatterns(ZoneId.systemDefault(), Set.of(), out::println))
                        .publicUrl(URI.create(required(environment, "PUBLIC_URL")))
                        .build();
                WebServer web = new WebServer(environment.getOrDefault("LISTEN", "127.0.0.1"), port(environment))) {
            web.mount("/webhooks", bridge.webhooks());
            signedCalls.mount(web, bridge, out);
            web.start();
            bridge.start();
            out.println("Listening at " + web.url() + ". In EPM's webhook settings, with the ServiceNow guide's"
                    + " templates, the URL is " + bridge.webhookUrl("epm"));
            new Console(out, bridge.decisions(), kind -> out.println("Only your EPM can make requests here.")).run();
        }
    }

    private static IdentityMapping people(Map<String, String> environment) {
        String suffix = required(environment, "DIRECTORY_SUFFIX");
        return IdentityMapping.downLevel(required(environment, "DIRECTORY_DOMAIN"), suffix)
                .or(IdentityMapping.userPrincipalNames(suffix));
    }

    private static void requireConnection(String system, ConnectionStatus status) {
        if (!status.isOk()) {
            throw new IllegalStateException("the connection test of " + system + " says: " + status.message());
        }
    }

    private static int port(Map<String, String> environment) {
        String value = environment.getOrDefault("PORT", "8080");
        if (!value.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("PORT must be a number, such as 8080");
        }
        return Integer.parseInt(value);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; --help says what it is for");
        }
        return value;
    }
}
