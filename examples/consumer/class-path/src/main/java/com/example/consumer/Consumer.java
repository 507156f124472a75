package com.example.consumer;

import io.epmjit.bridge.JitBridge;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.CallContext;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.ledger.Ledger;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.AdminTicketCreated;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.TicketRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uses the library as its users do, and ends with an exception where something is not as documented. */
public final class Consumer {

    private static final String REQUEST_ID = "c0ffee00-0000-4000-8000-000000000001";

    private Consumer() {}

    /**
     * Runs every part once.
     *
     * @param args are not looked at
     * @throws IOException if there is no room for a file
     */
    public static void main(String[] args) throws IOException {
        readAWebhook();
        decideAtEpm();
        openAnIssue();
        keepTicketsElsewhere();
        runTheLoop();
        System.out.println("consumer: all parts did their work on Java " + Runtime.version().feature());
    }

    private static void readAWebhook() {
        String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", REQUEST_ID, "UserName", "ACME\\jo", "Reason", "to install a \"driver\""));
        JitEvent event = JitWebhookParser.parse(
                body,
                ParseOptions.builder()
                        .templates(WebhookTemplate.serviceNowGuide())
                        .build());
        check(event.request().requestId().equals(REQUEST_ID), "the event says which request it is about");
        check(
                event instanceof AdminTicketCreated created
                        && created.reason().equals(Optional.of("to install a \"driver\"")),
                "a value comes through as the user typed it");
        check(JitEvent.fromJson(event.toJson()).equals(event), "an event can be kept as text");
    }

    private static void decideAtEpm() {
        try (FakeEpm fake = FakeEpm.start();
                EpmClient epm = EpmClient.builder()
                        .host(fake.url().toString())
                        .credentials(fake.clientId(), Secret.of(fake.clientSecret()))
                        .build()) {
            check(epm.testConnection().isOk(), "EPM is there");
            JitRequestRef request =
                    JitRequestRef.admin(fake.requestAdmin().requestId());
            epm.decide(
                    request,
                    Decision.approve(AccessDuration.parse("30 minutes"))
                            .by("a.lee")
                            .reason("change CHG0042")
                            .build());
            check(epm.read(request).status().isApproved(), "EPM reports the decision");
        }
    }

    private static void openAnIssue() {
        try (FakeJira fake = FakeJira.start();
                TicketConnector jira = JiraConnector.of(JiraSettings.builder()
                        .url(fake.url().toString())
                        .email(fake.account().email())
                        .apiToken(Secret.of(fake.account().token()))
                        .projectKey(fake.serviceDesk().key())
                        .issueTypeName(fake.serviceDesk().issueType())
                        .customFieldId(FakeJira.STAMP_FIELD)
                        .build())) {
            jira.open(draft(), soon());
            check(fake.createdIssues() == 1, "there is one issue");
        }
    }

    private static void keepTicketsElsewhere() {
        try (TicketConnector tracker = new MemoryTracker()) {
            check(tracker.testConnection(soon()).isOk(), "the tracker is there");
            check(tracker.find(draft().stamp(), soon()) instanceof Lookup.Absent, "no ticket yet");
            TicketRef ticket = tracker.open(draft(), soon());
            check(tracker.find(draft().stamp(), soon()) instanceof Lookup.Found, "the ticket is found by its stamp");
            ResolveOutcome outcome =
                    tracker.resolve(ticket, new Resolution(DecisionStatus.DENIED, "Denied by a.lee"), soon());
            check(outcome instanceof ResolveOutcome.Resolved, "the ticket is resolved");
            check(!tracker.read(ticket, soon()).isActive(), "a resolved ticket is no longer active");
        }
    }

    private static void runTheLoop() throws IOException {
        Path directory = Files.createTempDirectory("consumer");
        try (FakeEpm fake = FakeEpm.start();
                EpmClient epm = EpmClient.builder()
                        .host(fake.url().toString())
                        .credentials(fake.clientId(), Secret.of(fake.clientSecret()))
                        .build();
                JitBridge bridge = JitBridge.builder()
                        .ledger(Ledger.sqlite(directory.resolve("jit.db")))
                        .source(
                                WebhookSource.of("acme")
                                        .tenantId(fake.tenantId())
                                        .authentication(WebhookAuthentication.basic("epm", Secret.of("a password")))
                                        .templates(WebhookTemplate.serviceNowGuide())
                                        .build(),
                                epm)
                        .connector(new MemoryTracker())
                        .build()) {
            String requestId = fake.requestAdmin().requestId();
            check(bridge.webhooks().handle(webhook(fake.tenantId(), requestId)).status() == 202, "a webhook is taken");
            check(bridge.runDue() > 0, "the ticket is opened");
            check(
                    bridge.decisions()
                            .submit(DecisionProposal.deny(JitRequestRef.admin(requestId))
                                    .by("a.lee")
                                    .reason("not today")
                                    .build())
                            .isAccepted(),
                    "a decision is taken");
            bridge.runDue();
            check(fake.request(requestId).status().equals("Denied"), "the decision is at EPM");
        }
    }

    private static EndpointRequest webhook(String tenantId, String requestId) {
        String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", requestId, "TenantId", tenantId, "UserName", "ACME\\jo"));
        String credential =
                Base64.getEncoder().encodeToString("epm:a password".getBytes(StandardCharsets.UTF_8));
        return EndpointRequest.builder("POST", "/webhooks/acme")
                .headers(name -> name.equalsIgnoreCase("Authorization") ? List.of("Basic " + credential) : List.of())
                .remoteAddress("127.0.0.1")
                .body(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static TicketDraft draft() {
        return TicketDraft.builder()
                .stamp(Stamp.of(REQUEST_ID))
                .request(JitRequestRef.admin(REQUEST_ID))
                .putPlaceholders("UserName", "ACME\\jo")
                .build();
    }

    private static CallContext soon() {
        return CallContext.builder()
                .deadline(Instant.now().plus(Duration.ofSeconds(30)))
                .build();
    }

    private static void check(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalStateException("not so: " + expectation);
        }
    }
}
