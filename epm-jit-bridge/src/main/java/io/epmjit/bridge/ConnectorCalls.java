package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.TicketConnector;
import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.http.ResponseException;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.EffectState;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all work at a tracker has in common: how it is called, and what its failures mean. */
abstract class ConnectorCalls implements EffectHandler {

    private static final Logger log = LoggerFactory.getLogger(ConnectorCalls.class);

    private final TicketConnector connector;
    private final TicketFlow tickets;
    private final Announcer announcer;
    private final InstantSource clock;

    ConnectorCalls(TicketConnector connector, TicketFlow tickets, Announcer announcer, InstantSource clock) {
        this.connector = connector;
        this.tickets = tickets;
        this.announcer = announcer;
        this.clock = clock;
    }

    final TicketConnector connector() {
        return connector;
    }

    final InstantSource clock() {
        return clock;
    }

    /** Tells the listeners of this once the outcome is on disk. */
    final Outcome announced(Outcome outcome, JitChange change) {
        return outcome.also(session -> announcer.after(session, change));
    }

    final CallContext context(EffectCall call) {
        return CallContext.builder()
                .deadline(call.deadline())
                .tenant(Requests.tenant(call.origin()))
                .attempt(call.effect().attempts())
                .build();
    }

    /** The ticket that this work is about. */
    final Optional<TicketRef> ticket(EffectCall call) {
        return call.ledger(session ->
                session.effects().ticket(call.origin(), connector.id().value()));
    }

    /** Makes a call that writes. A connector's own word counts; anything else it throws leaves the outcome unknown. */
    final Outcome write(EffectCall call, Supplier<Outcome> request) {
        return call.send(() -> {
            try {
                return request.get();
            } catch (ConnectorException e) {
                return ofTheTracker(call, e, meaningOf(e));
            } catch (RuntimeException e) {
                log.warn("{} failed in a way that connectors should not", connector.id(), e);
                return Outcome.unknown("an unexpected " + e.getClass().getSimpleName() + " of the connector");
            }
        });
    }

    /**
     * Makes a call that writes to a ticket. If that cannot succeed because the ticket is gone, it is not the call's fault,
     * and everything else that waits for the ticket need not find out by itself.
     */
    final Outcome writeOn(EffectCall call, TicketRef ticket, Supplier<Outcome> request) {
        Outcome outcome = write(call, request);
        return outcome.next() == EffectState.DEAD ? missing(call, ticket).orElse(outcome) : outcome;
    }

    /** The end of all work on a ticket that is gone; empty if it is there, or nobody can tell. */
    final Optional<Outcome> missing(EffectCall call, TicketRef ticket) {
        List<TicketRef> others = call.ledger(
                session -> TicketPresence.others(session, connector.id().value(), ticket, clock.instant()));
        return TicketPresence.whyMissing(connector, ticket, others, context(call))
                .map(why -> Outcome.dead(why)
                        .also(session -> tickets.missing(
                                session, session.origins().get(call.origin().id()), ticket, why)));
    }

    @Override
    public final Outcome look(EffectCall call) {
        return looking(call, () -> lookFor(call));
    }

    /** Finds out what became of an attempt, by looking only. May throw what the connector throws. */
    abstract Outcome lookFor(EffectCall call);

    /** A look that failed leaves everything as unknown as it was. */
    final Outcome looking(EffectCall call, Supplier<Outcome> look) {
        try {
            return look.get();
        } catch (ConnectorException e) {
            return ofTheTracker(call, e, Outcome.unknown(String.valueOf(e.getMessage())));
        }
    }

    /** The tracker could not say. If that is because it no longer knows our account, all its work waits. */
    final Outcome cannotTell(EffectCall call, String reason) {
        Outcome unclear = Outcome.unknown(reason);
        return finding(call) == Finding.WRONG_CREDENTIALS ? unclear.refused() : unclear;
    }

    /** A credential that has expired, or a right that is missing, is put right by people: the work waits for them. */
    private static Outcome meaningOf(ConnectorException failure) {
        String why = String.valueOf(failure.getMessage());
        if (refusesCredentials(failure) || isForbidden(failure)) {
            return Outcome.again(why);
        }
        Optional<Duration> asked = failure.retryAfter();
        return failure.retryability() == Retryability.SAFE && asked.isPresent()
                ? Outcome.again(why, asked.get())
                : Outcome.failed(failure);
    }

    /**
     * What a failure says of the tracker as a whole: that it asks for patience, or does not let us in. One forbidden ticket
     * does not stop the others; only if the connection test finds the account itself lacking, all work waits.
     */
    private Outcome ofTheTracker(EffectCall call, ConnectorException failure, Outcome outcome) {
        if (failure.throttle() == Throttle.CONNECTOR) {
            return outcome.throttled(failure.retryAfter().orElse(Duration.ZERO));
        }
        return refusesCredentials(failure) || (isForbidden(failure) && isLacking(finding(call)))
                ? outcome.refused()
                : outcome;
    }

    static boolean isAboutRights(ConnectorException failure) {
        return refusesCredentials(failure) || isForbidden(failure);
    }

    private static boolean refusesCredentials(ConnectorException failure) {
        return failure.getCause() instanceof ResponseException.Unauthorized
                || failure.getCause() instanceof AccessTokenException;
    }

    private static boolean isForbidden(ConnectorException failure) {
        return failure.getCause() instanceof ResponseException.Forbidden;
    }

    private static boolean isLacking(Finding finding) {
        return finding == Finding.WRONG_CREDENTIALS || finding == Finding.MISSING_RIGHT;
    }

    private Finding finding(EffectCall call) {
        return connector.testConnection(context(call)).finding();
    }

    static Outcome noTicket() {
        return Outcome.dead("the request has no ticket there: it was never opened, or it is gone");
    }

    @Override
    public final Duration consistencyDelay() {
        return connector.consistencyDelay();
    }

    @Override
    public final void died(LedgerSession session, Origin origin, Effect effect, String why) {
        announcer.after(
                session,
                new JitChange.WorkGivenUp(
                        clock.instant(),
                        Requests.tenant(origin),
                        Requests.of(origin),
                        effect.target(),
                        effect.action(),
                        why));
    }

    @Override
    public final void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {
        announcer.after(session, JitChange.WorkOvertaken.of(clock.instant(), origin, effect, late));
    }
}
