package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.TicketConnector;
import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionRules;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** EPM as a source of work: who opens, notes and resolves tickets, who asks EPM, and who sends it decisions. */
final class EpmSource implements Source {

    private static final DraftCustomizers NONE = new DraftCustomizers(Drafts::of, List.of());

    private final Map<String, EpmClient> clients;
    private final Trackers trackers;
    private final Map<String, DraftCustomizers> customizers;
    private final EpmFlow flow;
    private final Announcer announcer;
    private final InstantSource clock;
    private final DecisionPolicy policy;
    private final Duration consistencyDelay;
    private final DecisionRules rules;
    private final Supplier<DecisionDesk> desk;
    private final List<RecurringTask> tasks;

    EpmSource(
            Map<String, EpmClient> clients,
            Trackers trackers,
            Map<String, DraftCustomizers> customizers,
            EpmFlow flow,
            Announcer announcer,
            InstantSource clock,
            DecisionPolicy policy,
            Duration consistencyDelay,
            DecisionRules rules,
            Supplier<DecisionDesk> desk,
            List<RecurringTask> tasks) {
        this.clients = clients;
        this.trackers = trackers;
        this.customizers = customizers;
        this.flow = flow;
        this.announcer = announcer;
        this.clock = clock;
        this.policy = policy;
        this.consistencyDelay = consistencyDelay;
        this.rules = rules;
        this.desk = desk;
        this.tasks = List.copyOf(tasks);
    }

    @Override
    public List<RecurringTask> tasks() {
        return tasks;
    }

    @Override
    public void register(Handlers handlers) {
        trackers.all().forEach(connector -> atTracker(handlers, connector));
        clients.forEach((tenant, epm) -> atEpm(handlers, tenant, epm));
    }

    private void atTracker(Handlers handlers, TicketConnector connector) {
        String target = connector.id().value();
        handlers.handle(
                target,
                EpmWork.OPEN,
                new OpenTicket(connector, customizers.getOrDefault(target, NONE), flow.tickets(), announcer, clock));
        handlers.handle(target, EpmWork.RESOLVE, new ResolveTicket(connector, flow.tickets(), announcer, clock));
        handlers.handle(target, Duplicates.NOTE, new NoteDuplicate(connector, flow.tickets(), announcer, clock));
        handlers.handle(target, Duplicates.RESOLVE, new ResolveDuplicate(connector, flow.tickets(), announcer, clock));
        for (NoteKind kind : NoteKind.values()) {
            handlers.handle(target, kind.action(), new WriteNote(connector, kind, flow.tickets(), announcer, clock));
        }
    }

    private void atEpm(Handlers handlers, String tenant, EpmClient epm) {
        handlers.handle(
                EpmWork.questionsTo(tenant), EpmWork.READ, new ReadRequest(epm, flow.sightings(), announcer, clock));
        handlers.handle(
                EpmWork.questionsTo(tenant),
                EpmWork.IDENTIFY,
                new IdentifyRequest(epm, flow.identities(), announcer, clock));
        handlers.handle(EpmWork.timersOf(tenant), EpmWork.EXPIRE, new NoteExpiry(flow.sightings()));
        handlers.handle(
                EpmWork.questionsTo(tenant),
                EpmWork.APPLY_RULES,
                new ApplyRules(epm, flow.decisions(), announcer, clock, rules, desk));
        handlers.handle(
                EpmWork.decisionsAt(tenant),
                EpmWork.DECIDE,
                new SendDecision(epm, flow.decisions(), announcer, clock, policy, consistencyDelay));
    }
}
