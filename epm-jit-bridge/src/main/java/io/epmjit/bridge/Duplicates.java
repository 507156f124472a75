package io.epmjit.bridge;

import io.epmjit.connector.Capability;
import io.epmjit.connector.TicketConnector;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a ticket that a request has too many: a note on it says which one stands; and once EPM's answer closes
 * the one that stands, it closes the other one, too. Before that it is left open: to deny a duplicate might be taken for a
 * decision.
 */
final class Duplicates {

    static final String NOTE = "note-duplicate";
    static final String RESOLVE = "resolve-duplicate";

    private Duplicates() {}

    /** A duplicate has been found. */
    static void found(LedgerSession session, Origin origin, TicketConnector connector, TicketRef duplicate) {
        if (connector.capabilities().contains(Capability.INTERNAL_NOTES)) {
            session.effects().plan(origin, about(NOTE, connector, written(duplicate)));
        }
        boolean isDecided = session.sightings()
                .verified(origin)
                .filter(seen -> session.sightings().get(seen).status().isDecided())
                .isPresent();
        if (isDecided) {
            resolve(session, origin, connector, written(duplicate));
        }
    }

    /** The ticket that stands is resolved: so are its duplicates. */
    static void resolved(LedgerSession session, Origin origin, TicketConnector connector) {
        for (Effect effect : session.effects().of(origin)) {
            if (effect.action().equals(NOTE)
                    && effect.target().equals(connector.id().value())) {
                resolve(session, origin, connector, effect.payload().orElseThrow());
            }
        }
    }

    private static void resolve(LedgerSession session, Origin origin, TicketConnector connector, String duplicate) {
        if (connector.capabilities().contains(Capability.RESOLVE)) {
            session.effects().plan(origin, about(RESOLVE, connector, duplicate));
        }
    }

    private static EffectPlan about(String action, TicketConnector connector, String duplicate) {
        String id = duplicate.lines().findFirst().orElseThrow();
        return EffectPlan.of(connector.id().value(), action, action + ":" + id).withPayload(duplicate);
    }

    private static String written(TicketRef ticket) {
        return ticket.id() + "\n" + ticket.key()
                + ticket.url().map(url -> "\n" + url).orElse("");
    }

    /** The duplicate that an effect is about. */
    static TicketRef of(Effect effect) {
        List<String> lines = effect.payload().orElseThrow().lines().toList();
        TicketRef ticket = TicketRef.of(effect.target(), lines.get(0), lines.get(1));
        Optional<String> url = lines.stream().skip(2).findFirst();
        return url.map(address -> ticket.withUrl(URI.create(address))).orElse(ticket);
    }
}
