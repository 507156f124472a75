package io.epmjit.decision;

import io.epmjit.ledger.RecordedDecision;
import io.epmjit.model.DurationLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a decision is accepted. Pure: the same case and proposal always get the same verdict, which says why.
 * Immutable.
 *
 * <p>Nobody approves their own request. To tell, the policy needs an {@link IdentityMapping}; whom it does not know, as
 * requester or as approver, is refused, so that a policy without one refuses every approval until one is given, or until
 * {@link Builder#letRequestersApprove()} says in so many words that nobody wants the check.
 */
public final class DecisionPolicy {

    /** The most characters that a reason may have. */
    public static final int LONGEST_REASON = 4_000;

    static final String FINAL = "The server has accepted the decision. It is now final and cannot be changed";
    static final String INACTIVE = "You cannot modify the decision because this request is inactive";
    static final String BEING_SENT = "submitted, waiting for EPM";
    static final String AWAITING_SECOND = "noted, waiting for a second approver";

    private static final IdentityMapping NOBODY = name -> Optional.empty();

    private final FormRules form;
    private final StateRules state;
    private final PersonRules person;
    private final Duration validity;
    private final DurationLimits limits;
    private final boolean adminOnce;
    private final boolean knowsNobody;
    private final Map<String, String> settings;

    private DecisionPolicy(Builder builder) {
        this.validity = builder.validity;
        this.limits = builder.limits;
        this.adminOnce = builder.adminOnce;
        this.knowsNobody = builder.identities == NOBODY && !builder.requestersMayApprove;
        this.settings = builder.inForce();
        this.form = new FormRules(builder.limits, builder.adminOnce);
        this.state = new StateRules(builder.longestAge, builder.verifiedOnly);
        this.person = new PersonRules(
                builder.identities,
                builder.requestersMayApprove,
                builder.assertedMayDecide,
                builder.approvers,
                builder.needsSecond,
                builder.secondWithin);
    }

    /** The guides' own rules: a reason always, once or 5 minutes to 24 hours, sent within the hour, not one's own request. */
    public static DecisionPolicy standard(IdentityMapping identities) {
        return builder().identities(identities).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How long an approval may wait to be sent before it expires and the request may be decided again. */
    public Duration validity() {
        return validity;
    }

    /** Which durations may be chosen. */
    public DurationLimits limits() {
        return limits;
    }

    /** Whether it lacks an identity mapping that it needs, so that it refuses every approval. */
    public boolean refusesEveryApproval() {
        return knowsNobody;
    }

    /** Whether {@code Once} may be chosen for admin requests. */
    public boolean allowsOnceForAdmin() {
        return adminOnce;
    }

    /** The rules in words, by name: for the record that is made at each start. */
    public Map<String, String> settingsInForce() {
        return settings;
    }

    /** The verdict on a proposal: what is missing in it first, then how the request stands, then who decides. */
    public DecisionVerdict judge(DecisionCase about, DecisionProposal proposal) {
        return form.objection(proposal)
                .or(() -> state.objection(about, proposal))
                .or(() -> person.objection(about, proposal))
                .orElseGet(() -> person.counted(about, proposal));
    }

    /** Whether these are the names of two people: only if the identity mapping knows both, and each as somebody else. */
    public boolean areDifferentPeople(String one, String other) {
        return person.areDifferentPeople(one, other);
    }

    /** What whoever came second is told, and who was first. */
    static String beingSent(RecordedDecision first) {
        return "Not taken: an earlier decision was " + BEING_SENT + " (" + (first.isApproved() ? "approved" : "denied")
                + " by " + first.decidedBy() + ")";
    }

    /** The directory's id of an approver, where the identity mapping knows them. */
    Optional<String> idOf(Approver approver) {
        return person.idOf(approver);
    }

    /** Collects a policy; not for use by several threads. */
    public static final class Builder {

        private final List<Approvers> approvers = new ArrayList<>();
        private DurationLimits limits = DurationLimits.GUIDE;
        private Duration validity = Duration.ofHours(1);
        private IdentityMapping identities = NOBODY;
        private Predicate<DecisionCase> needsSecond = about -> false;
        private Duration secondWithin = Duration.ofHours(24);
        private @Nullable Duration longestAge;
        private boolean isSecondNeeded;
        private boolean adminOnce;
        private boolean verifiedOnly;
        private boolean assertedMayDecide;
        private boolean requestersMayApprove;

        private Builder() {}

        /** Who is who. Default: nobody is known, so that every approval is refused. */
        public Builder identities(IdentityMapping mapping) {
            this.identities = Objects.requireNonNull(mapping, "mapping");
            return this;
        }

        /** Gives up the rule that nobody approves their own request: anybody may approve anything. */
        public Builder letRequestersApprove() {
            this.requestersMayApprove = true;
            return this;
        }

        /** Restricts who may decide; several calls add up. */
        public Builder approvers(Approvers who) {
            approvers.add(Objects.requireNonNull(who, "who"));
            return this;
        }

        /** Takes decisions also from approvers whom only the holder of a key has named. Default: refused. */
        public Builder permitAssertedApprovers() {
            this.assertedMayDecide = true;
            return this;
        }

        /**
         * Asks for two approvers, different people by their directory ids; the approval counts from the second one on, for
         * the shorter of their two durations. One denial is always enough.
         *
         * @param which the requests that need it; quick, and where it throws, two approvers are asked for
         * @param within how long a first approval waits for the second
         */
        public Builder secondApprover(Predicate<DecisionCase> which, Duration within) {
            this.isSecondNeeded = true;
            this.needsSecond = new Strictly(which);
            this.secondWithin = positive(within, "a first approval must be allowed to wait for some time");
            return this;
        }

        /** Which durations may be chosen. Default: {@link DurationLimits#GUIDE}. */
        public Builder limits(DurationLimits values) {
            this.limits = Objects.requireNonNull(values, "values");
            return this;
        }

        /** How long an approval may wait to be sent. Default: one hour. */
        public Builder validity(Duration length) {
            this.validity = positive(length, "an approval must be valid for some time");
            return this;
        }

        /** Refuses to decide what came in longer ago. Default: no limit but EPM's own. */
        public Builder longestAge(Duration age) {
            this.longestAge = positive(age, "requests must be decidable for some time");
            return this;
        }

        /** Refuses to decide what EPM itself has not been seen to know of. Default: a webhook is enough. */
        public Builder verifiedOnly() {
            this.verifiedOnly = true;
            return this;
        }

        /** Lets {@code Once} be chosen for admin requests, for a client that knows what EPM wants to be sent. */
        public Builder allowOnceForAdmin() {
            this.adminOnce = true;
            return this;
        }

        private Map<String, String> inForce() {
            Map<String, String> rules = new TreeMap<>();
            rules.put("limits", limits.toString());
            rules.put("validity", validity.toString());
            rules.put("identities", identities == NOBODY ? "nobody is known" : "mapped");
            rules.put("requesters-may-approve", Boolean.toString(requestersMayApprove));
            rules.put("approvers", approvers.isEmpty() ? "anybody" : "restricted, by " + approvers.size() + " rules");
            rules.put("asserted-approvers", assertedMayDecide ? "permitted" : "refused");
            rules.put("second-approver", isSecondNeeded ? "where a rule asks for it, within " + secondWithin : "never");
            rules.put("longest-age", longestAge == null ? "none" : longestAge.toString());
            rules.put("verified-only", Boolean.toString(verifiedOnly));
            rules.put("once-for-admin", Boolean.toString(adminOnce));
            return Collections.unmodifiableMap(rules);
        }

        private static Duration positive(Duration length, String otherwise) {
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException(otherwise);
            }
            return length;
        }

        public DecisionPolicy build() {
            return new DecisionPolicy(this);
        }
    }
}
