package io.epmjit.bridge;

import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.HoldReason;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Operator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a tracker is given its work: as an operator says, or the connector's own settings. */
final class Switches {

    private static final Logger log = LoggerFactory.getLogger(Switches.class);
    private static final String SETTINGS = "its settings";

    private final Ledger ledger;
    private final Trackers trackers;

    Switches(Ledger ledger, Trackers trackers) {
        this.ledger = ledger;
        this.trackers = trackers;
    }

    boolean off(ConnectorId id, Operator by, String why) {
        String target = trackers.get(id).id().value();
        boolean isNew = ledger.write(session -> {
            boolean off = session.holds().switchOff(target, by.name(), why);
            session.audit().operator(by, "switch-off", target, off ? "off: " + why : "was off already");
            return off;
        });
        if (isNew) {
            log.warn("{} has been switched off; its work waits", target);
        }
        return isNew;
    }

    boolean on(ConnectorId id, Operator by) {
        TicketConnector connector = trackers.get(id);
        if (!connector.isEnabled()) {
            throw new IllegalArgumentException(id + " is switched off by its settings: change them, and start again");
        }
        boolean wasHeld = ledger.write(session -> {
            boolean held = session.holds().switchOn(id.value());
            session.audit().operator(by, "switch-on", id.value(), held ? "on" : "was on already");
            return held;
        });
        if (wasHeld) {
            log.info("{} has been switched on; what has waited is worked off", id);
        }
        return wasHeld;
    }

    /** What the settings switch off is off, and is on again once they do not. An operator's word stands. */
    void applySettings() {
        ledger.<Boolean>write(session -> {
            trackers.all().forEach(connector -> applySettings(session, connector));
            return true;
        });
    }

    private static void applySettings(LedgerSession session, TicketConnector connector) {
        String target = connector.id().value();
        if (!connector.isEnabled()) {
            session.holds().switchOff(target, SETTINGS, "its settings say that it is not enabled");
        } else if (session.holds().of(target).stream()
                .anyMatch(hold -> hold.reason() == HoldReason.SWITCHED_OFF
                        && hold.by().filter(SETTINGS::equals).isPresent())) {
            session.holds().switchOn(target);
        }
    }
}
