package io.epmjit.ledger;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * What the audit trail is told: who did what to what, by which way in, and what came of it. Nothing that somebody typed
 * as a reason belongs here, and no secret: an entry is never changed nor removed. Immutable.
 */
@Value.Immutable
public abstract class TrailEntry {

    /** What kind of thing happened. */
    public enum Kind {

        /** Somebody tried to decide a request, whether it was accepted or not. */
        DECISION,

        /** Somebody who runs the bridge did something to it. */
        OPERATOR,

        /** The bridge has started, with these settings. */
        START,

        /** Records were removed because their time was over. */
        RETENTION
    }

    TrailEntry() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Begins an entry on what somebody does who runs the bridge. */
    public static Builder of(Operator by) {
        Builder entry = builder();
        entry.kind(Kind.OPERATOR).by(by.name()).wayIn(by.wayIn());
        return entry;
    }

    /** What the trail calls the request that an origin is about. */
    public static String subjectOf(OriginKey key) {
        return key.kind() + " " + key.id();
    }

    public abstract Kind kind();

    /** Who did it. The trail keeps the name apart, so that it can be forgotten: then this is {@code person 17 (erased)}. */
    public abstract Optional<String> by();

    /** The way in by which it came, such as {@code code} or {@code page}. */
    public abstract Optional<String> wayIn();

    /** The source system that it concerns: for EPM, the tenant. */
    public abstract Optional<String> system();

    /** What was done, or tried: {@code approve for 30 minutes}, {@code replay}. */
    public abstract String action();

    /** What it was done to: a request, as {@link #subjectOf} names it, a connector, a body. */
    public abstract String subject();

    /** What came of it, such as {@code accepted}. */
    public abstract String outcome();

    /** The rule that refused it. */
    public abstract Optional<String> rule();

    /** What else belongs to it, such as the settings in force. */
    public abstract Optional<String> detail();

    /** Collects an entry; not for use by several threads. */
    public static final class Builder extends ImmutableTrailEntry.Builder {
        Builder() {}
    }
}
