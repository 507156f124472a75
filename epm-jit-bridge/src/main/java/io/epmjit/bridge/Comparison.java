package io.epmjit.bridge;

import io.epmjit.client.RequestState;
import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What EPM says of one request beside what is on record of it, and beside its tickets. A decision of ours that is on its
 * way is left alone: whoever sends it reads EPM by himself.
 */
final class Comparison {

    private static final Logger log = LoggerFactory.getLogger(Comparison.class);

    private final String tenant;
    private final Ledger ledger;
    private final EpmFlow flow;
    private final Trackers trackers;
    private final Routes routes;
    private final boolean readsTickets;

    Comparison(String tenant, Ledger ledger, EpmFlow flow, Routes routes, Trackers trackers, boolean readsTickets) {
        this.tenant = tenant;
        this.ledger = ledger;
        this.flow = flow;
        this.routes = routes;
        this.trackers = trackers;
        this.readsTickets = readsTickets;
    }

    /** Whether the request has come in before, by one of its names. */
    boolean isKnown(RequestState row) {
        return ledger.<Boolean>read(session -> find(session, row)
                .filter(origin -> origin.details().isPresent())
                .isPresent());
    }

    private Optional<Origin> find(LedgerSession session, RequestState row) {
        return row.requestId()
                .flatMap(id -> Stream.of(id, id.toLowerCase(Locale.ROOT), id.toUpperCase(Locale.ROOT))
                        .flatMap(spelling ->
                                session
                                        .origins()
                                        .find(new OriginKey(tenant, Requests.kind(row.kind()), spelling))
                                        .stream())
                        .findFirst())
                .or(() -> row.requestId().isPresent()
                        ? Optional.empty()
                        : row.ticketNumber()
                                .flatMap(number ->
                                        session.origins().numbered(tenant, Requests.kind(row.kind()), number)));
    }

    /** EPM's list has a request that never came in: it comes in now. */
    void add(RequestState row, Instant askedAt) {
        String name = row.requestId().or(row::ticketNumber).orElseThrow();
        JitEvent event = ListedRow.event(tenant, row);
        Routing routing = routes.of(tenant, event);
        ledger.write(session -> {
            if (wasRemoved(session, row)) {
                return row;
            }
            Origin origin = find(session, row)
                    .orElseGet(() -> session.origins().of(Requests.key(tenant, JitRequestRef.of(row.kind(), name))));
            if (origin.details().isEmpty()) {
                nameBoth(session, origin, row);
                Origin named = session.origins().get(origin.id());
                if (named.details().isEmpty()) {
                    flow.requests().found(session, named, event, routing);
                }
                learn(session, session.origins().get(named.id()), row, askedAt);
            }
            return row;
        });
    }

    /** What was removed because its time was over, or a person was to be forgotten, stays removed. */
    private boolean wasRemoved(LedgerSession session, RequestState row) {
        return row.requestId()
                        .filter(id -> session.tombstones().covers(new OriginKey(tenant, Requests.kind(row.kind()), id)))
                        .isPresent()
                || row.ticketNumber()
                        .flatMap(number ->
                                session.tombstones().findBySecondId(tenant, Requests.kind(row.kind()), number))
                        .isPresent();
    }

    private void nameBoth(LedgerSession session, Origin origin, RequestState row) {
        row.ticketNumber().ifPresent(number -> {
            if (row.requestId().isPresent()) {
                flow.identities().numbered(session, origin, number);
            } else {
                session.origins().learnSecondId(origin, number);
            }
        });
    }

    /** A request that is on record stands in EPM's list: what is new there is taken over. */
    void update(RequestState row, Instant askedAt, Instant deadline) {
        Origin origin = ledger.<Origin>read(session -> find(session, row).orElseThrow());
        boolean lacksNumber = row.requestId().isPresent()
                && row.ticketNumber().isPresent()
                && !row.ticketNumber().equals(origin.secondId());
        if (lacksNumber || ledger.<Boolean>read(session -> saysNews(session, origin, row))) {
            ledger.write(session -> {
                Origin now = session.origins().get(origin.id());
                nameBoth(session, now, row);
                learn(session, session.origins().get(now.id()), row, askedAt);
                return now;
            });
        }
        if (row.status().isDecided()) {
            compareTickets(origin, row.status(), deadline);
        }
    }

