package io.epmjit.decision;

import io.epmjit.ledger.Origin;
import java.util.List;

/** Shows a request's tickets as their trackers have them now. Calls outside, so never within a transaction. */
@FunctionalInterface
public interface TicketReader {

    /** One view for each ticket on record; throws nothing, and takes at most some seconds. */
    List<TicketView> read(Origin origin);
}
