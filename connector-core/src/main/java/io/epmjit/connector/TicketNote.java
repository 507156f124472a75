package io.epmjit.connector;

import java.util.List;
import org.immutables.value.Value;

/** A note for the tracker's own staff, never for the person who asked. Every value may be hostile text. Immutable. */
@Value.Immutable
public abstract class TicketNote {

    TicketNote() {}

    public static Builder builder() {
        return new Builder();
    }

    /** By which the note is found again; the connector writes it into the note. */
    public abstract NoteKey key();

    /** One sentence that says what happened. */
    public abstract String text();

    /** The particulars, in reading order. */
    public abstract List<TicketField> fields();

    /** Collects a note; not for use by several threads. */
    public static final class Builder extends ImmutableTicketNote.Builder {
        Builder() {}
    }
}
