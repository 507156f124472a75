package io.epmjit.ledger;

import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A change intended in an outside system, as the ledger keeps it. Immutable. */
@Value.Immutable
public abstract class Effect {

    Effect() {}

    static ImmutableEffect.Builder builder() {
        return ImmutableEffect.builder();
    }

    /** The ledger's own number of it. */
    public abstract long id();

    public abstract long originId();

    public abstract String target();

    public abstract String action();

    public abstract String key();

    public abstract Optional<String> payload();

    public abstract EffectState state();

    public abstract Instant plannedAt();

    /** When it is worked on next. */
    public abstract Instant dueAt();

    /**
     * How often its call may have gone out: counted when it is claimed, so that a crash counts, and given back where an
     * attempt certainly changed nothing.
     */
    public abstract int attempts();

    /** How often it has been claimed to be looked for. */
    public abstract int looks();

    /** How often an attempt or a look has ended without settling it. */
    public abstract int failures();

    /**
     * Since when it has been failing, without the time in which its target was held; empty while nothing has failed, and
     * after it was replayed.
     */
    public abstract Optional<Instant> failingSince();

    /** When it was done, or given up. */
    public abstract Optional<Instant> endedAt();

    /** Counts the claims; an outcome is taken only from the latest. */
    public abstract long epoch();

    /** Whether a call for it may have reached the outside system; {@code false} only if that is certain. */
    public abstract boolean hasDeparted();

    /** What went wrong last, or why it is dead. */
    public abstract Optional<String> explanation();

    /** What it left in the outside system. */
    public abstract Optional<TicketRef> ref();
}
