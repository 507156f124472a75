package io.epmjit.bridge;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.TicketConnector;
import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ResponseException;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Outcome;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all work at a tracker has in common: how it is called, and what its failures mean. */
abstract class ConnectorCalls implements EffectHandler {

    private static final Logger log = LoggerFactory.getLogger(ConnectorCalls.class);

    private final TicketConnector connector;
    private final Announcer announcer;
    private final InstantSource clock;

    ConnectorCalls(TicketConnector connector, Announcer announcer, InstantSource clock) {
        this.connector = connector;
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
                return failed(e);
            } catch (RuntimeException e) {
                log.warn("{} failed in a way that connectors should not", connector.id(), e);
                return Outcome.unknown("an unexpected " + e.getClass().getSimpleName() + " of the connector");
            }
        });
    }

    /** A credential that has expired, or a right that is missing, is put right by people: the work waits for them. */
    private static Outcome failed(ConnectorException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof ResponseException.Unauthorized
                || cause instanceof ResponseException.Forbidden
                || cause instanceof AccessTokenException) {
            return Outcome.again(String.valueOf(failure.getMessage()));
        }
        Optional<Duration> asked = failure.retryAfter();
        return failure.retryability() == Retryability.SAFE && asked.isPresent()
                ? Outcome.again(String.valueOf(failure.getMessage()), asked.get())
                : Outcome.failed(failure);
    }

    static Outcome noTicket() {
        return Outcome.dead("the request has no ticket there");
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
}
