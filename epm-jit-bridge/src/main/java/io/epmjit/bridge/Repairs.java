package io.epmjit.bridge;

import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Operator;
import io.epmjit.ledger.Origin;
import io.epmjit.model.JitRequestRef;
import java.util.List;

/** What an operator has done again at a tracker: what was given up, and tickets that are gone. All of it stands on the trail. */
final class Repairs {

    private final Ledger ledger;
    private final Trackers trackers;
    private final EpmFlow flow;

    Repairs(Ledger ledger, Trackers trackers, EpmFlow flow) {
        this.ledger = ledger;
        this.trackers = trackers;
        this.flow = flow;
    }

    int retryGivenUp(Operator by) {
        return ledger.<Integer>write(session -> trackers.ids().stream()
                .mapToInt(target -> retryGivenUp(session, target, by))
                .sum());
    }

    int retryGivenUp(ConnectorId connector, Operator by) {
        String target = trackers.get(connector).id().value();
        return ledger.<Integer>write(session -> retryGivenUp(session, target, by));
    }

    private static int retryGivenUp(LedgerSession session, String target, Operator by) {
        int revived = session.effects().revive(target);
        session.audit().operator(by, "take up again", target, revived + " planned again");
        return revived;
    }

    boolean openReplacement(JitRequestRef request, ConnectorId connector, Operator by) {
        TicketConnector tracker = trackers.get(connector);
        return ledger.<Boolean>write(session -> {
            List<Origin> origins = session.origins().named(request.kind().name(), request.requestId());
            if (origins.isEmpty()) {
                throw new IllegalArgumentException("there is no request " + request + " on record here");
            }
            boolean any = false;
            for (Origin origin : origins) {
                any |= replace(session, origin, tracker, by);
            }
            return any;
        });
    }

    private boolean replace(LedgerSession session, Origin origin, TicketConnector tracker, Operator by) {
        boolean replaced = flow.tickets().replace(session, origin, tracker);
        session.audit()
                .operator(
                        by,
                        "open another ticket at " + tracker.id(),
                        origin,
                        replaced ? "planned" : "refused: there is one, or one is on its way");
        return replaced;
    }
}