    /** An undecided request was looked up at EPM by itself. */
    void check(Origin origin, RequestState state, Instant askedAt, Instant deadline) {
        if (!state.isReadable() || state.status().equals(RequestState.UNKNOWN)) {
            return;
        }
        if (ledger.<Boolean>read(session -> saysNews(session, origin, state))) {
            ledger.write(session -> {
                learn(session, session.origins().get(origin.id()), state, askedAt);
                return origin;
            });
        }
        if (state.status().isPending()) {
            compareTickets(origin, state.status(), deadline);
        }
    }

    private static boolean saysNews(LedgerSession session, Origin origin, RequestState said) {
        if (said.status().equals(RequestState.UNKNOWN) || isBeingSent(session, origin)) {
            return false;
        }
        Optional<DecisionStatus> known = session.sightings()
                .verified(origin)
                .map(session.sightings()::get)
                .map(Sighting::status);
        return said.status().isPending()
                ? known.filter(status -> !status.isPending()).isPresent()
                : known.filter(said.status()::equals).isEmpty() || differs(session, origin, said);
    }

    /** A second approval may only have another length. */
    private static boolean differs(LedgerSession session, Origin origin, RequestState said) {
        Sighting known =
                session.sightings().get(session.sightings().verified(origin).orElseThrow());
        return (said.durationText().isPresent() && !said.durationText().equals(known.duration()))
                || (said.performer().isPresent() && !said.performer().equals(known.decidedBy()));
    }

    private static boolean isBeingSent(LedgerSession session, Origin origin) {
        return session.decisions().of(origin).stream().anyMatch(one -> one.state() == DecisionState.ACCEPTED);
    }

    private void learn(LedgerSession session, Origin origin, RequestState said, Instant askedAt) {
        if (saysNews(session, origin, said)) {
            flow.sightings().sighted(session, origin, new Reading(said, askedAt).sighting());
        }
    }

    private void compareTickets(Origin origin, DecisionStatus atEpm, Instant deadline) {
        if (readsTickets && !ledger.<Boolean>read(session -> isBeingSent(session, origin))) {
            for (TicketConnector connector : trackers.all()) {
                ledger.<Optional<TicketRef>>read(session -> finishedTicket(session, origin, connector, atEpm))
                        .ifPresent(ticket -> compareTicket(origin, connector, ticket, atEpm, deadline));
            }
        }
    }

    /** A ticket on which nothing that we want is still to be done. */
    private static Optional<TicketRef> finishedTicket(
            LedgerSession session, Origin origin, TicketConnector connector, DecisionStatus atEpm) {
        String target = connector.id().value();
        boolean isAtWork = session.effects().of(origin).stream()
                .anyMatch(effect ->
                        effect.target().equals(target) && !effect.state().isFinished());
        boolean isResolved = session.effects().of(origin).stream()
                .anyMatch(effect -> effect.target().equals(target)
                        && effect.action().equals(EpmWork.RESOLVE)
                        && effect.state() == EffectState.DONE);
        return isAtWork || (atEpm.isDecided() && !isResolved)
                ? Optional.empty()
                : session.effects().ticket(origin, target);
    }

    private void compareTicket(
            Origin origin, TicketConnector connector, TicketRef ticket, DecisionStatus atEpm, Instant deadline) {
        CallContext call = CallContext.builder()
                .deadline(deadline)
                .tenant(tenant)
                .attempt(1)
                .build();
        TicketSnapshot snapshot;
        try {
            snapshot = connector.read(ticket, call);
        } catch (ConnectorException e) {
            log.debug("Ticket {} could not be compared with EPM", ticket.key(), e);
            noticeIfMissing(origin, connector, ticket, call);
            return;
        }
        if (snapshot.isActive() != atEpm.isPending()) {
            ledger.write(session -> {
                Origin now = session.origins().get(origin.id());
                long subject = session.sightings().verified(now).orElse(0L);
                flow.tickets().disagrees(session, now, connector, snapshot, atEpm, subject);
                return now;
            });
        }
    }

    private void noticeIfMissing(Origin origin, TicketConnector connector, TicketRef ticket, CallContext call) {
        List<TicketRef> others = ledger.read(session -> TicketPresence.others(
                session, connector.id().value(), ticket, ledger.clock().instant()));
        TicketPresence.whyMissing(connector, ticket, others, call)
                .ifPresent(why -> ledger.write(session -> {
                    flow.tickets().missing(session, session.origins().get(origin.id()), ticket, why);
                    return ticket;
                }));
    }
}
