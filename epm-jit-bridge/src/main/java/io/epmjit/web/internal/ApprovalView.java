package io.epmjit.web.internal;

import io.epmjit.model.RequestKind;
import java.util.List;
import java.util.Optional;

/**
 * Everything that an approval page shows.
 *
 * @param frame what stands around it
 * @param kind what kind of request it is about
 * @param faults what is wrong with the form that was sent
 * @param banner how the request stands, where there is something to say
 * @param trust how far what it says can be trusted
 * @param details what an approver has to know, in reading order
 * @param technical what else is known
 * @param isCut whether something was left out that can be asked for
 * @param tickets its tickets
 * @param story what has happened so far, the oldest first
 * @param form the form, if it can be decided by whoever looks
 */
public record ApprovalView(
        PageFrame frame,
        RequestKind kind,
        List<Fault> faults,
        Optional<Banner> banner,
        String trust,
        List<Row> details,
        List<Row> technical,
        boolean isCut,
        List<TicketLine> tickets,
        List<Happening> story,
        Optional<DecisionForm> form) {

    public boolean has(String field) {
        return faults.stream().anyMatch(fault -> fault.field().equals(field));
    }
}
