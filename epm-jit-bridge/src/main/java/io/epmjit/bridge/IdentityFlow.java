package io.epmjit.bridge;

import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.JitRequestRef;
import java.time.InstantSource;
import java.util.Optional;

/** Under which names a request is known; and what follows when two turn out to be one. */
final class IdentityFlow {

    private final Trackers trackers;
    private final TicketFlow tickets;
    private final Announcer announcer;
    private final InstantSource clock;

    IdentityFlow(Trackers trackers, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        this.trackers = trackers;
        this.tickets = tickets;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Only EPM can say which number a request has: what a webhook claims makes the bridge ask. */
    void identify(LedgerSession session, Origin origin, Optional<String> claimed) {
        EffectPlan question = EffectPlan.of(
                EpmWork.questionsTo(Requests.tenant(origin)),
                EpmWork.IDENTIFY,
                claimed.map(number -> EpmWork.IDENTIFY + ":" + number).orElse(EpmWork.IDENTIFY));
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
                .anyMatch(effect -> effect.action().equals(EpmWork.OPEN)
                        && (effect.state() == EffectState.IN_FLIGHT || effect.state() == EffectState.UNKNOWN));
    }

    /** Of two origins that are one, the one with EPM's own id goes on; of their tickets, the oldest. */
    private void merge(LedgerSession session, Origin from, Origin into) {
        JitRequestRef merged = Requests.of(from);
        boolean isOver = SightingFlow.isOver(session, from) || SightingFlow.isOver(session, into);
        session.origins().merge(from, into);
        if (isOver) {
            session.undecided().remove(into);
        }
        Origin one = session.origins().get(into.id());
        announcer.after(
                session, new JitChange.RequestsMerged(clock.instant(), Requests.tenant(one), Requests.of(one), merged));
        for (TicketConnector connector : trackers.ticketsOf(session, one).trackers()) {
            tickets.keepTheOldest(session, one, connector);
        }
    }
}
