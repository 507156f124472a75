package io.epmjit.connector;

/** What a tracker can do beyond opening, finding and reading tickets. What is missing is not asked for. */
public enum Capability {

    /** Notes that only the tracker's own staff see: {@link TicketConnector#note} and {@link TicketConnector#findNote}. */
    INTERNAL_NOTES,

    /** Closing or moving a ticket: {@link TicketConnector#resolve}. */
    RESOLVE
}
