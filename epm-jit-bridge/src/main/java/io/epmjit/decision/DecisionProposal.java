package io.epmjit.decision;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision that somebody wants to make, as it was typed: it may lack a reason, or ask for too long. The
 * {@link DecisionDesk} says what is wrong with it.
 *
 * <pre>{@code
 * DecisionProposal.approve(request, AccessDuration.minutes(30)).by("a.lee").reason("change CHG0042").build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class DecisionProposal {

    private final JitRequestRef request;
    private final @Nullable String source;
    private final @Nullable AccessDuration duration;
    private final String by;
    private final String reason;
    private final String wayIn;

    private DecisionProposal(Builder builder) {
        this.request = builder.request;
        this.source = builder.source;
        this.duration = builder.duration;
        this.by = builder.by;
        this.reason = builder.reason;
        this.wayIn = builder.wayIn;
    }

    /** Begins a proposal to approve the request for this long. */
    public static Builder approve(JitRequestRef request, AccessDuration duration) {
        return new Builder(request, Objects.requireNonNull(duration, "duration"));
    }

    /** Begins a proposal to deny the request. */
    public static Builder deny(JitRequestRef request) {
        return new Builder(request, null);
    }

    public JitRequestRef request() {
        return request;
    }

    /** The source that the request came from, where it was named. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    public boolean isApproval() {
        return duration != null;
    }

    /** For how long; empty for a denial. */
    public Optional<AccessDuration> duration() {
        return Optional.ofNullable(duration);
    }

    /** Who wants to decide; may be blank. */
    public String by() {
        return by;
    }

    /** Why; may be blank. */
    public String reason() {
        return reason;
    }

    /** The way by which the proposal came, for the record; {@code code} if nothing else was said. */
    public String wayIn() {
        return wayIn;
    }

    @Override
    public String toString() {
        return (isApproval() ? "approve " : "deny ") + request + " by way of " + wayIn;
    }

    /** Collects a proposal; not for use by several threads. */
    public static final class Builder {

        private final JitRequestRef request;
        private final @Nullable AccessDuration duration;
        private @Nullable String source;
        private String by = "";
        private String reason = "";
        private String wayIn = "code";

        private Builder(JitRequestRef request, @Nullable AccessDuration duration) {
            this.request = Objects.requireNonNull(request, "request");
            this.duration = duration;
        }

        /** The name of the source, needed only where several sources could have a request of the same id. */
        public Builder source(String name) {
            this.source = Objects.requireNonNull(name, "name");
            return this;
        }

        public Builder by(String approver) {
            this.by = approver.strip();
            return this;
        }

        public Builder reason(String text) {
            this.reason = text.strip();
            return this;
        }

        /** Names the way in, for the record: lower-case words such as {@code page}. */
        public Builder wayIn(String name) {
            this.wayIn = Objects.requireNonNull(name, "name");
            return this;
        }

        public DecisionProposal build() {
            return new DecisionProposal(this);
        }
    }
}
