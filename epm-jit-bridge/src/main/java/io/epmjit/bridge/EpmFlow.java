package io.epmjit.bridge;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.decision.DecisionFlow;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.Refusal;
import io.epmjit.ledger.Body;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What follows from what: the whole course of a request, as effects to plan. Every method runs inside the transaction
 * that records its cause, so that cause and consequence are on disk together.
 */
final class EpmFlow implements DecisionFlow {

    static final String OPEN = "open";
    static final String RESOLVE = "resolve";
    static final String READ = "read";
    static final String IDENTIFY = "identify";
    static final String DECIDE = "decide";
    static final String APPLY_RULES = "rules";
    static final String EXPIRE = "expire";

    /** How long a ticket waits whose request may turn out to have one. */
    private static final Duration IDENTIFICATION = Duration.ofMinutes(1);

    private final List<TicketConnector> connectors;
    private final boolean hasRules;
    private final Announcer announcer;
    private final FollowUpSettings followUp;
    private final InstantSource clock;

    EpmFlow(
            List<TicketConnector> connectors,
            boolean hasRules,
            Announcer announcer,
            FollowUpSettings followUp,
            InstantSource clock) {
        this.connectors = List.copyOf(connectors);
        this.hasRules = hasRules;
        this.announcer = announcer;
        this.followUp = followUp;
        this.clock = clock;
    }

    /** The target of decisions sent to a tenant's EPM; no connector can have such a name. */
    static String decisionsAt(String tenant) {
        return "epm:" + tenant;
    }

    /** The target of questions to a tenant's EPM; apart from decisions, so that neither waits for the other. */
    static String questionsTo(String tenant) {
        return "epm-read:" + tenant;
    }

    /** The target of what is done here when its time has come. */
    static String timersOf(String tenant) {
        return "timer:" + tenant;
    }

    /** An effect about one decision or one sighting: its number makes it one of a kind, and tells its handler which. */
    private static EffectPlan about(long subject, String target, String action) {
        return EffectPlan.of(target, action, action + ":" + subject).withPayload(Long.toString(subject));
    }

    /** The number of the decision or sighting that an effect of this flow is about. */
    static long subjectOf(Effect effect) {
        return Long.parseLong(effect.payload().orElseThrow());
    }

    static RecordedDecision decisionOf(LedgerSession session, Effect effect) {
        return session.decisions().get(subjectOf(effect));
    }

    static Sighting sightingOf(LedgerSession session, Effect effect) {
        return session.sightings().get(subjectOf(effect));
    }

    Instant now() {
        return clock.instant();
    }

    /** A request has come in of which nothing was known. */
    void opened(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        received(session, origin, event);
        session.undecided().add(origin);
        if (!isHeld(session, origin, routing)) {
            planTickets(session, origin, routing, Optional.empty());
        }
    }

    /** A request has come in, after news of it: its tickets tell those too. */
    void requested(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        received(session, origin, event);
        if (!isOver(session, origin)) {
            session.undecided().add(origin);
        }
        if (!isHeld(session, origin, routing)) {
            planTickets(session, origin, routing, identified(session, origin));
            tellWhatWasKnown(session, origin);
        }
    }

    private void received(LedgerSession session, Origin origin, JitEvent event) {
        announcer.after(
                session, new JitChange.RequestReceived(now(), Requests.tenant(origin), Requests.of(origin), event));
        if (hasRules) {
            session.effects()
                    .plan(origin, EffectPlan.of(questionsTo(Requests.tenant(origin)), APPLY_RULES, APPLY_RULES));
        }
    }

    /** Where nobody can tell which tickets a request gets, it waits until somebody can. */
    private boolean isHeld(LedgerSession session, Origin origin, Routing routing) {
        Optional<String> why = routing.heldBecause();
        why.ifPresent(reason -> {
            session.origins().hold(origin, reason);
            announcer.after(
                    session, new JitChange.RequestHeld(now(), Requests.tenant(origin), Requests.of(origin), reason));
        });
        return why.isPresent();
    }

