package io.epmjit.connector.contract;

/**
 * What a connector is asked to do, and by that the <em>decisive</em> request of it: the one that has the effect, or that
 * brings what was asked for. A connector may send others before it, to look up a person or a right.
 */
public enum Operation {

    /** The request that makes the ticket. */
    OPEN,

    /** The request that searches for tickets. */
    FIND,

    /** The request that reads one ticket. */
    READ,

    /** The request that writes the note. */
    NOTE,

    /** The request that reads the notes of one ticket. */
    FIND_NOTE,

    /** The request that brings the ticket into another state. */
    RESOLVE,

    /** Every request, whatever it is for. */
    ANY
}
