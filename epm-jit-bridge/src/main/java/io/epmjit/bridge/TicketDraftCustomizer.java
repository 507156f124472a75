package io.epmjit.bridge;

import io.epmjit.connector.TicketDraft;
import io.epmjit.model.JitEvent;

/**
 * Changes what a ticket will show: adds a field, computes one, looks up who or what is meant, or hides what nobody needs.
 *
 * <pre>{@code
 * (request, draft) -> TicketDraft.builder().from(draft)
 *         .addSections(new TicketSection("Asset", List.of(new TicketField("Owner", cmdb.ownerOf(host)))))
 *         .build();
 * }</pre>
 *
 * <p>Called by a worker, for every attempt to open the ticket, before anything is sent. So it may call other systems, for as
 * long as a call may take ({@code EngineSettings.call}), and it may fail: an {@link io.epmjit.model.EpmJitException} counts as
 * its retryability says, anything else is tried again after a pause. Until it succeeds there is no ticket; the request can
 * be decided meanwhile. The stamp and the request must stay as they are, since the ticket is found by them.
 *
 * <p>The fields are what a webhook said: how far they can be trusted says {@link JitEvent#binding()}. Thread-safe.
 */
@FunctionalInterface
public interface TicketDraftCustomizer {

    /** The draft to use, made from this one. */
    TicketDraft customize(JitEvent request, TicketDraft draft);
}
