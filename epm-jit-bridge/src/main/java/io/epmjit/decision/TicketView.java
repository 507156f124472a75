package io.epmjit.decision;

import io.epmjit.connector.ConnectorId;

/**
 * A ticket as its tracker showed it just before a decision was judged.
 *
 * @param connector the tracker
 * @param condition what it showed
 */
public record TicketView(ConnectorId connector, Condition condition) {

    /** What a tracker showed of a ticket. */
    public enum Condition {

        /** It carries its request's stamp, and is in a state in which decisions may be made. */
        ACTIVE,

        /** It carries its request's stamp, and is in another state. */
        INACTIVE,

        /** It does not carry its request's stamp any more. */
        STRANGE,

        /** It could not be read. */
        UNREADABLE
    }
}
