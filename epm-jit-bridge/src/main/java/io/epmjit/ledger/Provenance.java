package io.epmjit.ledger;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a decision comes from.
 *
 * @param wayIn the way by which it came, such as {@code code} or {@code page}
 * @param assurance how certain it is who decided
 * @param approverId the directory's id of whoever decided, where it is known
 */
public record Provenance(String wayIn, String assurance, Optional<String> approverId) {

    public Provenance {
        Objects.requireNonNull(wayIn, "wayIn");
        Objects.requireNonNull(assurance, "assurance");
        Objects.requireNonNull(approverId, "approverId");
    }
}
