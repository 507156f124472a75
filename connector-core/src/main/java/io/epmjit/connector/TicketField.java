package io.epmjit.connector;

import java.util.Objects;

/**
 * One labelled detail of a request, for people to read. The value is what an end user or a file may have chosen: hostile
 * text until a connector has escaped it.
 *
 * @param label what the detail is, such as {@code Host name}
 * @param value what it says; never blank
 */
public record TicketField(String label, String value) {

    /** @throws IllegalArgumentException if label or value is blank */
    public TicketField {
        if (Objects.requireNonNull(label, "label").isBlank()
                || Objects.requireNonNull(value, "value").isBlank()) {
            throw new IllegalArgumentException("a detail needs a label and a value; leave out what is empty");
        }
    }
}
