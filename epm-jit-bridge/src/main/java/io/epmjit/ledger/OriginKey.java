package io.epmjit.ledger;

import java.util.Objects;

/**
 * What names an origin: the system it happened at, its kind there, and its id there.
 *
 * @param system the source system: for EPM, the tenant
 * @param kind what it is there, such as {@code APPLICATION}
 * @param id the system's own id of it
 */
public record OriginKey(String system, String kind, String id) {

    public OriginKey {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return system + " " + kind + " " + id;
    }
}
