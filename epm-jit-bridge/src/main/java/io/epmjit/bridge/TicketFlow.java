package io.epmjit.bridge;

import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** What becomes of a request's tickets: one is gone, replaced, one too many, or at odds with EPM. */
final class TicketFlow {

    private final Trackers trackers;
    private final Announcer announcer;
    private final InstantSource clock;

    TicketFlow(Trackers trackers, Announcer announcer, InstantSource clock) {
        this.trackers = trackers;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** The ticket is gone: what waits for it ends, and the request can be decided in the other ways. */
    void missing(LedgerSession session, Origin origin, TicketRef ticket, String why) {
        if (session.effects().lose(origin, ticket)) {
            announcer.after(
                    session,
                    new JitChange.TicketMissing(
                            clock.instant(), Requests.tenant(origin), Requests.of(origin), ticket, why));
        }
    }

    /**
     * Plans another ticket in place of one that is gone, or was never made, and on it everything that the first one should
     * have said.
     *
     * @return whether there is none, and none on its way, where the request was to have one
     */
    boolean replace(LedgerSession session, Origin origin, TicketConnector connector) {
        String target = connector.id().value();
        List<Effect> before = trackers.ticketsOf(session, origin).openings(connector);
        if (before.isEmpty()
                || before.stream().anyMatch(effect -> !effect.state().isFinished())
                || session.effects().ticket(origin, target).isPresent()) {
            return false;
        }
        session.effects().withdraw(origin, target);
        session.effects().plan(origin, EffectPlan.of(target, EpmWork.OPEN, EpmWork.OPEN + ":" + (before.size() + 1)));
        trackers.ticketsOf(session, origin).tellSoFar(connector);
        return true;
    }

    /** Of several tickets that a request turns out to have there, the oldest stands. */
    void keepTheOldest(LedgerSession session, Origin origin, TicketConnector connector) {
        List<Effect> openings = trackers.ticketsOf(session, origin).openings(connector);
        List<Effect> opened = openings.stream()
                .filter(effect -> effect.ref().isPresent() && !effect.isRefLost())
                .sorted(Comparator.comparing(Effect::plannedAt))
                .toList();
        if (opened.isEmpty()) {
            return;
        }
        if (openings.stream().anyMatch(effect -> effect.state() == EffectState.PLANNED)) {
            session.effects().withdraw(origin, connector.id().value());
        }
        TicketRef standing = opened.get(0).ref().orElseThrow();
        for (Effect later : opened.subList(1, opened.size())) {
            TicketRef duplicate = later.ref().orElseThrow();
            session.effects().lose(origin, duplicate);
            Duplicates.found(session, origin, connector, duplicate);
            announcer.after(
                    session,
                    new JitChange.TicketDuplicated(
                            clock.instant(), Requests.tenant(origin), Requests.of(origin), standing, duplicate));
        }
        if (opened.get(0).key().contains("@")) {
            trackers.ticketsOf(session, origin).tellSoFar(connector);
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
        if (trackers.ticketsOf(session, origin).tell(connector, NoteKind.DISAGREES, subject, how)) {
            announcer.after(
                    session,
                    new JitChange.TicketDisagrees(
                            clock.instant(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            ticket.ticket(),
                            "EPM says " + atEpm + ", the ticket " + ticket.status()));
        }
    }
}
