package io.epmjit.bridge;

import java.util.Set;
import org.immutables.value.Value;

/**
 * Whom to forget, for {@link JitRecords#erase}. Immutable.
 *
 * <pre>{@code
 * ErasureOrder.builder().by("d.po").addNames("ACME\\j.doe", "j.doe@acme.com", "S-1-5-21-1004").build();
 * }</pre>
 */
@Value.Immutable
public abstract class ErasureOrder {

    private static final int SHORTEST_NAME = 2;

    ErasureOrder() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Who gives the order; stands on the audit trail. */
    public abstract String by();

    /**
     * Every name that the person has: the user, user name and user id as EPM spells them, and the names under which they
     * decide. The case does not matter; parts of names do not count.
     */
    @Value.Redacted
    public abstract Set<String> names();

    /**
     * Whether requests of the person that nobody has decided are removed, too, and bodies that wait in quarantine and name
     * the person. Default: no, they are reported instead, so that no open request is lost by mistake.
     */
    @Value.Default
    public boolean alsoUndecided() {
        return false;
    }

    @Value.Check
    void check() {
        if (by().isBlank()) {
            throw new IllegalArgumentException("say who gives the order: by(…)");
        }
        if (names().isEmpty() || names().stream().anyMatch(name -> name.strip().length() < SHORTEST_NAME)) {
            throw new IllegalArgumentException("say whom to forget, by whole names: addNames(…)");
        }
    }

    /** Collects an order; not for use by several threads. */
    public static final class Builder extends ImmutableErasureOrder.Builder {
        Builder() {}
    }
}