    /** Until when a ticket waits, where EPM is being asked whether the request is one that has a ticket already. */
    private static Optional<Instant> identified(LedgerSession session, Origin origin) {
        return session.effects().of(origin).stream()
                .filter(effect ->
                        effect.action().equals(IDENTIFY) && effect.payload().isPresent())
                .map(identification -> identification.plannedAt().plus(IDENTIFICATION))
                .findFirst();
    }

    private static void planTickets(
            LedgerSession session, Origin origin, Routing routing, Optional<Instant> notBefore) {
        for (String connector : routing.connectors()) {
            EffectPlan open = EffectPlan.of(connector, OPEN, OPEN);
            session.effects().plan(origin, notBefore.map(open::notBefore).orElse(open));
        }
    }

    private void tellWhatWasKnown(LedgerSession session, Origin origin) {
        trackers(session, origin).forEach(connector -> tellSoFar(session, origin, connector));
        session.sightings().reported(origin).ifPresent(report -> ask(session, origin, "opened", report));
    }

    /** A request of which only a body was known that fitted no template has come in again, in one that does. */
    void bound(LedgerSession session, Origin origin, long incoming) {
        note(session, origin, NoteKind.BOUND, incoming);
    }

    /** A request that was held goes its way, unless another node has let it go already; or it is held on for another reason. */
    void letGo(LedgerSession session, Origin origin, Routing routing) {
        if (routing.heldBecause().isPresent()) {
            session.origins().holdOn(origin, routing.heldBecause().get());
        } else if (session.origins().letGo(origin)) {
            planTickets(session, origin, routing, Optional.empty());
            tellWhatWasKnown(session, origin);
        }
    }

    /** What a new ticket has to say of what went before. */
    private void tellSoFar(LedgerSession session, Origin origin, TicketConnector connector) {
        for (RecordedDecision decision : session.decisions().of(origin)) {
            noteAgain(session, origin, connector, decision);
        }
        session.sightings().verified(origin).ifPresent(seen -> closeTicket(session, origin, connector, seen));
    }

    private static boolean isOver(LedgerSession session, Origin origin) {
        return session.sightings()
                .verified(origin)
                .map(session.sightings()::get)
                .filter(said -> !said.status().isPending())
                .isPresent();
    }

    /** EPM has a request in its list that no webhook spoke of, or not the webhook that should have. */
    void found(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        Body details = Body.ofText(event.toJson());
        session.origins().learnDetails(origin, details, Requests.requesters(event));
        announcer.after(session, new JitChange.RequestFound(now(), Requests.tenant(origin), Requests.of(origin)));
        requested(session, session.origins().get(origin.id()), event, routing);
    }

    /** A request that was found in EPM's list hears from its webhook after all, which may say more. */
    void detailed(LedgerSession session, Origin origin, JitEvent event) {
        tellAll(session, origin, NoteKind.DETAILS, event.toJson());
    }

    /** Only EPM can say which number a request has: what a webhook claims makes the bridge ask. */
    void identify(LedgerSession session, Origin origin, Optional<String> claimed) {
        EffectPlan question = EffectPlan.of(
                questionsTo(Requests.tenant(origin)),
                IDENTIFY,
                claimed.map(number -> IDENTIFY + ":" + number).orElse(IDENTIFY));
        session.effects().plan(origin, claimed.map(question::withPayload).orElse(question));
    }

    /** Whether the request can get this number now, or something that is under way has to end first. */
    boolean mayBeNumbered(LedgerSession session, Origin origin, String number) {
        return holder(session, origin, number)
                .filter(Origin::hasOnlySecondId)
                .map(other -> session.origins().isAtRest(other) && !isOpening(session, origin))
                .orElse(true);
    }

    /**
     * EPM itself says that the request has this number. If that stands for another origin, the two are one, or the other
     * had it by a webhook's word only. Does nothing while the number cannot be taken.
     */
    void numbered(LedgerSession session, Origin origin, String number) {
        if (origin.secondId().filter(number::equals).isPresent() || !mayBeNumbered(session, origin, number)) {
            return;
        }
        Optional<Origin> holder = holder(session, origin, number);
        session.origins().forgetSecondId(origin);
        if (holder.filter(Origin::hasOnlySecondId).isPresent()) {
            merge(session, holder.get(), origin);
        } else {
            holder.ifPresent(other -> {
                session.origins().forgetSecondId(other);
                identify(session, other, Optional.empty());
            });
            session.origins().learnSecondId(origin, number);
        }
    }

