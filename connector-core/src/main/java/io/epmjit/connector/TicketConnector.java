package io.epmjit.connector;

import io.epmjit.http.ConnectionStatus;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.Map;
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

    /**
     * Makes a ticket that carries the draft's stamp, from the moment it exists. Never looks first whether there is one,
     * and sends the request that makes it once at most.
     *
     * @throws ConnectorException {@code SAFE} only if no ticket can have been made, also where something failed before
     *     (a person that had to be looked up); {@code OUTCOME_UNKNOWN} once the request has left and no clear answer came
     */
    TicketRef open(TicketDraft draft, CallContext call);

    /**
     * Looks for tickets with exactly this stamp, the oldest first, whoever made them. A tracker's search may lag behind
     * by {@link #consistencyDelay()}; the bridge waits.
     *
     * <p>{@link Lookup.Absent} makes the bridge create a ticket. So it is said only after a search that was complete and
     * allowed to see such a ticket; whatever else is certain to happen again (a missing right, a login page) is {@link
     * Lookup.CannotTell}.
     *
     * @throws ConnectorException if looking failed in a way that may pass: throttled, unavailable, too slow
     */
    Lookup<TicketRef> find(Stamp stamp, CallContext call);

    /** Reads a ticket as it is now. A ticket that is not there is a {@code NEVER} failure. */
    TicketSnapshot read(TicketRef ticket, CallContext call);

    /**
     * Writes a note that only the tracker's staff see. A connector that cannot be sure of that reports a {@code NEVER}
     * failure instead of success, because writing it again would publish it again. Asked for only with {@link
     * Capability#INTERNAL_NOTES}.
     *
     * <p>The note carries its key where nothing that a user typed can imitate it.
     *
     * <p>Unless it is implemented, writes nothing and reports a {@code NEVER} failure.
     */
    default void note(TicketRef ticket, TicketNote note, CallContext call) {
        throw ConnectorException.of(id(), "this tracker has no internal notes", Retryability.NEVER);
    }

    /**
     * Reads the ticket's own notes, not an index of them, looking for one with this key that the connector wrote. As with
     * {@link #find}, {@link Lookup.Absent} is said only by an account that would see the note.
     *
     * <p>Unless it is implemented, cannot tell.
     */
    default Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
        return Lookup.cannotTell("this tracker has no internal notes");
    }

    /**
     * Brings the ticket into the state that is set up for this outcome. A ticket that is there already is resolved; that
     * the tracker refuses is an answer. Asked for only with {@link Capability#RESOLVE}.
     *
     * <p>Where the ticket has fields for {@link Resolution#particulars}, they are filled in too. A field that the tracker
     * does not take never keeps the ticket from being resolved: it is told in {@link ResolveOutcome.Resolved#remarks}.
     *
     * <p>Unless it is implemented, refuses.
     */
    default ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
        return ResolveOutcome.refused("this connector does not resolve tickets");
    }

    /** Whether credentials, rights and settings fit, and if not, what to do. Throws nothing. */
    ConnectionStatus testConnection(CallContext call);

    /** For how long after a write the tracker's search may not show it. */
    Duration consistencyDelay();

    /**
     * Whether the connector's settings let it work. While they do not, requests are taken and kept, and nothing is sent;
     * asked when the bridge starts.
     */
    default boolean isEnabled() {
        return true;
    }

    /** What this tracker can do. */
    Set<Capability> capabilities();

    /**
     * The settings that this connector works with, by name, for the record that is made at each start and for support:
     * <strong>never a secret</strong>, nor a part of one. Default: none.
     */
    default Map<String, String> settingsInForce() {
        return Map.of();
    }

    /** Frees what the connector holds. Throws nothing. */
    @Override
    void close();
}
