package io.epmjit.connector;

import io.epmjit.http.ConnectionStatus;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.Set;

/**
 * A tracker, as the bridge sees it. Implement it to bring requests into a tracker of your own.
 *
 * <p>A connector is thread-safe, may block, and <strong>remembers nothing</strong>: the bridge keeps a record of every
 * call before it is made, decides about repetition, and looks for what an attempt may have left behind. So a connector
 * makes each call once. It ends every call by {@link CallContext#deadline()}.
 *
 * <p>Failures are {@link ConnectorException}s. Anything else that is thrown by {@link #open}, {@link #note} or
 * {@link #resolve} is taken for a call whose outcome is unknown: the bridge will look before it tries again.
 *
 * <p>Whatever stands in a draft or a note may have been chosen by an attacker. A connector escapes it for the language
 * it is written into (query, markup, JSON) and cuts it to the tracker's limits.
 */
public interface TicketConnector extends AutoCloseable {

    /** The connector's name, stored with every ticket: stable for ever. */
    ConnectorId id();

    /** Makes a ticket that carries the draft's stamp. Never looks first whether there is one. */
    TicketRef open(TicketDraft draft, CallContext call);

    /**
     * Looks for tickets with exactly this stamp, the oldest first. A tracker's search may lag behind by
     * {@link #consistencyDelay()}; the bridge waits.
     */
    Lookup<TicketRef> find(Stamp stamp, CallContext call);

    /** Reads a ticket as it is now. A ticket that is not there is a {@code NEVER} failure. */
    TicketSnapshot read(TicketRef ticket, CallContext call);

    /**
     * Writes a note that only the tracker's staff see. A connector that cannot be sure of that reports a failure instead
     * of success. Asked for only with {@link Capability#INTERNAL_NOTES}.
     */
    void note(TicketRef ticket, TicketNote note, CallContext call);

    /** Reads the ticket's notes, looking for one with this key. */
    Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call);

    /**
     * Brings the ticket into the state that is set up for this outcome. A ticket that is there already is resolved; that
     * the tracker refuses is an answer. Asked for only with {@link Capability#RESOLVE}.
     */
    ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call);

    /** Whether credentials, rights and settings fit, and if not, what to do. Throws nothing. */
    ConnectionStatus testConnection(CallContext call);

    /** For how long after a write the tracker's search may not show it. */
    Duration consistencyDelay();

    /** What this tracker can do. */
    Set<Capability> capabilities();

    /** Frees what the connector holds. Throws nothing. */
    @Override
    void close();
}