    private static Optional<Origin> holder(LedgerSession session, Origin origin, String number) {
        return session.origins()
                .numbered(Requests.tenant(origin), origin.key().kind(), number)
                .filter(other -> other.id() != origin.id());
    }

    /** Whether a ticket may be being opened at this moment. */
    private static boolean isOpening(LedgerSession session, Origin origin) {
        return session.effects().of(origin).stream()
                .anyMatch(effect -> effect.action().equals(OPEN)
                        && (effect.state() == EffectState.IN_FLIGHT || effect.state() == EffectState.UNKNOWN));
    }

    /** Of two origins that are one, the one with EPM's own id goes on; of their tickets, the oldest. */
    private void merge(LedgerSession session, Origin from, Origin into) {
        JitRequestRef merged = Requests.of(from);
        boolean isOver = isOver(session, from) || isOver(session, into);
        session.origins().merge(from, into);
        if (isOver) {
            session.undecided().remove(into);
        }
        Origin one = session.origins().get(into.id());
        announcer.after(session, new JitChange.RequestsMerged(now(), Requests.tenant(one), Requests.of(one), merged));
        for (TicketConnector connector : trackers(session, one)) {
            keepTheOldest(session, one, connector);
        }
    }

    private void keepTheOldest(LedgerSession session, Origin origin, TicketConnector connector) {
        String target = connector.id().value();
        List<Effect> opened = opened(session, origin, target)
                .filter(effect -> effect.ref().isPresent() && !effect.isRefLost())
                .sorted(Comparator.comparing(Effect::plannedAt))
                .toList();
        if (opened.isEmpty()) {
            return;
        }
        if (isOpenPlanned(session, origin, target)) {
            session.effects().withdraw(origin, target);
        }
        TicketRef standing = opened.get(0).ref().orElseThrow();
        for (Effect later : opened.subList(1, opened.size())) {
            TicketRef duplicate = later.ref().orElseThrow();
            session.effects().lose(origin, duplicate);
            Duplicates.found(session, origin, connector, duplicate);
            announcer.after(
                    session,
                    new JitChange.TicketDuplicated(
                            now(), Requests.tenant(origin), Requests.of(origin), standing, duplicate));
        }
        if (opened.get(0).key().contains("@")) {
            tellSoFar(session, origin, connector);
        }
    }

    private static boolean isOpenPlanned(LedgerSession session, Origin origin, String target) {
        return opened(session, origin, target).anyMatch(effect -> effect.state() == EffectState.PLANNED);
    }

    /** The ticket is gone: what waits for it ends, and the request can be decided in the other ways. */
    void ticketMissing(LedgerSession session, Origin origin, TicketRef ticket, String why) {
        if (session.effects().lose(origin, ticket)) {
            announcer.after(
                    session,
                    new JitChange.TicketMissing(now(), Requests.tenant(origin), Requests.of(origin), ticket, why));
        }
    }

    /**
     * Plans another ticket in place of one that is gone, or was never made, and on it everything that the first one should
     * have said.
     *
     * @return whether there is none, and none on its way, where the request was to have one
     */
    boolean replaceTicket(LedgerSession session, Origin origin, TicketConnector connector) {
        String target = connector.id().value();
        List<Effect> before = opened(session, origin, target).toList();
        if (before.isEmpty()
                || before.stream().anyMatch(effect -> !effect.state().isFinished())
                || session.effects().ticket(origin, target).isPresent()) {
            return false;
        }
        session.effects().withdraw(origin, target);
        session.effects().plan(origin, EffectPlan.of(target, OPEN, OPEN + ":" + (before.size() + 1)));
        tellSoFar(session, origin, connector);
        return true;
    }

