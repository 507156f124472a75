package io.epmjit.connector;

import java.util.List;

/**
 * A group of details under a heading, in the order in which an approver should read them.
 *
 * @param heading what the group is about
 * @param fields the details; never empty
 */
public record TicketSection(String heading, List<TicketField> fields) {

    /** @throws IllegalArgumentException if the heading is blank or there is no detail */
    public TicketSection {
        fields = List.copyOf(fields);
        if (heading.isBlank() || fields.isEmpty()) {
            throw new IllegalArgumentException("a section needs a heading and at least one detail");
        }
    }
}
