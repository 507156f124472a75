package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.TicketRef;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a request's ticket, once: what may have been opened is looked for before it is opened again. */
final class OpenTicket extends ConnectorCalls {

    private static final Logger log = LoggerFactory.getLogger(OpenTicket.class);

    OpenTicket(TicketConnector connector, Announcer announcer) {
        super(connector, announcer);
    }

    @Override
    public Outcome perform(EffectCall call) {
        TicketDraft draft = Drafts.of(call.origin());
        return write(call, () -> opened(call, connector().open(draft, context(call))));
    }

    @Override
    public Outcome look(EffectCall call) {
        Stamp stamp = Requests.stamp(call.origin());
        Lookup<TicketRef> answer = connector().find(stamp, context(call));
        if (answer instanceof Lookup.CannotTell<TicketRef> unclear) {
            return Outcome.unknown(unclear.reason());
        }
        List<TicketRef> ours = ours(answer);
        if (ours.size() > 1) {
            log.warn("{} has {} tickets of ours; {} stands", stamp, ours.size(), ours.get(0));
        }
        return ours.isEmpty() ? absentIfTheSearchWorks(call) : opened(call, ours.get(0));
    }

    private Outcome opened(EffectCall call, TicketRef ticket) {
        return Outcome.done(ticket)
                .also(session -> announcer()
                        .after(
                                session,
                                new JitChange.TicketOpened(
                                        call.origin().key().source(), Requests.of(call.origin()), ticket)));
    }

    /** A ticket that somebody else made, or cloned, carries the stamp but is not ours. */
    private static List<TicketRef> ours(Lookup<TicketRef> answer) {
        return answer instanceof Lookup.Found<TicketRef> found
                ? found.matches().stream()
                        .filter(Lookup.Match::ours)
                        .map(Lookup.Match::value)
                        .toList()
                : List.of();
    }

    /**
     * An empty answer means something only from a search that shows what is certainly there: the newest ticket on
     * record, or, while there is none, what the connection test says of our rights.
     */
    private Outcome absentIfTheSearchWorks(EffectCall call) {
        CallContext context = context(call);
        Optional<Origin> known =
                call.ledger(session -> session.newestDone(connector().id().value(), EpmFlow.OPEN, 1)).stream()
                        .findFirst();
        if (known.isPresent()) {
            Lookup<TicketRef> control = connector().find(Requests.stamp(known.get()), context);
            return control instanceof Lookup.Found<TicketRef>
                    ? Outcome.absent()
                    : Outcome.unknown("the search does not even show the ticket of "
                            + known.get().key() + ", so it proves nothing");
        }
        ConnectionStatus rights = connector().testConnection(context);
        return rights.isOk() ? Outcome.absent() : Outcome.unknown("the search proves nothing: " + rights.message());
    }
}
