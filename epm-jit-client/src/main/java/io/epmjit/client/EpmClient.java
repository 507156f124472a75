package io.epmjit.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.client.EpmApiDialect.Name;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.HttpListener;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.RateLimiter;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the management API of one EPM tenant: sends decisions, reads and lists requests, reads audits.
 *
 * <pre>{@code
 * try (EpmClient epm = EpmClient.builder()
 *         .host("acme-services.beyondtrustcloud.com")
 *         .credentials("client-id", Secret.of("…"))
 *         .build()) {
 *     epm.decide(request, Decision.approve(AccessDuration.minutes(30)).by("a.lee").reason("change CHG0042").build());
 * }
 * }</pre>
 *
 * <p>The API account needs the right <em>JIT: Full Access</em> to decide and to create requests, <em>JIT: Read Only</em>
 * to read and list them, <em>Audit: Read Only</em> for audits.
 *
 * <p>Every call blocks until it has ended, at the latest after a minute unless {@link CallOptions} say otherwise; for
 * calls that do not, see {@link #async()}. A call fails with an {@link io.epmjit.model.EpmJitException}:
 * {@link io.epmjit.http.TransportException} where no answer came, {@link io.epmjit.http.AccessTokenException} where EPM
 * gave no access token, {@link io.epmjit.http.ResponseException} for an answer that is not a good one.
 *
 * <p>Immutable and safe for use by several threads. Make one for each tenant, keep it, and close it at the end.
 */
public final class EpmClient implements AutoCloseable {

    private final EpmAddress address;
    private final @Nullable String tenantId;
    private final EpmApiDialect dialect;
    private final InstantSource clock;
    private final @Nullable OkHttpTransport ownTransport;
    private final HttpPipeline tokenPipeline;
    private final HttpPipeline pipeline;
    private final DecisionRequests decisions;
    private final RequestReader reader;
    private final ConnectionTest connectionTest;

    private EpmClient(Builder builder, EpmAddress address, String clientId, Supplier<Secret> clientSecret) {
        this.address = address;
        this.tenantId = builder.tenantId;
        this.dialect = builder.dialect;
        this.clock = builder.clock;
        OkHttpTransport transport = builder.transport;
        if (transport == null) {
            transport = OkHttpTransport.builder().build();
            this.ownTransport = transport;
        } else {
            this.ownTransport = null;
        }
        RateLimiter limiter = builder.limiter();
        this.tokenPipeline = builder.pipeline(address, transport, limiter)
                .errorDetail(EpmErrors::oauthCode)
                .build();
        TokenSource tokens = new TokenSource(tokenPipeline, dialect, clientId, clientSecret, clock);
        this.pipeline = builder.pipeline(address, transport, limiter)
                .authorizer(tokens)
                .errorDetail(EpmErrors::detail)
                .build();
        this.decisions = new DecisionRequests(dialect, address.console(), builder.adminOnceValue);
        this.reader = new RequestReader(pipeline, dialect);
        this.connectionTest = new ConnectionTest(pipeline, dialect, address, clock);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Like {@link #decide(JitRequestRef, Decision, CallOptions)} with {@link CallOptions#defaults()}. */
    public DecisionReceipt decide(JitRequestRef request, Decision decision) {
        return decide(request, decision, CallOptions.defaults());
    }

    /**
     * Sends a decision to EPM, and returns once EPM has acknowledged it. The decision goes out at most once, except
     * where an answer says that it was not carried out: 429, and once a 401 that a fresh token may cure.
     *
     * <p>If it fails, {@link io.epmjit.model.EpmJitException#retryability()} tells the truth about the decision:
     *
     * <table>
     * <caption>What a failure says of the decision</caption>
     * <tr><th>failure</th><th>retryability</th><th>what is known</th></tr>
     * <tr><td>no connection, unknown host, TLS refused, no token in time, the client's own rate limit</td><td>SAFE</td>
     *     <td>nothing of it has left</td></tr>
     * <tr><td>client id or secret refused</td><td>NEVER</td><td>nothing of it has left; the credentials must be put right</td></tr>
     * <tr><td>time-out, reset or broken answer after its body may have left</td><td>OUTCOME_UNKNOWN</td>
     *     <td>EPM may have it: {@link #read(JitRequestRef) read} before anything else</td></tr>
     * <tr><td>400, 422 and kin</td><td>NEVER</td><td>EPM refused it as invalid; the detail names the fields</td></tr>
     * <tr><td>401, 403</td><td>NEVER</td><td>not carried out: the account may not decide. No judgement of the decision:
     *     with the right given, the same call succeeds</td></tr>
     * <tr><td>404</td><td>NEVER</td><td>not carried out: EPM has no such call or no such request</td></tr>
     * <tr><td>409</td><td>NEVER</td><td>not carried out: probably decided already, so read it</td></tr>
     * <tr><td>429</td><td>SAFE</td><td>not carried out: too many requests</td></tr>
     * <tr><td>307, 308, other 4xx but 408</td><td>NEVER</td><td>not carried out</td></tr>
     * <tr><td>408, 5xx, other redirects, an HTML page or something unreadable with 200</td><td>OUTCOME_UNKNOWN</td>
     *     <td>it may have been carried out before, or behind, what answered</td></tr>
     * </table>
     *
     * <p>An application decision must name a system id and a ticket id. The system id is the id of the decision's ticket,
     * and the request's own id where there is none; the ticket id is the request's ticket number, else the ticket's key,
     * else the request's own id.
     *
     * <p>Only 200 to 299 acknowledges; an empty body is fine. What EPM does with a second decision on the same request is
     * not documented.
     *
     * @throws IllegalArgumentException if the decision is for once, the request for an admin, and no
     *     {@link Builder#adminOnceValue} is set
     */
    public DecisionReceipt decide(JitRequestRef request, Decision decision, CallOptions options) {
        pipeline.execute(decisions.of(request, decision, clock.instant()), options);
        return DecisionReceipt.builder()
                .request(request)
                .decision(decision)
                .acknowledgedAt(clock.instant())
                .build();
    }

    /** Like {@link #decide(JitEvent, Decision, CallOptions)} with {@link CallOptions#defaults()}. */
    public DecisionReceipt decide(JitEvent event, Decision decision) {
        return decide(event, decision, CallOptions.defaults());
    }

    /**
     * Sends a decision on the request that an event is about; otherwise as
     * {@link #decide(JitRequestRef, Decision, CallOptions)}.
     *
     * @throws IllegalArgumentException if the event comes from another tenant than this client's, or names none although
     *     {@link Builder#tenantId} is set
     */
    public DecisionReceipt decide(JitEvent event, Decision decision, CallOptions options) {
        if (tenantId != null
                && !event.tenantId().map(tenantId::equalsIgnoreCase).orElse(false)) {
            throw new IllegalArgumentException("this client is for another tenant than the event on " + event.request()
                    + " comes from: decide with the client of that tenant");
        }
        return decide(event.request(), decision, options);
    }

    /** Like {@link #read(JitRequestRef, CallOptions)} with {@link CallOptions#defaults()}. */
    public RequestState read(JitRequestRef request) {
        return read(request, CallOptions.defaults());
    }

    /**
     * Reads a request as EPM knows it: by its request id, then by its ticket number, then, for applications, by the system
     * id, which is taken to be the request id where no ticket was named in the decision. Which of these ids EPM takes is
     * not certain.
     *
     * @return its state; where EPM answers 403, 404 or 405 to every kind of id, a state that is
     *     {@linkplain RequestState#unreadable() unreadable} and says why. Any other failure is thrown, an answer about
     *     another request ({@link io.epmjit.http.ResponseException.UnusableAnswer}) among them
     */
    public RequestState read(JitRequestRef request, CallOptions options) {
        return reader.read(request, request.requestId(), options.startingAt(clock.instant()));
    }

    /**
     * Like {@link #read(JitRequestRef, CallOptions)}, for a request that was decided in a ticket: the ticket's id is the
     * system id that EPM was told.
     */
    public RequestState read(JitRequestRef request, TicketRef ticket, CallOptions options) {
        return reader.read(request, ticket.id(), options.startingAt(clock.instant()));
    }

    /** Reads a request of which only the number in EPM's console is known; otherwise as {@link #read(JitRequestRef, CallOptions)}. */
    public RequestState readByTicketNumber(RequestKind kind, String ticketNumber, CallOptions options) {
        return reader.readByTicketNumber(kind, ticketNumber, options);
    }

    /** Like {@link #adminRequests(RequestFilter, CallOptions)} with {@link CallOptions#defaults()}. */
    public Stream<RequestState> adminRequests(RequestFilter filter) {
        return adminRequests(filter, CallOptions.defaults());
    }

    /**
     * All admin requests, page after page while the stream is read. A page that fails ends the stream with its exception.
     * Requests that arrive meanwhile may be missed or, rarely, seen twice.
     *
     * @param options for each page; with a deadline, for all of them together
     */
    public Stream<RequestState> adminRequests(RequestFilter filter, CallOptions options) {
        return reader.list(RequestKind.ADMIN, filter, options);
    }

    /** Like {@link #applicationRequests(RequestFilter, CallOptions)} with {@link CallOptions#defaults()}. */
    public Stream<RequestState> applicationRequests(RequestFilter filter) {
        return applicationRequests(filter, CallOptions.defaults());
    }

    /**
     * All application requests; otherwise as {@link #adminRequests(RequestFilter, CallOptions)}. Whether EPM's rows carry
     * the request id is not known: {@link RequestState#ticketNumber()} is the one key that is.
     */
    public Stream<RequestState> applicationRequests(RequestFilter filter, CallOptions options) {
        return reader.list(RequestKind.APPLICATION, filter, options);
    }

    /** Like {@link #createAdminRequest(NewAdminRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    public Optional<JitRequestRef> createAdminRequest(NewAdminRequest request) {
        return createAdminRequest(request, CallOptions.defaults());
    }

    /**
     * Creates an admin request on behalf of a user. Sent once; what a failure means is as for
     * {@link #decide(JitRequestRef, Decision, CallOptions)}.
     *
     * @return the new request; empty if EPM acknowledged it without its id
     */
    public Optional<JitRequestRef> createAdminRequest(NewAdminRequest request, CallOptions options) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(dialect.name(Name.NEW_COMPUTER_ID), request.computerId());
        members.put(dialect.name(Name.NEW_USER_ID), request.userId());
        members.put(dialect.name(Name.NEW_USER_NAME), request.userName());
        members.put(dialect.name(Name.NEW_REASON), request.reason());
        members.put(dialect.name(Name.NEW_DURATION), request.duration().wireValue());
        request.ticket().ifPresent(ticket -> {
            members.put(dialect.name(Name.NEW_SYSTEM_ID), ticket.id());
            members.put(dialect.name(Name.NEW_TICKET_ID), ticket.key());
            ticket.url().ifPresent(url -> members.put(dialect.name(Name.NEW_TICKET_URL), url.toString()));
        });
        ApiRequest post = ApiRequest.post(dialect.adminRequestsPath())
                .json(Json.object(members))
                .build();
        ApiResponse answer = pipeline.execute(post, options);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = Json.of(pipeline, post, answer);
        return RequestRow.read(dialect, RequestKind.ADMIN, json).ref();
    }

    /** Like {@link #authorizationRequestAudits(AuditFilter, CallOptions)} with {@link CallOptions#defaults()}. */
    public Stream<AuditEntry> authorizationRequestAudits(AuditFilter filter) {
        return authorizationRequestAudits(filter, CallOptions.defaults());
    }

    /** What happened to application requests; needs <em>Audit: Read Only</em>. Otherwise as {@link #adminRequests(RequestFilter, CallOptions)}. */
    public Stream<AuditEntry> authorizationRequestAudits(AuditFilter filter, CallOptions options) {
        return reader.audits(
                dialect.authorizationRequestAuditsPath(),
                dialect.timeOfRequestFilter(),
                dialect.name(Name.AUDIT_REQUEST_TIME),
                filter,
                options);
    }

    /** Like {@link #activityAudits(AuditFilter, CallOptions)} with {@link CallOptions#defaults()}. */
    public Stream<AuditEntry> activityAudits(AuditFilter filter) {
        return activityAudits(filter, CallOptions.defaults());
    }

    /** What people changed in EPM, webhook settings among it; needs <em>Audit: Read Only</em>. Otherwise as {@link #adminRequests(RequestFilter, CallOptions)}. */
    public Stream<AuditEntry> activityAudits(AuditFilter filter, CallOptions options) {
        return reader.audits(
                dialect.activityAuditsPath(),
                dialect.activityFilter(),
                dialect.name(Name.AUDIT_ACTIVITY_TIME),
                filter,
                options);
    }

    /** Like {@link #testConnection(CallOptions)} with {@link CallOptions#defaults()}. */
    public ConnectionStatus testConnection() {
        return testConnection(CallOptions.defaults());
    }

    /**
     * Fetches a token and reads one row of the admin requests, which changes nothing. Tells apart an unreachable host, TLS
     * trouble, a host that is not EPM's, refused credentials, a missing right, clocks that differ, and an EPM that fails,
     * each with what to do.
     *
     * <p>Whether the account may also decide cannot be found out by reading; see {@link #testDecisionRight}.
     */
    public ConnectionStatus testConnection(CallOptions options) {
        return connectionTest.reading(options.startingAt(clock.instant()));
    }

    /**
     * {@link #testConnection(CallOptions)}, and then whether the account may decide: sends a decision without a single
     * field, which EPM refuses as invalid if the account may decide, and as forbidden if it may not. It names no request,
     * so that nothing can come of it; that EPM looks at the right first is inferred.
     */
    public ConnectionStatus testDecisionRight(CallOptions options) {
        ConnectionStatus reading = connectionTest.reading(options.startingAt(clock.instant()));
        return reading.isOk() ? connectionTest.deciding(options) : reading;
    }

    /** The same calls without blocking. */
    public AsyncEpmClient async() {
        return new AsyncEpmClient(this, pipeline, clock);
    }

    /** The tenant whose events belong to this client, where it was set: an event of another must not be decided here. */
    public Optional<String> tenantId() {
        return Optional.ofNullable(tenantId);
    }

    /** The host that is called, as it was understood. */
    public String host() {
        return address.host();
    }

    /** Whether {@link AccessDuration#once()} can be sent for an admin request. */
    public boolean takesOnceForAdmin() {
        return decisions.takesOnceForAdmin();
    }

    /** Cancels asynchronous calls and frees connections and threads. A transport that was handed in stays open. */
    @Override
    public void close() {
        pipeline.close();
        tokenPipeline.close();
        if (ownTransport != null) {
            ownTransport.close();
        }
    }

    @Override
    public String toString() {
        return "EpmClient[" + address.url() + "]";
    }

    /** Collects settings; not for use by several threads. Host and credentials are required. */
    public static final class Builder {

        private static final int CALLS = 1_000;
        private static final Duration WINDOW = Duration.ofSeconds(100);

        private @Nullable String host;
        private @Nullable String clientId;
        private @Nullable Supplier<Secret> clientSecret;
        private @Nullable String tenantId;
        private @Nullable String adminOnceValue;
        private @Nullable OkHttpTransport transport;
        private @Nullable RateLimiter rateLimiter;
        private int nodes = 1;
        private EpmApiDialect dialect = EpmApiDialect.known();
        private InstantSource clock = InstantSource.system();
        private HttpListener listener = attempt -> {};
        private Duration firstBackoff = Duration.ofMillis(500);
        private Duration longestBackoff = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * EPM's services host: {@code acme-services.beyondtrustcloud.com}. A URL copied from the browser will do, its path
         * is dropped. A missing {@code -services} is inserted under {@code beyondtrustcloud.com}; for other hosts the
         * connection test suggests it.
         */
        public Builder host(String nameOrUrl) {
            this.host = Objects.requireNonNull(nameOrUrl, "nameOrUrl");
            return this;
        }

        /** Id and secret of the API account. */
        public Builder credentials(String id, Secret secret) {
            Objects.requireNonNull(secret, "secret");
            return credentials(id, () -> secret);
        }

        /** Like {@link #credentials(String, Secret)}; the secret is asked for with every token, and again when it was refused: rotation without a restart. */
        public Builder credentials(String id, Supplier<Secret> secret) {
            this.clientId = Objects.requireNonNull(id, "id").strip();
            this.clientSecret = Objects.requireNonNull(secret, "secret");
            return this;
        }

        /** The tenant's id, as webhooks carry it; optional. */
        public Builder tenantId(String id) {
            this.tenantId = Objects.requireNonNull(id, "id");
            return this;
        }

        /** What to send as the duration when an admin request is approved once. Not known of EPM's API, so that such an approval is refused unless this is set. */
        public Builder adminOnceValue(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("adminOnceValue must not be blank: leave it unset instead");
            }
            this.adminOnceValue = value;
            return this;
        }

        /** What is believed of EPM's API; {@link EpmApiDialect#known()} by default. */
        public Builder dialect(EpmApiDialect api) {
            this.dialect = Objects.requireNonNull(api, "api");
            return this;
        }

        /** Connections of one's own making; whoever made them closes them. */
        public Builder transport(OkHttpTransport connections) {
            this.transport = Objects.requireNonNull(connections, "connections");
            return this;
        }

        /** The clock by which deadlines, tokens and decision times go; the system's by default. */
        public Builder clock(InstantSource time) {
            this.clock = Objects.requireNonNull(time, "time");
            return this;
        }

        /** How many nodes call the same tenant: each keeps to its share of EPM's 1000 calls in 100 seconds. One by default. */
        public Builder nodes(int number) {
            if (number < 1 || number > CALLS) {
                throw new IllegalArgumentException("the number of nodes is 1 to " + CALLS);
            }
            this.nodes = number;
            return this;
        }

        /** A limit of one's own, instead of a share of EPM's 1000 calls in 100 seconds. */
        public Builder rateLimiter(RateLimiter limiter) {
            this.rateLimiter = Objects.requireNonNull(limiter, "limiter");
            return this;
        }

        /** Who is told of every attempt; nobody by default. */
        public Builder listener(HttpListener told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        /** The waits before repetitions; see {@link HttpPipeline.Builder#backoff}. */
        public Builder backoff(Duration first, Duration longest) {
            this.firstBackoff = first;
            this.longestBackoff = longest;
            return this;
        }

        /** @throws IllegalArgumentException if host or credentials are missing or not valid; the message says what to enter */
        public EpmClient build() {
            if (host == null) {
                throw new IllegalArgumentException(
                        "Please name EPM's services host: host(\"<tenant>-services.beyondtrustcloud.com\")");
            }
            if (clientId == null || clientId.isEmpty() || clientSecret == null) {
                throw new IllegalArgumentException(
                        "Please give the API account's client id and secret: credentials(…)");
            }
            EpmAddress address = EpmAddress.of(host);
            return new EpmClient(this, address, clientId, clientSecret);
        }

        private RateLimiter limiter() {
            return rateLimiter == null ? RateLimiter.of(CALLS / nodes, WINDOW) : rateLimiter;
        }

        private HttpPipeline.Builder pipeline(EpmAddress address, OkHttpTransport connections, RateLimiter limiter) {
            return HttpPipeline.builder("EPM", address.url())
                    .transport(connections)
                    .rateLimiter(limiter)
                    .listener(listener)
                    .clock(clock)
                    .backoff(firstBackoff, longestBackoff);
        }
    }
}
