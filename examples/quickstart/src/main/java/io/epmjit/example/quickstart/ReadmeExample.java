package io.epmjit.example.quickstart;

import io.epmjit.bridge.EpmSettings;
import io.epmjit.bridge.JitBridge;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.endpoint.EndpointServlet;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.webhook.WebhookSource;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The README's example, here to be compiled. */
final class ReadmeExample {

    private ReadmeExample() {}

    static String run(WebhookSource acme, ServletContextHandler jetty, JitRequestRef request) {
        // readme:start
        JitBridge bridge = JitBridge.builder()
                .ledger(Ledger.sqlite(Path.of("jit.db")))
                .source(acme, EpmSettings.from(System::getenv).client())
                .connector(JiraConnector.of(JiraSettings.from(System::getenv)))
                .decisionPolicy(DecisionPolicy.standard(IdentityMapping.downLevel("ACME", "acme.example")
                        .or(IdentityMapping.userPrincipalNames("acme.example"))))
                .build();
        jetty.addServlet(new ServletHolder(new EndpointServlet(bridge.webhooks())), "/webhooks/*");
        bridge.start();
        // Requests become tickets from now on. Once somebody who may has said yes:
        DecisionVerdict verdict = bridge.decisions()
                .submit(DecisionProposal.approve(request, AccessDuration.minutes(30))
                        .by("a.lee@acme.example")
                        .reason("change CHG0042")
                        .build());
        // readme:end
        return verdict.message();
    }
}
