package io.epmjit.bridge;

import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The trackers that a bridge has connectors for, in the order in which they were given. Immutable. */
final class Trackers {

    private final Map<String, TicketConnector> byId;

    Trackers(List<TicketConnector> connectors) {
        Map<String, TicketConnector> known = new LinkedHashMap<>();
        connectors.forEach(connector -> known.put(connector.id().value(), connector));
        this.byId = Collections.unmodifiableMap(known);
    }

    List<TicketConnector> all() {
        return List.copyOf(byId.values());
    }

    Set<String> ids() {
        return byId.keySet();
    }

    /** @throws IllegalArgumentException if the bridge has none of that name */
    TicketConnector get(ConnectorId id) {
        TicketConnector connector = byId.get(id.value());
        if (connector == null) {
            throw new IllegalArgumentException("the bridge has no connector " + id);
        }
        return connector;
    }

    /** The request's tickets as they are on record at this moment of the transaction. */
    RequestTickets ticketsOf(LedgerSession session, Origin origin) {
        return new RequestTickets(session, origin, all());
    }
}
