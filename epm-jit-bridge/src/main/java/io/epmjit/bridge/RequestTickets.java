package io.epmjit.bridge;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tickets that a request has or will have, as they are on record when this is made, and what is to be written on them.
 * Belongs to one transaction.
 */
final class RequestTickets {

    private final LedgerSession session;
    private final Origin origin;
    private final List<Effect> openings;
    private final List<TicketConnector> trackers;

    RequestTickets(LedgerSession session, Origin origin, List<TicketConnector> connectors) {
        this.session = session;
        this.origin = origin;
        this.openings = session.effects().of(origin).stream()
                .filter(effect -> effect.action().equals(EpmWork.OPEN))
                .toList();
        this.trackers = connectors.stream()
                .filter(connector -> openingsAt(connector).findAny().isPresent())
                .toList();
    }

    /** Where the request has a ticket, or will have one; none while it is held or only heard of. */
    List<TicketConnector> trackers() {
        return trackers;
    }

    /** Every attempt to give the request a ticket there, the first one first. */
    List<Effect> openings(TicketConnector connector) {
        return openingsAt(connector).toList();
    }

    private Stream<Effect> openingsAt(TicketConnector connector) {
        String target = connector.id().value();
        return openings.stream().filter(effect -> effect.target().equals(target));
    }

    /** A note about a decision or a sighting of that number, on each ticket. */
    void note(NoteKind kind, long subject) {
        trackers.forEach(connector -> note(connector, kind, subject));
    }

    private void note(TicketConnector connector, NoteKind kind, long subject) {
        tell(connector, kind, subject, Long.toString(subject));
    }

    /** A note that carries what it says; one of its kind on each ticket. */
    void tellAll(NoteKind kind, String what) {
        trackers.forEach(connector -> tell(connector, kind, origin.id(), what));
    }

    /** A note, where the tracker has them; {@code false} if there is none, or it is planned already. */
    boolean tell(TicketConnector connector, NoteKind kind, long subject, String payload) {
        return connector.capabilities().contains(Capability.INTERNAL_NOTES)
                && session.effects().plan(origin, planned(connector, kind.action(), subject, payload));
    }

    /** What EPM itself says closes every ticket, once for everything new that it says. */
    void close(long seen) {
        trackers.forEach(connector -> close(connector, seen));
    }

    private void close(TicketConnector connector, long seen) {
        Sighting said = session.sightings().get(seen);
        if (said.status().isPending()) {
            return;
        }
        note(connector, NoteKind.CONFIRMED, seen);
        if (said.status().isDecided() && connector.capabilities().contains(Capability.RESOLVE)) {
            session.effects().plan(origin, planned(connector, EpmWork.RESOLVE, seen, Long.toString(seen)));
        }
    }

    /** What every ticket has to say of what went before it. */
    void tellSoFar() {
        trackers.forEach(this::tellSoFar);
    }

    /** What a new ticket has to say of what went before it. */
    void tellSoFar(TicketConnector connector) {
        session.decisions().of(origin).forEach(decision -> noteAgain(connector, decision));
        session.sightings().verified(origin).ifPresent(seen -> close(connector, seen));
    }

    private void noteAgain(TicketConnector connector, RecordedDecision decision) {
        boolean neverSent = decision.state().isFirstApproval();
        note(connector, neverSent ? NoteKind.FIRST_APPROVAL : NoteKind.DECIDED, decision.id());
        if (!neverSent && !decision.state().isInForce()) {
            note(connector, NoteKind.FAILED, decision.id());
        }
    }

    /** What is told to one ticket is told again to the one that takes its place. */
    private EffectPlan planned(TicketConnector connector, String action, long subject, String payload) {
        String replacement = openingsAt(connector)
                .filter(effect -> !effect.isRefLost())
                .max(Comparator.comparing(Effect::id))
                .filter(effect -> !effect.key().equals(EpmWork.OPEN))
                .map(effect -> ":" + effect.id())
                .orElse("");
        return EffectPlan.of(connector.id().value(), action, action + ":" + subject + replacement)
                .withPayload(payload);
    }
}
