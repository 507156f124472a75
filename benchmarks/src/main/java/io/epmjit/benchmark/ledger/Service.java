package io.epmjit.benchmark.ledger;

import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.ReconcilerSettings;
import io.epmjit.client.EpmClient;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.http.RateLimiter;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A service that works when it is told to, with a ledger that outlives it: requests are led through their lives. */
final class Service implements AutoCloseable {

    private static final Duration CALL = Duration.ofMillis(200);

    /** What is measured is the ledger: the reconciler looks there for what is open, and asks EPM about little of it. */
    private static final ReconcilerSettings FEW_QUESTIONS =
            ReconcilerSettings.builder().shareOfRateLimit(100).checksPerRun(10).build();

    private static final IdentityMapping PEOPLE = IdentityMapping.downLevel("CORP", "corp.example")
            .or(IdentityMapping.downLevel("ACME", "corp.example"))
            .or(IdentityMapping.accounts(Map.of("a.lee", "a.lee@corp.example")));

    private final FakeEpm epm;
    private final EpmClient client;
    private final QuickTracker tracker = new QuickTracker();
    private final Ledger ledger;
    private final JitBridge bridge;

    Service(FakeEpm epm, Ledger ledger) {
        this.epm = epm;
        this.ledger = ledger;
        this.client = EpmClient.builder()
                .host(epm.url().toString())
                .credentials(epm.clientId(), Secret.of(epm.clientSecret()))
                .rateLimiter(RateLimiter.none())
                .build();
        this.bridge = JitBridge.builder()
                .ledger(ledger)
                .source(Webhook.source(epm.tenantId()), client)
                .connector(tracker)
                .decisionPolicy(DecisionPolicy.standard(PEOPLE))
                .reconciler(FEW_QUESTIONS)
                .engine(EngineSettings.builder()
                        .call(CALL)
                        .lease(CALL.multipliedBy(2))
                        .build())
                .build();
    }

    Ledger ledger() {
        return ledger;
    }

    String tenantId() {
        return epm.tenantId();
    }

    QuickTracker tracker() {
        return tracker;
    }

    void take(Webhook webhook) {
        int status = bridge.webhooks().handle(webhook.request()).status();
        if (status != 202) {
            throw new IllegalStateException("a webhook was answered " + status);
        }
    }

    /** Answers how many calls were made. */
    int workOff() {
        return bridge.runDue();
    }

    /** A user asks for an application; the request is taken in, and nothing else. */
    EpmRequest arrive() {
        EpmRequest request = epm.requestApplication();
        take(Webhook.created(epm.tenantId(), request.requestId(), request.ticketNumber()));
        return request;
    }

    void approve(EpmRequest request) {
        DecisionVerdict verdict = bridge.decisions()
                .submit(DecisionProposal.approve(
                                JitRequestRef.application(request.requestId()), AccessDuration.minutes(30))
                        .by("a.lee")
                        .reason("change CHG0042")
                        .build());
        if (!verdict.isAccepted()) {
            throw new IllegalStateException(verdict.message());
        }
    }

    /** A request from its webhook to its resolved ticket, with every webhook said twice and a ticket's answer lost. */
    EpmRequest wholeLife() {
        EpmRequest request = epm.requestApplication();
        Webhook created = Webhook.created(epm.tenantId(), request.requestId(), request.ticketNumber());
        take(created);
        take(created);
        tracker.become(QuickTracker.Mood.LOSES_ANSWERS);
        workOff();
        tracker.become(QuickTracker.Mood.WELL);
        approve(request);
        workOffUntilDone(request);
        Webhook decided = Webhook.decided(epm.tenantId(), request.requestId(), request.ticketNumber());
        take(decided);
        take(decided);
        workOffUntilDone(request);
        return request;
    }

    private void workOffUntilDone(EpmRequest request) {
        for (workOff();
                !effects(request).stream().allMatch(effect -> effect.state().isFinished());
                workOff()) {
            LockSupport.parkNanos(CALL.toNanos() / 10);
        }
    }

    private List<Effect> effects(EpmRequest request) {
        return ledger.read(session -> session.effects().of(origin(session, request.requestId())));
    }

    /** The ledger's number of a request. */
    long originOf(EpmRequest request) {
        return ledger.<Long>read(session -> origin(session, request.requestId()).id());
    }

    /** What a page would show of a request. */
    int lookUp(String requestId) {
        return ledger.<Integer>read(session -> {
            Origin origin = origin(session, requestId);
            session.sightings().verified(origin);
            return session.effects().of(origin).size()
                    + session.decisions().of(origin).size();
        });
    }

    private static Origin origin(LedgerSession session, String requestId) {
        List<Origin> found = session.origins().named(RequestKind.APPLICATION.name(), requestId);
        if (found.size() != 1) {
            throw new IllegalStateException("the ledger has " + found.size() + " requests " + requestId);
        }
        return found.get(0);
    }

    /** Closes the ledger too. */
    @Override
    public void close() {
        bridge.close();
        client.close();
    }
}
