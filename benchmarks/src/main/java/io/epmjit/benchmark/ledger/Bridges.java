package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.parse.SampleBody;
import io.epmjit.bridge.JitBridge;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.http.BaseUrl;
import io.epmjit.ledger.Ledger;
import io.epmjit.webhook.Secret;

/** Bridges as a service would have them. */
final class Bridges {

    private Bridges() {}

    /** A bridge that takes webhooks in, and is not meant to call anybody. */
    static JitBridge takingIn(Ledger ledger) {
        return over(
                ledger,
                JiraConnector.of(JiraSettings.builder()
                        .url(BaseUrl.of("https://acme.atlassian.net"))
                        .email("jit@acme.example")
                        .apiToken(Secret.of("benchmark"))
                        .projectKey("JIT")
                        .issueTypeName("Access request")
                        .customFieldId("customfield_10042")
                        .build()));
    }

    /** A bridge to this tracker; its EPM is not meant to be called. */
    static JitBridge over(Ledger ledger, TicketConnector tracker) {
        EpmClient nobodyCalls = EpmClient.builder()
                .host("acme-services.beyondtrustcloud.com")
                .credentials("benchmark", Secret.of("benchmark"))
                .build();
        return JitBridge.builder()
                .ledger(ledger)
                .source(Webhook.source(SampleBody.TENANT_ID), nobodyCalls)
                .connector(tracker)
                .build();
    }
}
