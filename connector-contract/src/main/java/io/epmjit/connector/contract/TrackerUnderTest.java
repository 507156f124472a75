package io.epmjit.connector.contract;

import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.TicketConnector;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tracker that is there for one test: a fake of it, as a rule, because it has to fail on demand. The suite makes
 * connectors to it, looks at what they have left in it, and lets happen what happens in trackers.
 *
 * <p>Implementations are called by one thread at a time, but for the requests of connectors, which come from many.
 */
public interface TrackerUnderTest extends AutoCloseable {

    /** The clock of tracker and connectors, by which deadlines are set. It runs, or moves with {@link #advance}. */
    InstantSource clock();

    /** Lets this much time pass, for the tracker and its search as well: by moving the clock, or else by waiting. */
    void advance(Duration time);

    /** Another connector to this tracker, with the account and the settings that it should have. The suite closes it. */
    TicketConnector connector();

    /** The same with a password or token that the tracker refuses. The suite closes it. */
    TicketConnector connectorWithWrongCredentials();

    /** The passwords and tokens, right and wrong: what must not be seen in any message. */
    Set<String> secrets();

    /** Every ticket that is there, the oldest first. */
    List<StoredTicket> tickets();

    /** How many requests of this kind have arrived so far, those included that failed on demand. */
    int requests(Operation operation);

    /** From now on every such request fails like this, until {@link #mend}. */
    void fail(Operation operation, TrackerFault fault);

    /** Nothing fails any more. What hangs already need not come back. */
    void mend();

    /** The rights that can be taken away one by one here. Where there is no other, {@link Right#SEE_TICKETS} is. */
    Set<Right> rights();

    /** Takes this right from the connectors' account, the one that {@link #connector} uses. */
    void revoke(Right right);

    /**
     * What stands in the fields of a ticket that {@link #connector}'s settings have for the particulars of a decision; of a
     * new ticket nothing. Empty, as it is by default, if it has no such settings.
     */
    default Optional<Map<DecisionParticular, String>> particulars(TicketRef ticket) {
        return Optional.empty();
    }

    /** Somebody with another account makes another ticket with the same content, mark included: a clone. */
    void copyByStranger(TicketRef ticket);

    /** Somebody with another account writes an internal note, with this for its {@link StoredNote#source}. */
    void noteByStranger(TicketRef ticket, String source);

    /** Somebody removes the mark by which the connector finds the ticket. */
    void removeStamp(TicketRef ticket);

    /** Somebody deletes the ticket. */
    void delete(TicketRef ticket);

    @Override
    void close();
}
