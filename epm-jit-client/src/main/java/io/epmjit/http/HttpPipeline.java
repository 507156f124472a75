package io.epmjit.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The way of every call to one API: repeat what does no harm, authorise, keep to the rate limit, log, decode errors.
 *
 * <pre>{@code
 * HttpPipeline jira = HttpPipeline.builder("Jira", BaseUrl.of("acme.atlassian.net"))
 *         .authorizer(Authorizer.basic("a.lee@acme.com", () -> token))
 *         .errorDetail(JiraErrors::detail)
 *         .build();
 * ApiResponse answer = jira.execute(ApiRequest.get("/rest/api/3/myself").build(), CallOptions.defaults());
 * }</pre>
 *
 * <p>An answer with a status of 200 to 299 is returned, everything else is thrown: {@link ResponseException} for an
 * answer, {@link TransportException} where none came, {@link AccessTokenException} where there was no token to be had.
 * Redirects are never followed. Each attempt is logged at DEBUG under {@code io.epmjit.http.<name>}: method, path, status,
 * time, and whether it is repeated; no query, header or body.
 *
 * <p>Immutable and safe for use by several threads; make one for each API and keep it.
 */
public final class HttpPipeline implements AutoCloseable {

    private final String name;
    private final AnswerCheck answers;
    private final InstantSource clock;
    private final OkHttpTransport transport;
    private final boolean ownsTransport;
    private final Step chain;
    private final AsyncCalls asyncCalls;
    private final AsyncCalls urgentCalls;

    private HttpPipeline(Builder builder) {
        this.name = builder.name;
        this.answers = new AnswerCheck(builder.name, builder.errorDetail, builder.clock);
        this.clock = builder.clock;
        this.ownsTransport = builder.transport == null;
        this.transport = builder.transport == null ? OkHttpTransport.builder().build() : builder.transport;
        this.chain = chain(builder);
        this.asyncCalls = new AsyncCalls(builder.name, "", transport.callsPerHost());
        this.urgentCalls = new AsyncCalls(builder.name, "urgent-", transport.callsPerHost());
    }

    /**
     * Begins a pipeline.
     *
     * @param name of the API, for messages, logs and metrics: {@code EPM}, {@code Jira}
     * @param baseUrl what comes before every request's path
     */
    public static Builder builder(String name, BaseUrl baseUrl) {
        return new Builder(name, baseUrl);
    }

    /** The whole way of a call, from the wire upwards: what stands lower here comes earlier in a call. */
    private Step chain(Builder builder) {
        var log = LoggerFactory.getLogger("io.epmjit.http." + name);
        Step step = new Exchange(transport, builder.baseUrl, answers); // one request on the wire, never two
        step = new DecodeErrors(step, answers); // below the rest, which then knows exceptions only, no statuses
        step = new TellAttempts(
                step, name, builder.listener, log); // below the limit: times the server, not our waiting
        step = new KeepToLimit(step, name, builder.rateLimiter); // below the credential: fetching one holds no place
        step = new Authorize(
                step, name, builder.authorizer); // below the repetition: a token may expire between attempts
        return new RepeatWhatIsSafe(step, name, builder.firstBackoff, builder.longestBackoff, log);
    }

    /**
     * Makes the call and waits for its end. If the thread is interrupted, the call ends and the thread stays interrupted:
     * at once where it waits for its turn ({@link TransportException.Problem#CANCELLED}), for a token that another thread
     * fetches ({@link AccessTokenException}) or to repeat (with the failure that it was about to repeat); while it reads
     * from the network ({@link TransportException.Problem#CANCELLED}), with the next byte or time-out, since Java's sockets
     * do not notice sooner. {@link #executeAsync} can be cancelled at any time.
     *
     * @throws io.epmjit.model.EpmJitException if no good answer came
     * @throws IllegalStateException if the pipeline is closed
     */
    public ApiResponse execute(ApiRequest request, CallOptions options) {
        asyncCalls.requireOpen();
        return chain.send(new OngoingCall(request, options, clock));
    }

    /**
     * Makes the call on a thread of the pipeline; for what cancelling means see {@link #async}. The deadline counts from
     * now, also while the call waits for a thread.
     */
    public CompletableFuture<ApiResponse> executeAsync(ApiRequest request, CallOptions options) {
        CallOptions fromNow = options.startingAt(clock.instant());
        Supplier<ApiResponse> call = () -> execute(request, fromNow);
        return request.isUrgent() ? asyncUrgent(call) : async(call);
    }

