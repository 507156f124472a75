package io.epmjit.ledger;

import java.util.Objects;

/**
 * What names an origin: the source it came from, its kind there, and its id there.
 *
 * @param source the configured source, such as {@code acme}
 * @param kind what it is at the source, such as {@code APPLICATION}
 * @param id the source's own id of it
 */
public record OriginKey(String source, String kind, String id) {

    public OriginKey {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return source + " " + kind + " " + id;
    }
}
