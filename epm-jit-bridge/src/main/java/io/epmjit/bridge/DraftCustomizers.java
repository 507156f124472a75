package io.epmjit.bridge;

import io.epmjit.connector.TicketDraft;
import io.epmjit.ledger.Origin;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitEvent;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What users make of the drafts for one connector: code of theirs, of which only so much is believed. */
final class DraftCustomizers {

    private static final Logger log = LoggerFactory.getLogger(DraftCustomizers.class);

    private final Function<Origin, TicketDraft> drafts;
    private final List<TicketDraftCustomizer> customizers;

    DraftCustomizers(Function<Origin, TicketDraft> drafts, List<TicketDraftCustomizer> customizers) {
        this.drafts = drafts;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * The draft of the origin's ticket, as the customizers left it.
     *
     * @throws CustomizerException if one of them failed, or made something that cannot be found again
     */
    TicketDraft draft(Origin origin) {
        TicketDraft draft = drafts.apply(origin);
        if (customizers.isEmpty()) {
            return draft;
        }
        JitEvent request = Requests.event(origin);
        TicketDraft customized = draft;
        for (TicketDraftCustomizer customizer : customizers) {
            customized = checked(draft, customize(customizer, request, customized), customizer);
        }
        return customized;
    }

    private static @Nullable TicketDraft customize(
            TicketDraftCustomizer customizer, JitEvent request, TicketDraft draft) {
        try {
            return customizer.customize(request, draft);
        } catch (EpmJitException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The draft customizer {} failed; the ticket is tried again", nameOf(customizer), e);
            throw CustomizerException.failed(nameOf(customizer), e);
        }
    }

    private static TicketDraft checked(
            TicketDraft original, @Nullable TicketDraft customized, TicketDraftCustomizer customizer) {
        if (customized == null) {
            throw CustomizerException.wrong(nameOf(customizer), "answered no draft");
        }
        if (!customized.stamp().equals(original.stamp())
                || !customized.request().equals(original.request())) {
            throw CustomizerException.wrong(
                    nameOf(customizer),
                    "changed the draft's stamp or request, by which the ticket is found again: make the draft with"
                            + " TicketDraft.builder().from(draft) and leave both as they are");
        }
        return customized;
    }

    private static String nameOf(TicketDraftCustomizer customizer) {
        return customizer.getClass().getName();
    }
}
