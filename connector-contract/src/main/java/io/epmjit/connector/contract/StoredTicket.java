package io.epmjit.connector.contract;

import java.util.List;

/**
 * A ticket as it lies in the tracker, whoever may see it and whatever the search knows.
 *
 * @param id the tracker's own id of it, as in {@link io.epmjit.model.TicketRef#id()}
 * @param title its title or summary, as it is stored
 * @param text its description as people read it: markup interpreted and gone, everything else as it is
 * @param source its description as it is stored, markup and hidden marks included
 * @param status the state that it is in, in the tracker's own word
 * @param notes its notes and comments, the oldest first
 */
public record StoredTicket(String id, String title, String text, String source, String status, List<StoredNote> notes) {

    public StoredTicket {
        notes = List.copyOf(notes);
    }
}