    /**
     * Runs code that makes calls on a thread of the pipeline. As many run at once as the transport has calls per host.
     *
     * <p>Cancelling the future gives up the exchange that is under way, closing its connection; as with any other lost
     * connection, a request that had left may have been carried out. Cancel this very future: one derived from it, as by
     * {@code thenApply}, does not pass cancelling on.
     *
     * @throws IllegalStateException if the pipeline is closed
     */
    public <T> CompletableFuture<T> async(Supplier<T> calls) {
        return asyncCalls.start(calls);
    }

    /**
     * Like {@link #async}, on threads that are kept for this, so that calls which wait for their turn, or for the rate
     * limit, hold nothing urgent up.
     */
    public <T> CompletableFuture<T> asyncUrgent(Supplier<T> calls) {
        return urgentCalls.start(calls);
    }

    /**
     * The exception for an answer that passed the pipeline but does not say what the API promises, such as broken JSON.
     *
     * @param why completes the sentence "the answer …", and repeats nothing of the answer
     */
    public ResponseException unusable(ApiRequest request, ApiResponse answer, String why) {
        return answers.unusable(request, answer, why);
    }

    public String name() {
        return name;
    }

    /** Cancels the calls that run asynchronously and frees threads and connections; a transport that was handed in stays open. */
    @Override
    public void close() {
        asyncCalls.close();
        urgentCalls.close();
        if (ownsTransport) {
            transport.close();
        }
    }

    @Override
    public String toString() {
        return "HttpPipeline[" + name + "]";
    }

    /** Collects a pipeline; not for use by several threads. */
    public static final class Builder {

        private final String name;
        private final BaseUrl baseUrl;
        private @Nullable OkHttpTransport transport;
        private Authorizer authorizer = Authorizer.none();
        private ErrorDetail errorDetail = ErrorDetail.none();
        private RateLimiter rateLimiter = RateLimiter.none();
        private HttpListener listener = attempt -> {};
        private InstantSource clock = InstantSource.system();
        private Duration firstBackoff = Duration.ofMillis(500);
        private Duration longestBackoff = Duration.ofSeconds(10);

        private Builder(String name, BaseUrl baseUrl) {
            if (!name.matches("[A-Za-z0-9 _-]{1,40}")) {
                throw new IllegalArgumentException("a pipeline's name has 1 to 40 letters, digits, spaces, _ or -");
            }
            this.name = name;
            this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
        }

        /** Connections of one's own making, which several pipelines may share; whoever made it closes it. */
        public Builder transport(OkHttpTransport connections) {
            this.transport = Objects.requireNonNull(connections, "connections");
            return this;
        }

        /** Who is calling; nobody by default. */
        public Builder authorizer(Authorizer caller) {
            this.authorizer = Objects.requireNonNull(caller, "caller");
            return this;
        }

        /** How the API words its errors; nothing is read by default. */
        public Builder errorDetail(ErrorDetail reader) {
            this.errorDetail = Objects.requireNonNull(reader, "reader");
            return this;
        }

        /** How many calls the API takes; no limit by default. */
        public Builder rateLimiter(RateLimiter limiter) {
            this.rateLimiter = Objects.requireNonNull(limiter, "limiter");
            return this;
        }

        /** Who is told of every attempt; nobody by default. */
        public Builder listener(HttpListener told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        /** The clock by which deadlines and a {@code Retry-After} date are read; the system's by default. */
        public Builder clock(InstantSource time) {
            this.clock = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * How long to wait before a repetition: about {@code first}, then twice that, and so on, never longer than
         * {@code longest}; each wait is varied at random, so that many clients do not come back at once. Half a second and
         * ten seconds by default.
         *
         * <p>A {@code Retry-After} is obeyed up to {@code longest}, and the wait comes on top of it; where the server asks
         * for more, the call is not repeated but ends with {@link ResponseException#retryAfter()}. Nor is it repeated where
         * the wait would outlast its deadline: it ends with what went wrong then, and at once.
         */
        public Builder backoff(Duration first, Duration longest) {
            if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "the first wait must be at least a millisecond, and the longest no shorter than the first");
            }
            this.firstBackoff = first;
            this.longestBackoff = longest;
            return this;
        }

        public HttpPipeline build() {
            return new HttpPipeline(this);
        }
    }
}
