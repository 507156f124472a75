package io.epmjit.bridge;

import io.epmjit.model.TicketRef;
import java.util.List;
import org.immutables.value.Value;

/**
 * What was forgotten of a person, what could not be and why, and what is left to do elsewhere. It names no name.
 * Immutable.
 */
@Value.Immutable
public abstract class ErasureReport {

    ErasureReport() {}

    static ImmutableErasureReport.Builder builder() {
        return ImmutableErasureReport.builder();
    }

    /** How many of the person's requests were removed, with everything that belongs to them. */
    public abstract int requests();

    /** How many decisions of the person, on other people's requests, no longer say who made them. */
    public abstract int decisions();

    /** How many bodies that named the person were removed besides. */
    public abstract int bodies();

    /** What the audit trail calls the person now, such as {@code person 17}. */
    public abstract List<String> onTrail();

    /** The tickets of the removed requests: they stand in their trackers, and are somebody's to remove there. */
    public abstract List<TicketRef> tickets();

    /** What was kept, and why. The same order given again later removes it, once the reason is gone. */
    public abstract List<Kept> kept();

    /**
     * Whether the database has let go of what the removed rows left in its own files. {@code false} on PostgreSQL, where
     * vacuuming, archives and replicas follow their own rules, and while somebody else is reading; then it happens later.
     */
    public abstract boolean isScrubbed();

    /** Whether nothing was kept. */
    public final boolean isComplete() {
        return kept().isEmpty();
    }

    /**
     * Something that was kept.
     *
     * @param what a request, or a body in quarantine
     * @param why the reason, and what to do about it
     */
    public record Kept(String what, String why) {}
}
