package io.epmjit.decision;

import io.epmjit.connector.ConnectorId;
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
    private final @Nullable String tenant;
    private final @Nullable AccessDuration duration;
    private final Approver approver;
    private final String reason;
    private final String wayIn;
    private final @Nullable ConnectorId cameThrough;

    private DecisionProposal(Builder builder) {
        this.request = builder.request;
        this.tenant = builder.tenant;
        this.duration = builder.duration;
        this.approver = builder.approver;
        this.reason = builder.reason;
        this.wayIn = builder.wayIn;
        this.cameThrough = builder.cameThrough;
    }

    /** Begins a proposal to approve the request for this long. */
    public static Builder approve(JitRequestRef request, AccessDuration duration) {
        return new Builder(request, Objects.requireNonNull(duration, "duration"));
    }

    /** Begins a proposal to deny the request. */
    public static Builder deny(JitRequestRef request) {
        return new Builder(request, null);
    }

    /** What a rule has to say to a request. */
    public static DecisionProposal of(DecisionRules.Finding finding, JitRequestRef request, String tenant) {
        RuleOpinion opinion = finding.opinion();
        return new Builder(request, opinion.duration().orElse(null))
                .tenant(tenant)
                .byRule(finding.rule())
                .reason(opinion.reason())
                .wayIn("rule")
                .build();
    }

    public JitRequestRef request() {
        return request;
    }

    /** The tenant that the request belongs to, where it was named. */
    public Optional<String> tenant() {
        return Optional.ofNullable(tenant);
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
        return approver.name();
    }

    /** Who wants to decide, and who says so. */
    public Approver approver() {
        return approver;
    }

    /** Why; may be blank. */
    public String reason() {
        return reason;
    }

    /** The way by which the proposal came, for the record; {@code code} if nothing else was said. */
    public String wayIn() {
        return wayIn;
    }

    /** The tracker in which somebody decided; empty for page and code. */
    public Optional<ConnectorId> cameThrough() {
        return Optional.ofNullable(cameThrough);
    }

    @Override
    public String toString() {
        return (isApproval() ? "approve " : "deny ") + request + " by way of " + wayIn;
    }

    /** Collects a proposal; not for use by several threads. */
    public static final class Builder {

        private final JitRequestRef request;
        private final @Nullable AccessDuration duration;
        private @Nullable String tenant;
        private Approver approver = Approver.confirmed("");
        private String reason = "";
        private String wayIn = "code";
        private @Nullable ConnectorId cameThrough;

        private Builder(JitRequestRef request, @Nullable AccessDuration duration) {
            this.request = Objects.requireNonNull(request, "request");
            this.duration = duration;
        }

        /** The tenant's id, needed only where several tenants could have a request of the same id. */
        public Builder tenant(String id) {
            this.tenant = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Who decides, as your application has authenticated them. */
        public Builder by(String confirmedName) {
            return by(Approver.confirmed(confirmedName));
        }

        /**
         * Who decides, and who says so.
         *
         * @throws IllegalArgumentException if it is a rule: those speak by {@link DecisionRules} alone
         */
        public Builder by(Approver who) {
            if (who.isRule()) {
                throw new IllegalArgumentException("a rule proposes by DecisionRules, and nobody in its name");
            }
            this.approver = who;
            return this;
        }

        private Builder byRule(String name) {
            this.approver = Approver.rule(name);
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

        /** Somebody decided in this tracker: its ticket must be readable, ours and active. */
        public Builder cameThrough(ConnectorId tracker) {
            this.cameThrough = Objects.requireNonNull(tracker, "tracker");
            return this;
        }

        public DecisionProposal build() {
            return new DecisionProposal(this);
        }
    }
}
