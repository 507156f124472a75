package io.epmjit.bridge;

import java.util.Optional;
import java.util.Set;

/**
 * Where a request goes.
 *
 * @param connectors the ids of the connectors that open a ticket for it; none if it is held
 * @param heldBecause why nobody could tell where it goes
 */
record Routing(Set<String> connectors, Optional<String> heldBecause) {

    static Routing to(Set<String> connectors) {
        return new Routing(Set.copyOf(connectors), Optional.empty());
    }

    static Routing held(String why) {
        return new Routing(Set.of(), Optional.of(why));
    }
}
