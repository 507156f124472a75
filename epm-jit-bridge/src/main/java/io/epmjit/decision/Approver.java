package io.epmjit.decision;

import java.util.Objects;
import java.util.Set;

/**
 * Who wants to decide, and who says so. Immutable.
 *
 * @param name as the one who vouches for it spells it: a directory name, an e-mail address, a tracker's account id
 * @param assurance how certain it is
 * @param groups the groups that the one who vouches says they are in
 */
public record Approver(String name, Assurance assurance, Set<String> groups) {

    private static final String RULE_PREFIX = "rule ";

    /** How certain it is who the approver is. */
    public enum Assurance {

        /** The host application has authenticated them, or the tracker's own record of their very act was read. */
        CONFIRMED,

        /** The holder of a key says so, and nobody else. */
        ASSERTED,

        /** It is no person, but a {@link DecisionRule}. */
        RULE
    }

    public Approver {
        Objects.requireNonNull(assurance, "assurance");
        name = name.strip();
        groups = Set.copyOf(groups);
    }

    /** Somebody whom the host application or the tracker has authenticated. */
    public static Approver confirmed(String name) {
        return new Approver(name, Assurance.CONFIRMED, Set.of());
    }

    /** Somebody whom only the holder of a key has named. */
    public static Approver asserted(String name) {
        return new Approver(name, Assurance.ASSERTED, Set.of());
    }

    /** A rule, which is nobody's requester. */
    static Approver rule(String name) {
        return new Approver(RULE_PREFIX + name, Assurance.RULE, Set.of());
    }

    boolean isRule() {
        return assurance == Assurance.RULE;
    }

    /** The same person, with these groups. */
    public Approver in(Set<String> memberOf) {
        return new Approver(name, assurance, memberOf);
    }

    @Override
    public String toString() {
        return name + " (" + assurance + ")";
    }
}
