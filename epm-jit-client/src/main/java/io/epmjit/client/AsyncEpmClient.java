package io.epmjit.client;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.HttpPipeline;
import io.epmjit.model.Decision;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The calls of an {@link EpmClient} without blocking. A future ends as the blocking call would: with its result, or with
 * its exception as the cause. As many calls run at once as the transport allows per host (32 by default), the others wait
 * in order, decisions in a row of their own; a deadline counts from the moment the method is called.
 *
 * <p>Cancelling a future gives up the exchange that is under way and leaves nothing behind. A decision that had left may
 * have reached EPM nevertheless: a cancelled decision is one of unknown outcome. Cancel the very future that was returned:
 * one derived from it, as by {@code thenApply}, does not pass cancelling on.
 *
 * <p>Immutable and safe for use by several threads. What hangs on a future ({@code thenApply}) runs on the client's own
 * threads: do not block there.
 */
public final class AsyncEpmClient {

    private final EpmClient client;
    private final HttpPipeline pipeline;
    private final InstantSource clock;

    AsyncEpmClient(EpmClient client, HttpPipeline pipeline, InstantSource clock) {
        this.client = client;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /** See {@link EpmClient#decide(JitRequestRef, Decision)}. */
    public CompletableFuture<DecisionReceipt> decide(JitRequestRef request, Decision decision) {
        return decide(request, decision, CallOptions.defaults());
    }

    /** See {@link EpmClient#decide(JitRequestRef, Decision, CallOptions)}. */
    public CompletableFuture<DecisionReceipt> decide(JitRequestRef request, Decision decision, CallOptions options) {
        CallOptions fromNow = options.startingAt(clock.instant());
        return pipeline.asyncUrgent(() -> client.decide(request, decision, fromNow));
    }

    /** See {@link EpmClient#decide(JitEvent, Decision, CallOptions)}. */
    public CompletableFuture<DecisionReceipt> decide(JitEvent event, Decision decision, CallOptions options) {
        CallOptions fromNow = options.startingAt(clock.instant());
        return pipeline.asyncUrgent(() -> client.decide(event, decision, fromNow));
    }

    /** See {@link EpmClient#read(JitRequestRef)}. */
    public CompletableFuture<RequestState> read(JitRequestRef request) {
        return read(request, CallOptions.defaults());
    }

    /** See {@link EpmClient#read(JitRequestRef, CallOptions)}. */
    public CompletableFuture<RequestState> read(JitRequestRef request, CallOptions options) {
        return start(options, fromNow -> client.read(request, fromNow));
    }

    /** See {@link EpmClient#read(JitRequestRef, TicketRef, CallOptions)}. */
    public CompletableFuture<RequestState> read(JitRequestRef request, TicketRef ticket, CallOptions options) {
        return start(options, fromNow -> client.read(request, ticket, fromNow));
    }

    /** See {@link EpmClient#readByTicketNumber}. */
    public CompletableFuture<RequestState> readByTicketNumber(
            RequestKind kind, String ticketNumber, CallOptions options) {
        return start(options, fromNow -> client.readByTicketNumber(kind, ticketNumber, fromNow));
    }

    /** All pages, read to their end; see {@link EpmClient#adminRequests(RequestFilter, CallOptions)}. */
    public CompletableFuture<List<RequestState>> adminRequests(RequestFilter filter, CallOptions options) {
        return start(options, fromNow -> client.adminRequests(filter, fromNow).toList());
    }

    /** All pages, read to their end; see {@link EpmClient#applicationRequests(RequestFilter, CallOptions)}. */
    public CompletableFuture<List<RequestState>> applicationRequests(RequestFilter filter, CallOptions options) {
        return start(
                options, fromNow -> client.applicationRequests(filter, fromNow).toList());
    }

    /** See {@link EpmClient#createAdminRequest(NewAdminRequest, CallOptions)}. */
    public CompletableFuture<Optional<JitRequestRef>> createAdminRequest(NewAdminRequest request, CallOptions options) {
        return start(options, fromNow -> client.createAdminRequest(request, fromNow));
    }

    /** All pages, read to their end; see {@link EpmClient#authorizationRequestAudits(AuditFilter, CallOptions)}. */
    public CompletableFuture<List<AuditEntry>> authorizationRequestAudits(AuditFilter filter, CallOptions options) {
        return start(
                options,
                fromNow -> client.authorizationRequestAudits(filter, fromNow).toList());
    }

    /** All pages, read to their end; see {@link EpmClient#activityAudits(AuditFilter, CallOptions)}. */
    public CompletableFuture<List<AuditEntry>> activityAudits(AuditFilter filter, CallOptions options) {
        return start(options, fromNow -> client.activityAudits(filter, fromNow).toList());
    }

    /** See {@link EpmClient#testConnection(CallOptions)}. */
    public CompletableFuture<ConnectionStatus> testConnection(CallOptions options) {
        return start(options, client::testConnection);
    }

    /** See {@link EpmClient#testDecisionRight(CallOptions)}. */
    public CompletableFuture<ConnectionStatus> testDecisionRight(CallOptions options) {
        return start(options, client::testDecisionRight);
    }

    private <T> CompletableFuture<T> start(CallOptions options, Function<CallOptions, T> call) {
        CallOptions fromNow = options.startingAt(clock.instant());
        return pipeline.async(() -> call.apply(fromNow));
    }
}
