package io.epmjit.web;

import java.util.Set;

/**
 * Somebody who is signed in to the host application. Immutable.
 *
 * @param name as the decision policy's identity mapping knows them; decisions are recorded under it
 * @param groups the groups that they are in, for policies that name groups
 * @param roles what they may do here
 */
public record Viewer(String name, Set<String> groups, Set<Role> roles) {

    private static final int LONGEST_NAME = 255;

    /** @throws IllegalArgumentException if the name is blank, longer than 255 characters, or has control characters */
    public Viewer {
        name = name.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a viewer needs a name of 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
    }

    /** Somebody with these roles, and no groups. */
    public static Viewer of(String name, Role... roles) {
        return new Viewer(name, Set.of(), Set.of(roles));
    }

    /** The same person, in these groups. */
    public Viewer in(Set<String> memberOf) {
        return new Viewer(name, memberOf, roles);
    }

    /** Whether this role, and not that of programs, was given to them. */
    boolean has(Role role) {
        return roles.contains(role) && !roles.contains(Role.API);
    }
}
