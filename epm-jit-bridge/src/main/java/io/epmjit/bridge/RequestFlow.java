package io.epmjit.bridge;

import io.epmjit.ledger.Body;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.JitEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A request comes in and gets its tickets, or is held; and is reminded of while nobody decides. */
final class RequestFlow {

    /** How long a ticket waits whose request may turn out to have one. */
    private static final Duration IDENTIFICATION = Duration.ofMinutes(1);

    private final Trackers trackers;
    private final SightingFlow sightings;
    private final boolean hasRules;
    private final Announcer announcer;
    private final InstantSource clock;

    RequestFlow(Trackers trackers, SightingFlow sightings, boolean hasRules, Announcer announcer, InstantSource clock) {
        this.trackers = trackers;
        this.sightings = sightings;
        this.hasRules = hasRules;
        this.announcer = announcer;
        this.clock = clock;
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
        if (!SightingFlow.isOver(session, origin)) {
            session.undecided().add(origin);
        }
        if (!isHeld(session, origin, routing)) {
            planTickets(session, origin, routing, identified(session, origin));
            tellWhatWasKnown(session, origin);
        }
    }

    /** EPM has a request in its list that no webhook spoke of, or not the webhook that should have. */
    void found(LedgerSession session, Origin origin, JitEvent event, Routing routing) {
        Body details = Body.ofText(event.toJson());
        session.origins().learnDetails(origin, details, Requests.requesters(event));
        announcer.after(
                session, new JitChange.RequestFound(clock.instant(), Requests.tenant(origin), Requests.of(origin)));
        requested(session, session.origins().get(origin.id()), event, routing);
    }

    /** A request that was found in EPM's list hears from its webhook after all, which may say more. */
    void detailed(LedgerSession session, Origin origin, JitEvent event) {
        trackers.ticketsOf(session, origin).tellAll(NoteKind.DETAILS, event.toJson());
    }

    /** A request of which only a body was known that fitted no template has come in again, in one that does. */
    void bound(LedgerSession session, Origin origin, long incoming) {
        trackers.ticketsOf(session, origin).note(NoteKind.BOUND, incoming);
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

    /** Nobody has decided for long. */
    void overdue(LedgerSession session, Origin origin, Instant since) {
        int reminder = session.undecided().reminded(origin);
        trackers.ticketsOf(session, origin).note(NoteKind.REMINDER, reminder);
        announcer.after(
                session,
                new JitChange.RequestOverdue(
                        clock.instant(), Requests.tenant(origin), Requests.of(origin), since, reminder));
    }

    private void received(LedgerSession session, Origin origin, JitEvent event) {
        String tenant = Requests.tenant(origin);
        announcer.after(session, new JitChange.RequestReceived(clock.instant(), tenant, Requests.of(origin), event));
        if (hasRules) {
            session.effects()
                    .plan(origin, EffectPlan.of(EpmWork.questionsTo(tenant), EpmWork.APPLY_RULES, EpmWork.APPLY_RULES));
        }
    }

    /** Where nobody can tell which tickets a request gets, it waits until somebody can. */
    private boolean isHeld(LedgerSession session, Origin origin, Routing routing) {
        Optional<String> why = routing.heldBecause();
        why.ifPresent(reason -> {
            session.origins().hold(origin, reason);
            announcer.after(
                    session,
                    new JitChange.RequestHeld(clock.instant(), Requests.tenant(origin), Requests.of(origin), reason));
        });
        return why.isPresent();
    }

    /** Until when a ticket waits, where EPM is being asked whether the request is one that has a ticket already. */
    private static Optional<Instant> identified(LedgerSession session, Origin origin) {
        return session.effects().of(origin).stream()
                .filter(effect -> effect.action().equals(EpmWork.IDENTIFY)
                        && effect.payload().isPresent())
                .map(identification -> identification.plannedAt().plus(IDENTIFICATION))
                .findFirst();
    }

    private static void planTickets(
            LedgerSession session, Origin origin, Routing routing, Optional<Instant> notBefore) {
        for (String connector : routing.connectors()) {
            EffectPlan open = EffectPlan.of(connector, EpmWork.OPEN, EpmWork.OPEN);
            session.effects().plan(origin, notBefore.map(open::notBefore).orElse(open));
        }
    }

    private void tellWhatWasKnown(LedgerSession session, Origin origin) {
        trackers.ticketsOf(session, origin).tellSoFar();
        session.sightings().reported(origin).ifPresent(report -> sightings.ask(session, origin, "opened", report));
    }
}
