package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.decision.TicketReader;
import io.epmjit.decision.TicketView;
import io.epmjit.decision.TicketView.Condition;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Origin;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request's tickets once, so that a decision is judged by what they show now. */
final class TicketGlance implements TicketReader {

    private static final Logger log = LoggerFactory.getLogger(TicketGlance.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Trackers trackers;

    TicketGlance(Ledger ledger, Trackers trackers) {
        this.ledger = ledger;
        this.trackers = trackers;
    }

    @Override
    public List<TicketView> read(Origin origin) {
        return LogContext.during(origin, () -> glance(origin));
    }

    private List<TicketView> glance(Origin origin) {
        List<TicketView> views = new ArrayList<>();
        Instant deadline = ledger.clock().instant().plus(PATIENCE);
        List<String> names = ledger.read(session -> session.origins().names(origin));
        for (TicketConnector connector : trackers.all()) {
            Optional<TicketRef> ticket = ledger.read(
                    session -> session.effects().ticket(origin, connector.id().value()));
            ticket.ifPresent(one ->
                    views.add(new TicketView(connector.id(), condition(connector, one, origin, names, deadline))));
        }
        return views;
    }

    private static Condition condition(
            TicketConnector connector, TicketRef ticket, Origin origin, List<String> names, Instant deadline) {
        try {
            TicketSnapshot snapshot = connector.read(
                    ticket,
                    CallContext.builder()
                            .deadline(deadline)
                            .tenant(Requests.tenant(origin))
                            .build());
            Optional<Stamp> stamp = snapshot.stamp();
            if (stamp.map(Stamp::value).filter(names::contains).isEmpty()) {
                return Condition.STRANGE;
            }
            return snapshot.isActive() ? Condition.ACTIVE : Condition.INACTIVE;
        } catch (RuntimeException e) {
            log.warn("The ticket {} could not be read before a decision on it", ticket.key(), e);
            return Condition.UNREADABLE;
        }
    }
}
