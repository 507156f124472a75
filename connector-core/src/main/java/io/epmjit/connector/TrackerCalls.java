package io.epmjit.connector;

import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Says in the bridge's terms what came of calls through {@link io.epmjit.http.HttpPipeline}: what every connector over HTTP
 * would otherwise write again.
 *
 * <pre>{@code
 * private final TrackerCalls calls = TrackerCalls.of(ID);
 *
 * public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
 *     return calls.lookingUp("the forge cannot be searched now", () -> search(stamp, call));
 * }
 * }</pre>
 *
 * <p>Stateless, and as safe for use by several threads as what it is given.
 */
public final class TrackerCalls {

    private final BiFunction<String, EpmJitException, ConnectorException> failures;

    private TrackerCalls(BiFunction<String, EpmJitException, ConnectorException> failures) {
        this.failures = failures;
    }

    /** For a tracker whose failures mean what their statuses say: {@link ConnectorException#of}. */
    public static TrackerCalls of(ConnectorId connector) {
        return of((failed, cause) -> ConnectorException.of(connector, failed + ": " + cause.getMessage(), cause));
    }

    /** For a tracker with habits of its own: given what has failed, in words, and why. */
    public static TrackerCalls of(BiFunction<String, EpmJitException, ConnectorException> failures) {
        return new TrackerCalls(failures);
    }

    /**
     * Does this, and reports what goes wrong.
     *
     * @param failed what has failed then: {@code the ticket was not opened}
     * @throws ConnectorException for whatever the pipeline throws
     */
    public <T> T calling(String failed, Supplier<T> work) {
        try {
            return work.get();
        } catch (ConnectorException e) {
            throw e;
        } catch (EpmJitException e) {
            throw failures.apply(failed, e);
        }
    }

    /**
     * Looks something up. What will not work the next time either, and what is no answer of the tracker's, means that nobody
     * can tell; what may pass is reported.
     *
     * @param failed what has failed then: {@code the forge cannot be searched now}
     * @throws ConnectorException for what may pass
     */
    public <T> Lookup<T> lookingUp(String failed, Supplier<Lookup<T>> work) {
        try {
            return calling(failed, work);
        } catch (ConnectorException e) {
            if (e.retryability() == Retryability.NEVER || e.getCause() instanceof ResponseException.UnusableAnswer) {
                return Lookup.cannotTell(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Brings a ticket into another state. That the tracker finds fault with the request (400, 422) is its refusal.
     *
     * @param failed what has failed then: {@code the ticket was not resolved}
     * @param work moves the ticket, and returns the state that it is in now, in the tracker's own word
     * @throws ConnectorException for whatever else the pipeline throws
     */
    public ResolveOutcome resolving(String failed, Supplier<String> work) {
        return calling(failed, () -> {
            try {
                return ResolveOutcome.resolved(work.get());
            } catch (ResponseException.InvalidRequest e) {
                return ResolveOutcome.refused(String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * Tests a connection by making calls that have to succeed. Throws nothing.
     *
     * @param advice what to do if one does not, as a sentence
     */
    public static ConnectionStatus testing(String advice, Runnable calls) {
        try {
            calls.run();
            return ConnectionStatus.ok();
        } catch (EpmJitException e) {
            return ConnectionStatus.fault(finding(e), e.getMessage() + ". " + advice);
        } catch (RuntimeException e) {
            return ConnectionStatus.fault(
                    Finding.FAILING,
                    "The test itself failed with " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** What a connection test has found that met this failure. */
    public static Finding finding(EpmJitException failure) {
        if (failure instanceof TransportException transport) {
            return transport.problem() == TransportException.Problem.TLS ? Finding.TLS : Finding.UNREACHABLE;
        } else if (failure instanceof ResponseException.Unauthorized || failure instanceof AccessTokenException) {
            return Finding.WRONG_CREDENTIALS;
        } else if (failure instanceof ResponseException.Forbidden) {
            return Finding.MISSING_RIGHT;
        } else if (failure instanceof ResponseException.UnusableAnswer
                || failure instanceof ResponseException.UnexpectedStatus) {
            return Finding.WRONG_HOST;
        } else if (failure instanceof ResponseException.NotFound
                || failure instanceof ResponseException.InvalidRequest) {
            return Finding.WRONG_SETTING;
        }
        return Finding.FAILING;
    }
}
