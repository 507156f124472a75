package io.epmjit.ledger;

import java.util.Objects;

/**
 * Somebody who runs the bridge, and the way by which an order of theirs came: for the audit trail. Immutable.
 *
 * @param name who
 * @param wayIn by which way, such as {@code code} or {@code page}
 */
public record Operator(String name, String wayIn) {

    /** @throws IllegalArgumentException if one of them is blank */
    public Operator {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("say who does this: it is kept on record");
        }
        if (Objects.requireNonNull(wayIn, "wayIn").isBlank()) {
            throw new IllegalArgumentException("say by which way it comes: it is kept on record");
        }
    }

    /** Somebody for whom a program speaks. */
    public static Operator inCode(String name) {
        return new Operator(name, "code");
    }
}
