package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a request's ticket, once: what may have been opened is looked for before it is opened again. */
final class OpenTicket extends ConnectorCalls {

    private static final int CONTROLS = 3;
    private static final Logger log = LoggerFactory.getLogger(OpenTicket.class);

    private final DraftCustomizers customizers;

    OpenTicket(
            TicketConnector connector,
            DraftCustomizers customizers,
            TicketFlow tickets,
            Announcer announcer,
            InstantSource clock) {
        super(connector, tickets, announcer, clock);
        this.customizers = customizers;
    }

    @Override
    public Outcome perform(EffectCall call) {
        TicketDraft draft = customizers.draft(call.origin());
        return write(call, () -> opened(call, connector().open(draft, context(call))));
    }

    @Override
    Outcome lookFor(EffectCall call) {
        Lookup<TicketRef> answer = connector().find(Requests.stamp(call.origin()), context(call));
        if (answer instanceof Lookup.CannotTell<TicketRef> unclear) {
            return cannotTell(call, unclear.reason());
        }
        List<TicketRef> ours = ours(answer);
        return ours.isEmpty()
                ? absentIfTheSearchWorks(call)
                : reported(call, opened(call, ours.get(0)), ours.get(0), ours.subList(1, ours.size()));
    }

    @Override
    public boolean looksAgain() {
        return true;
    }

    /** The ticket on record stands, whichever is older: people have been working with it. */
    @Override
    public Outcome lookAgain(EffectCall call) {
        return looking(call, () -> {
            Lookup<TicketRef> answer = connector().find(Requests.stamp(call.origin()), context(call));
            if (answer instanceof Lookup.CannotTell<TicketRef> unclear) {
                return cannotTell(call, unclear.reason());
            }
            TicketRef standing = call.effect().ref().orElseThrow();
            List<TicketRef> others = ours(answer).stream()
                    .filter(ticket -> !ticket.equals(standing))
                    .toList();
            return reported(call, Outcome.done(), standing, others);
        });
    }

    private Outcome reported(EffectCall call, Outcome outcome, TicketRef standing, List<TicketRef> duplicates) {
        Outcome reported = outcome;
        for (TicketRef duplicate : duplicates) {
            log.warn(
                    "{} has two tickets of ours: {} stands, {} is a duplicate",
                    call.origin().key(),
                    standing,
                    duplicate);
            reported = announced(
                            reported,
                            new JitChange.TicketDuplicated(
                                    clock().instant(),
                                    Requests.tenant(call.origin()),
                                    Requests.of(call.origin()),
                                    standing,
                                    duplicate))
                    .also(session -> Duplicates.found(session, call.origin(), connector(), duplicate));
        }
        return reported;
    }

    private Outcome opened(EffectCall call, TicketRef ticket) {
        return announced(
                Outcome.done(ticket),
                new JitChange.TicketOpened(
                        clock().instant(), Requests.tenant(call.origin()), Requests.of(call.origin()), ticket));
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
     * An empty answer means something only from a search that shows what is certainly there: one of the newest tickets on
     * record that it has had the time to find, or, while there is none, what the connection test says of our rights.
     */
    private Outcome absentIfTheSearchWorks(EffectCall call) {
        CallContext context = context(call);
        Instant findable = clock().instant().minus(consistencyDelay());
        List<Origin> known = call.ledger(
                session -> session.effects().newestDone(connector().id().value(), EpmWork.OPEN, findable, CONTROLS));
        if (known.isEmpty()) {
            ConnectionStatus rights = connector().testConnection(context);
            return rights.isOk()
                    ? Outcome.absent()
                    : cannotTell(call, "the search proves nothing: " + rights.message());
        }
        boolean finds = known.stream()
                .map(origin -> connector().find(Requests.stamp(origin), context))
                .anyMatch(control -> control instanceof Lookup.Found<TicketRef>);
        return finds
                ? Outcome.absent()
                : Outcome.unknown(
                        "the search does not even show tickets that are certainly there, so it proves nothing");
    }
}
