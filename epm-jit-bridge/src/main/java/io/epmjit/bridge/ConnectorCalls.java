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
import java.util.Optional;
import java.util.function.Supplier;

/** What all work at a tracker has in common: how it is called, and what its failures mean. */
abstract class ConnectorCalls implements EffectHandler {

    private static final Outcome LEASE_LOST = Outcome.again("the lease was lost before the call");

    private final TicketConnector connector;
    private final Announcer announcer;

    ConnectorCalls(TicketConnector connector, Announcer announcer) {
        this.connector = connector;
        this.announcer = announcer;
    }

    final TicketConnector connector() {
        return connector;
    }

    final Announcer announcer() {
        return announcer;
    }

    final CallContext context(EffectCall call) {
        return CallContext.builder()
                .deadline(call.deadline())
                .tenant(call.origin().tenant())
                .attempt(call.effect().attempts())
                .build();
    }

    /** The ticket that this work is about. */
    final Optional<TicketRef> ticket(EffectCall call) {
        return call.ledger(
                session -> session.ticket(call.origin(), connector.id().value()));
    }

    /** Makes a call that writes. A connector's own word counts; anything else it throws leaves the outcome unknown. */
    final Outcome write(EffectCall call, Supplier<Outcome> request) {
        if (!call.departs()) {
            return LEASE_LOST;
        }
        try {
            return request.get();
        } catch (ConnectorException e) {
            return failed(e);
        } catch (RuntimeException e) {
            return Outcome.unknown(e.toString());
        }
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
                        origin.key().source(), Requests.of(origin), effect.target(), effect.action(), why));
    }
}
