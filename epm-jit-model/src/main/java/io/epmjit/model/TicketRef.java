package io.epmjit.model;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One ticket in one tracker: which connector made it, the tracker's own unchanging id, the key that people read
 * ({@code JIT-42}, {@code INC0010001}), and where to open it.
 *
 * <p>Two references are equal if connector and id are; a ticket that moves to another project keeps its id. Immutable.
 */
public final class TicketRef {

    private static final int LONGEST = 255;

    private final String connector;
    private final String id;
    private final String key;
    private final @Nullable URI url;

    private TicketRef(String connector, String id, String key, @Nullable URI url) {
        this.connector = requireText(connector, "connector");
        this.id = requireText(id, "id");
        this.key = requireText(key, "key");
        this.url = url;
    }

    /** @throws IllegalArgumentException if one of the three is blank or longer than 255 characters */
    public static TicketRef of(String connector, String id, String key) {
        return new TicketRef(connector, id, key, null);
    }

    /** The same ticket, with the address at which a person opens it. */
    public TicketRef withUrl(URI address) {
        return new TicketRef(connector, id, key, Objects.requireNonNull(address, "address"));
    }

    /** The id of the connector that the ticket belongs to. */
    public String connector() {
        return connector;
    }

    /** The tracker's own id of the ticket, which never changes. */
    public String id() {
        return id;
    }

    /** The key or number under which people know the ticket; it may change when the ticket moves. */
    public String key() {
        return key;
    }

    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    private static String requireText(String text, String name) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(name + " of a ticket must have 1 to " + LONGEST + " characters");
        }
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TicketRef that && connector.equals(that.connector) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connector, id);
    }

    @Override
    public String toString() {
        return connector + ":" + key;
    }
}