    private static Stream<Effect> opened(LedgerSession session, Origin origin, String target) {
        return session.effects().of(origin).stream()
                .filter(effect ->
                        effect.target().equals(target) && effect.action().equals(OPEN));
    }

    /** Somebody has changed EPM's own settings, as its audits say. */
    void webhookSettingsChanged(String tenant, String what) {
        announcer.tell(new JitChange.WebhookSettingsChanged(now(), tenant, what));
    }

    /** Nobody has decided for long. */
    void overdue(LedgerSession session, Origin origin, Instant since) {
        int reminder = session.undecided().reminded(origin);
        note(session, origin, NoteKind.REMINDER, reminder);
        announcer.after(
                session,
                new JitChange.RequestOverdue(now(), Requests.tenant(origin), Requests.of(origin), since, reminder));
    }

    /** The time for which access was approved is over, unless something else has been said since. */
    void expired(LedgerSession session, Origin origin, long approval) {
        if (session.sightings()
                .verified(origin)
                .filter(latest -> latest == approval)
                .isPresent()) {
            note(session, origin, NoteKind.EXPIRED, approval);
            announcer.after(session, new JitChange.AccessExpired(now(), Requests.tenant(origin), Requests.of(origin)));
        }
    }

    /** The ticket is in a state that does not go with what EPM says; told once for each thing that EPM says. */
    void disagrees(
            LedgerSession session,
            Origin origin,
            TicketConnector connector,
            TicketSnapshot ticket,
            DecisionStatus atEpm,
            long subject) {
        String how = atEpm.value() + "\n" + ticket.status();
        if (tell(session, origin, connector, NoteKind.DISAGREES, subject, how)) {
            announcer.after(
                    session,
                    new JitChange.TicketDisagrees(
                            now(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            ticket.ticket(),
                            "EPM says " + atEpm + ", the ticket " + ticket.status()));
        }
    }

    private static void noteAgain(
            LedgerSession session, Origin origin, TicketConnector connector, RecordedDecision decision) {
        boolean neverSent = decision.state().isFirstApproval();
        note(session, origin, connector, neverSent ? NoteKind.FIRST_APPROVAL : NoteKind.DECIDED, decision.id());
        if (!neverSent && !decision.state().isInForce()) {
            note(session, origin, connector, NoteKind.FAILED, decision.id());
        }
    }

    /** A rule had something to say that was not decided: the ticket tells it. */
    void ruleSpoke(LedgerSession session, Origin origin, String what) {
        tellAll(session, origin, NoteKind.RULE, what);
    }

    /** A webhook says that the request was decided: EPM is asked whether that is so. */
    void reported(LedgerSession session, Origin origin, long incomingId, long report) {
        ask(session, origin, Long.toString(incomingId), report);
    }

    private void ask(LedgerSession session, Origin origin, String occasion, long report) {
        session.effects()
                .plan(
                        origin,
                        EffectPlan.of(questionsTo(Requests.tenant(origin)), READ, READ + ":" + occasion)
                                .withPayload(Long.toString(report)));
    }

    /** A decision of ours is in force: it is noted, and sent. */
    @Override
    public void accepted(LedgerSession session, Origin origin, RecordedDecision decision) {
        note(session, origin, NoteKind.DECIDED, decision.id());
        session.effects().plan(origin, about(decision.id(), decisionsAt(Requests.tenant(origin)), DECIDE));
        announcer.after(
                session,
                new JitChange.DecisionAccepted(
                        now(),
                        Requests.tenant(origin),
                        Requests.of(origin),
                        decision.id(),
                        decision.isApproved(),
                        decision.decidedBy(),
                        decision.wayIn()));
    }

    @Override
    public void refused(LedgerSession session, Origin origin, DecisionProposal proposal, Refusal rule) {
        announcer.after(
                session,
                new JitChange.DecisionRefused(
                        now(),
                        Requests.tenant(origin),
                        Requests.of(origin),
                        proposal.isApproval(),
                        rule,
                        proposal.by(),
                        proposal.wayIn()));
    }

    /** A first approval is noted; it counts only once somebody else agrees. */
    @Override
    public void awaitingSecond(LedgerSession session, Origin origin, RecordedDecision approval) {
        note(session, origin, NoteKind.FIRST_APPROVAL, approval.id());
        announcer.after(
                session,
                new JitChange.FirstApprovalNoted(
                        now(), Requests.tenant(origin), Requests.of(origin), approval.id(), approval.decidedBy()));
    }

    /** EPM has our decision: it is final. */
    void acknowledged(LedgerSession session, Origin origin, RecordedDecision decision, Sighting seen) {
        if (session.decisions().settle(decision, DecisionState.ACKNOWLEDGED, "EPM has it")) {
            announcer.after(
                    session,
                    new JitChange.DecisionAcknowledged(
                            now(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            decision.id(),
                            decision.isApproved(),
                            decision.decidedBy(),
                            decision.wayIn()));
        }
        sighted(session, origin, seen);
    }

    /** EPM was asked, and said this. */
    void sighted(LedgerSession session, Origin origin, Sighting said) {
        Optional<Long> before = session.sightings().verified(origin);
        long seen = session.sightings().learn(origin, said);
        if (before.filter(known -> known == seen).isEmpty()) {
            announcer.after(
                    session,
                    new JitChange.StatusSeen(now(), Requests.tenant(origin), Requests.of(origin), said.status()));
            before.ifPresent(known -> compare(session, origin, known, said));
        }
        settleUnconfirmed(session, origin, said);
        if (said.status().isPending()) {
            if (hasComeIn(session, origin)) {
                session.undecided().add(origin);
            }
        } else {
            session.undecided().remove(origin);
        }
        awaitTheEnd(session, origin, seen);
        trackers(session, origin).forEach(connector -> closeTicket(session, origin, connector, seen));
    }

    /** Plans to tell when what was approved ends, where that is asked for and can be told. */
    private void awaitTheEnd(LedgerSession session, Origin origin, long seen) {
        String timers = timersOf(Requests.tenant(origin));
        Optional<Instant> end = session.sightings().get(seen).accessUntil();
        if (!followUp.notesExpiry()
                || session.sightings()
                        .verified(origin)
                        .filter(latest -> latest == seen)
                        .isEmpty()) {
            return;
        }
        session.effects().withdraw(origin, timers);
        end.ifPresent(moment -> session.effects()
                .plan(
                        origin,
                        EffectPlan.of(timers, EXPIRE, EXPIRE + ":" + seen + ":" + moment.toEpochMilli())
                                .withPayload(Long.toString(seen))
                                .notBefore(moment)));
    }

    /**
     * Another decision than ours was seen, or told of by a webhook, and now EPM says ours: somebody decided between our
     * reading and the arrival of our decision, which took the place of theirs. Whoever that was must learn of it.
     */
    void compare(LedgerSession session, Origin origin, long seenBefore, Sighting said) {
        Sighting other = session.sightings().get(seenBefore);
        List<RecordedDecision> ours = session.decisions().of(origin);
        if (other.status().isDecided()
                && !other.agreesWith(said)
                && ours.stream().noneMatch(other::isOf)
                && ours.stream().anyMatch(said::isOf)) {
            note(session, origin, NoteKind.OVERWRITTEN, seenBefore);
            announcer.after(
                    session,
                    new JitChange.DecisionOverwritten(
                            now(), Requests.tenant(origin), Requests.of(origin), other.status(), other.decidedBy()));
        }
    }

    /** What nobody could tell of an earlier decision shows in what EPM says now. */
    private void settleUnconfirmed(LedgerSession session, Origin origin, Sighting said) {
        if (said.status().isPending()) {
            return;
        }
        List<RecordedDecision> all = session.decisions().of(origin);
        boolean wasRepeated = all.stream().anyMatch(decision -> decision.state().isInForce());
        for (RecordedDecision decision : all) {
            if (decision.state() == DecisionState.UNCONFIRMED) {
                session.decisions()
                        .settle(
                                decision,
                                said.isOf(decision) && !wasRepeated
                                        ? DecisionState.ACKNOWLEDGED
                                        : DecisionState.CONFLICT,
                                wasRepeated ? "another decision is in force" : "EPM was seen to say " + said.status());
            }
        }
    }

    /** EPM cannot be asked: what the webhook reported is noted as just that. */
    void unverifiable(LedgerSession session, Origin origin, long report) {
        if (session.sightings().get(report).status().isPending()) {
            return;
        }
        note(session, origin, NoteKind.REPORTED, report);
    }

    /** A decision of ours has come to nothing. */
    void failed(LedgerSession session, Origin origin, RecordedDecision decision, DecisionState state, String why) {
        if (session.decisions().settle(decision, state, why)) {
            note(session, origin, NoteKind.FAILED, decision.id());
            announcer.after(
                    session,
                    new JitChange.DecisionFailed(
                            now(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            decision.id(),
                            decision.isApproved(),
                            state,
                            why,
                            decision.decidedBy(),
                            decision.wayIn()));
        }
    }

    /** A call to EPM may have been made twice. */
    void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {
        announcer.after(session, JitChange.WorkOvertaken.of(now(), origin, effect, late));
    }

    /** What EPM itself says closes a ticket, once for everything new that it says. */
    private void closeTicket(LedgerSession session, Origin origin, TicketConnector connector, long seen) {
        Sighting said = session.sightings().get(seen);
        if (said.status().isPending()) {
            return;
        }
        note(session, origin, connector, NoteKind.CONFIRMED, seen);
        if (said.status().isDecided() && connector.capabilities().contains(Capability.RESOLVE)) {
            session.effects().plan(origin, planAt(session, origin, connector, seen, RESOLVE, Long.toString(seen)));
        }
    }

    private void note(LedgerSession session, Origin origin, NoteKind kind, long subject) {
        trackers(session, origin).forEach(connector -> note(session, origin, connector, kind, subject));
    }

    /** A note about a decision or a sighting of that number. */
    private static void note(
            LedgerSession session, Origin origin, TicketConnector connector, NoteKind kind, long subject) {
        tell(session, origin, connector, kind, subject, Long.toString(subject));
    }

    /** A note that carries what it says; one of its kind on each of the request's tickets. */
    private void tellAll(LedgerSession session, Origin origin, NoteKind kind, String what) {
        trackers(session, origin).forEach(connector -> tell(session, origin, connector, kind, origin.id(), what));
    }

    /** A note, where the tracker has them; {@code false} if there is none, or it is planned already. */
    private static boolean tell(
            LedgerSession session,
            Origin origin,
            TicketConnector connector,
            NoteKind kind,
            long subject,
            String payload) {
        return connector.capabilities().contains(Capability.INTERNAL_NOTES)
                && session.effects().plan(origin, planAt(session, origin, connector, subject, kind.action(), payload));
    }

    private static EffectPlan planAt(
            LedgerSession session,
            Origin origin,
            TicketConnector connector,
            long subject,
            String action,
            String payload) {
        return EffectPlan.of(connector.id().value(), action, key(session, origin, connector, action, subject))
                .withPayload(payload);
    }

    /** What is told to one ticket is told again to the one that takes its place. */
    private static String key(
            LedgerSession session, Origin origin, TicketConnector connector, String action, long subject) {
        String standing = opened(session, origin, connector.id().value())
                .filter(effect -> !effect.isRefLost())
                .max(Comparator.comparing(Effect::id))
                .filter(effect -> !effect.key().equals(OPEN))
                .map(effect -> ":" + effect.id())
                .orElse("");
        return action + ":" + subject + standing;
    }

    /** Where the request has a ticket, or will have one; none while it is held or only heard of. */
    private List<TicketConnector> trackers(LedgerSession session, Origin origin) {
        Set<String> targets = session.effects().of(origin).stream()
                .filter(effect -> effect.action().equals(OPEN))
                .map(Effect::target)
                .collect(Collectors.toSet());
        return connectors.stream()
                .filter(connector -> targets.contains(connector.id().value()))
                .toList();
    }

    /** The request itself has come in; news of it may come earlier. */
    private static boolean hasComeIn(LedgerSession session, Origin origin) {
        return session.origins().get(origin.id()).details().isPresent();
    }
}
