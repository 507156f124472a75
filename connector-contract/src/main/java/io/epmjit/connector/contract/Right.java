package io.epmjit.connector.contract;

/** What an account may do in a tracker. Not every tracker tells all of them apart. */
public enum Right {

    /** To see tickets, and so to find them. */
    SEE_TICKETS,

    /** To make tickets. */
    OPEN_TICKETS,

    /** To write internal notes. */
    WRITE_NOTES,

    /** To see internal notes. */
    SEE_NOTES,

    /** To bring tickets into another state. */
    RESOLVE_TICKETS
}
