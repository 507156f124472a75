package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a ticket that was opened is gone. A tracker that says "not found" may only hide it, from this account
 * or from everybody for a while; so it counts only beside another ticket of ours that the account does see.
 */
final class TicketPresence {

    private static final int CONTROLS = 4;

    private TicketPresence() {}

    /** The tickets that were opened last there, apart from this one. */
    static List<TicketRef> others(LedgerSession session, String target, TicketRef ticket, Instant now) {
        List<Origin> opened = session.effects().newestDone(target, EpmWork.OPEN, now, CONTROLS);
        return opened.stream()
                .flatMap(origin -> session.effects().ticket(origin, target).stream())
                .filter(other -> !other.id().equals(ticket.id()))
                .toList();
    }

    /**
     * Why the ticket is taken to be gone.
     *
     * @param others tickets that should be there; while there is none, the connection test has to do
     * @return empty if it is there, or nobody can tell
     */
    static Optional<String> whyMissing(
            TicketConnector connector, TicketRef ticket, List<TicketRef> others, CallContext call) {
        if (isThereOrUnclear(connector, ticket, call)) {
            return Optional.empty();
        }
        boolean seesOthers = others.isEmpty()
                ? connector.testConnection(call).isOk()
                : others.stream().anyMatch(other -> isThere(connector, other, call));
        return seesOthers
                ? Optional.of("ticket " + ticket.key() + " has been deleted, or is hidden from the connector's account")
                : Optional.empty();
    }

    private static boolean isThereOrUnclear(TicketConnector connector, TicketRef ticket, CallContext call) {
        try {
            connector.read(ticket, call);
            return true;
        } catch (ConnectorException e) {
            return e.retryability() != Retryability.NEVER || ConnectorCalls.isAboutRights(e);
        }
    }

    private static boolean isThere(TicketConnector connector, TicketRef ticket, CallContext call) {
        try {
            connector.read(ticket, call);
            return true;
        } catch (ConnectorException e) {
            return false;
        }
    }
}
