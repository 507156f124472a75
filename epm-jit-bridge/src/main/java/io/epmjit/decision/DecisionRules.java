package io.epmjit.decision;

import io.epmjit.client.RequestState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules in their order; the first one with an opinion decides, and what it decides has to pass the {@link DecisionPolicy}
 * like any other proposal, except that a rule is nobody's requester.
 *
 * <pre>{@code
 * DecisionRules.builder().rule("no-servers", noServers).rule("short-helpdesk", this::shortHelpdesk).dryRun().build();
 * }</pre>
 *
 * <p>Immutable; thread-safe if the rules are.
 */
public final class DecisionRules {

    private static final Logger log = LoggerFactory.getLogger(DecisionRules.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Map<String, DecisionRule> rules;
    private final boolean dryRun;

    private DecisionRules(Builder builder) {
        this.rules = new LinkedHashMap<>(builder.rules);
        this.dryRun = builder.dryRun;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** No rules: people decide everything. */
    public static DecisionRules none() {
        return builder().build();
    }

    /** Whether there is no rule at all. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether the rules only say on the ticket what they would have done. */
    public boolean isDryRun() {
        return dryRun;
    }

    /**
     * What a rule said.
     *
     * @param rule the rule's name
     * @param opinion what it said; never nothing
     */
    public record Finding(String rule, RuleOpinion opinion) {}

    /** What the first rule with an opinion says; empty if none has one, or one failed before that. */
    public Optional<Finding> on(RequestState reported) {
        for (Map.Entry<String, DecisionRule> rule : rules.entrySet()) {
            RuleOpinion opinion;
            try {
                opinion = rule.getValue().of(reported);
            } catch (RuntimeException e) {
                log.warn("The rule {} failed; people decide", rule.getKey(), e);
                return Optional.empty();
            }
            if (!opinion.isNone()) {
                return Optional.of(new Finding(rule.getKey(), opinion));
            }
        }
        return Optional.empty();
    }

    /** Collects rules; not for use by several threads. */
    public static final class Builder {

        private final Map<String, DecisionRule> rules = new LinkedHashMap<>();
        private boolean dryRun;

        private Builder() {}

        /**
         * Adds a rule behind the others.
         *
         * @param name stands with each of its decisions, for ever: 1 to 64 of {@code a-z 0-9 -}
         */
        public Builder rule(String name, DecisionRule rule) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a rule's name has 1 to 64 of a-z 0-9 - and begins with a letter");
            }
            if (rules.putIfAbsent(name, rule) != null) {
                throw new IllegalArgumentException("there is a rule " + name + " already");
            }
            return this;
        }

        /** Nothing is decided: the ticket says what the rules would have done. */
        public Builder dryRun() {
            this.dryRun = true;
            return this;
        }

        public DecisionRules build() {
            return new DecisionRules(this);
        }
    }
}
