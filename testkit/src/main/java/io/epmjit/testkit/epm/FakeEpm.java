package io.epmjit.testkit.epm;

import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Faults;
import io.epmjit.testkit.server.Journal;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestHandler;
import io.epmjit.testkit.server.RequestLog;
import io.epmjit.testkit.server.ServerOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * BeyondTrust EPM for Windows and Mac as a real HTTP server: its token endpoint, the part of its management API that
 * just-in-time requests need, and the sender of its webhooks.
 *
 * <p>It knows what is publicly documented or seen in other people's working clients, and refuses what EPM would refuse.
 * Where nobody knows what EPM does, the builder has a switch. Users ask with {@link #requestApplication} and {@link
 * #requestAdmin}, people decide with {@link #console}; everything can be read back. Thread-safe.
 */
public final class FakeEpm implements AutoCloseable {

    private static final String SWAGGER = "EPM Management API";

    private final String tenantId;
    private final InstantSource clock;
    private final Journal journal;
    private final DateTimeFormatter webhookTimes;
    private final boolean severalOpenRequests;
    private final TokenDesk tokens;
    private final AccessGate gate;
    private final RequestBook book;
    private final AuditCalls audits;
    private final Webhooks webhooks;
    private final EpmConsole console;
    private final String clientId;
    private final FakeServer server;
    private long tickets;

    private FakeEpm(Builder builder) {
        this.tenantId = builder.tenantId;
        this.clientId = builder.clientId;
        this.clock = builder.time();
        this.journal = builder.diary();
        this.webhookTimes = builder.webhookTimes;
        this.severalOpenRequests = builder.severalOpenRequests;
        this.tokens = new TokenDesk(clientId, clock, builder.tokenLife);
        this.gate = new AccessGate(clock, tokens, builder.rateLimit, builder.retryAfter, builder.statusWithoutArea);
        this.book = new RequestBook(builder.second, this::received, this::read);
        ListAnswer lists =
                new ListAnswer(builder.dialects, builder.listShape, builder.ignoresPageNumber, builder.defaultPageSize);
        this.audits = new AuditCalls(clock, lists);
        this.webhooks = new Webhooks(clock, journal, builder.webhookTrust);
        this.console = new EpmConsole(this, clock);
        this.server = start(builder, lists);
    }

    /** EPM as it is documented, on a free port. */
    public static FakeEpm start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    private FakeServer start(Builder builder, ListAnswer lists) {
        ApplicationCalls applications = new ApplicationCalls(
                book,
                clock,
                lists,
                builder.readableBy,
                builder.rowsWithRequestId,
                builder.reportsPerformer,
                builder.checksTicketId);
        AdminCalls admins = new AdminCalls(book, clock, lists, builder.readableBy, builder.reportsPerformer, values -> {
            if (builder.oneOpenRequestByApi && hasOpenAdminRequest(values)) {
                throw Refusal.conflict();
            }
            return make(EpmRequestKind.ADMIN, values);
        });
        InventoryCalls inventory = new InventoryCalls(lists);
        FakeServer.Builder routes = FakeServer.builder(builder).ignoringCase().gate(gate::check);
        if (builder.tokenPaths.contains(TokenPath.CONNECT)) {
            routes.route("POST", "/oauth/connect/token", tokens::issue);
        }
        if (builder.tokenPaths.contains(TokenPath.PLAIN)) {
            routes.route("POST", "/oauth/token", tokens::issue);
        }
        for (String version : List.of("v2", "v3")) {
            String api = "/management-api/" + version;
            routes.route("POST", api + "/AuthorizationRequest/notification", api(applications::notification))
                    .route("POST", api + "/AdminAccessRequest", api(admins::create))
                    .route("GET", api + "/AdminAccessRequest", api(admins::list))
                    .route("GET", api + "/Computers", api(inventory::computers))
                    .route("GET", api + "/Computers/{id}", api(inventory::computer))
                    .route("GET", api + "/Groups", api(inventory::groups))
                    .route("GET", api + "/Groups/{id}", api(inventory::group));
        }
        for (String version : List.of("v1", "v2", "v3")) {
            routes.route("GET", "/management-api/" + version + "/AuthorizationRequestAudits", api(audits::audits));
        }
        return routes.route("GET", "/management-api/v2/AuthorizationRequest/{id}", api(applications::readV2))
                .route("GET", "/management-api/v3/AuthorizationRequest", api(applications::list))
                .route("GET", "/management-api/v3/AuthorizationRequest/{id}", api(applications::readV3))
                .route("POST", "/management-api/v3/AdminAccessRequest/approval", api(admins::approval))
                .route("GET", "/management-api/v3/AdminAccessRequest/{id}", api(admins::read))
                .route("GET", "/management-api/v3/AuthorizationRequestAudits/{id}", api(audits::audit))
                .route("GET", "/management-api/v3/ActivityAudits", api(audits::activities))
                .route("GET", "/management-api/v3/ActivityAudits/Details", api(audits::activities))
                .route("GET", "/management-api/v3/ActivityAudits/{id}", api(audits::activity))
                .route("GET", "/management-api/swagger/index.html", request -> Reply.html(200, SWAGGER))
                .start();
    }

    private static RequestHandler api(RequestHandler call) {
        return request -> {
            try {
                return call.handle(request);
            } catch (Refusal refusal) {
                return refusal.reply();
            }
        };
    }

    /** The services host, without a slash at the end: the management API is below {@code /management-api}. */
    public URI url() {
        return server.url();
    }

    /** The server itself: for {@link FakeServer#goDown()} and its certificate. */
    public FakeServer server() {
        return server;
    }

    /** What arrived. */
    public RequestLog requests() {
        return server.requests();
    }

    /** What goes wrong. */
    public Faults faults() {
        return server.faults();
    }

    /** The API account's name for itself. */
    public String clientId() {
        return clientId;
    }

    /** The API account's secret of this moment. */
    public String clientSecret() {
        return server.exclusively(tokens::secret);
    }

    /** What webhooks say at {@code %%TenantId%%}. */
    public String tenantId() {
        return tenantId;
    }

    /**
     * As an administrator who presses the button: all tokens of the old secret end at once.
     *
     * @return the new secret
     */
    public String regenerateSecret() {
        return server.exclusively(() -> {
            audits.activity("ApiAccount", clientId, "Update", "client secret regenerated");
            return tokens.regenerateSecret();
        });
    }

    /** Every token is refused from now on; new ones are given for the same secret. */
    public void revokeTokens() {
        server.exclusively(tokens::revokeAll);
    }

    /** Gives the API account this right, instead of the one that it had. It begins with full access everywhere. */
    public void grant(ApiArea area, ApiLevel level) {
        server.exclusively(() -> gate.grant(area, level));
    }

    /** Sets up a webhook. */
    public void registerWebhook(EpmWebhook webhook) {
        webhooks.register(webhook);
        server.exclusively(() -> audits.activity(
                "Webhook", webhook.name(), "Create", webhook.event().name()));
    }

    /** Deliveries, and what becomes of events. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** What people do in EPM's own pages. */
    public EpmConsole console() {
        return console;
    }

    /** A user asks to run an application, with a value for every placeholder. */
    public EpmRequest requestApplication() {
        return requestApplication(Map.of());
    }

    /**
     * A user asks to run an application.
     *
     * @param values by the placeholders' names ({@code Reason}, {@code User}); what is not given has a sensible default,
     *     what is given empty is a placeholder without a value
     * @throws IllegalArgumentException if a name is no placeholder of application requests
     */
    public EpmRequest requestApplication(Map<String, String> values) {
        return server.exclusively(() -> make(EpmRequestKind.APPLICATION, values).snapshot());
    }

    /** A user asks for an administrator's session, with a value for every placeholder. */
    public EpmRequest requestAdmin() {
        return requestAdmin(Map.of());
    }

    /**
     * A user asks for an administrator's session.
     *
     * @param values by the placeholders' names ({@code Reason}, {@code UserName}, {@code DurationRequested} in seconds)
     * @throws IllegalArgumentException if a name is no placeholder of admin requests
     * @throws IllegalStateException if the user has an open request: EPM allows one
     */
    public EpmRequest requestAdmin(Map<String, String> values) {
        return server.exclusively(() -> {
            if (!severalOpenRequests && hasOpenAdminRequest(values)) {
                throw new IllegalStateException(
                        values.get("UserName") + " has an open request; EPM allows one for each user");
            }
            return make(EpmRequestKind.ADMIN, values).snapshot();
        });
    }

    private boolean hasOpenAdminRequest(Map<String, String> values) {
        return book.hasPending(EpmRequestKind.ADMIN, "UserName", values.getOrDefault("UserName", ""));
    }

    private StoredRequest make(EpmRequestKind kind, Map<String, String> chosen) {
        long number = ++tickets;
        Map<String, String> values = kind == EpmRequestKind.ADMIN
                ? RequestDefaults.admin(number, chosen)
                : RequestDefaults.application(number, chosen);
        StoredRequest made = new StoredRequest(
                kind,
                UUID.randomUUID().toString(),
                String.format(Locale.ROOT, "EPM%06d", number),
                values,
                clock.instant());
        book.add(made);
        audits.audit(made, "Requested");
        journal.write(
                "request made",
                Map.of(
                        "at",
                        made.created.toString(),
                        "kind",
                        kind.name(),
                        "requestId",
                        made.requestId,
                        "ticketNumber",
                        made.ticketNumber));
        EpmEvent event = EpmEvent.created(kind);
        webhooks.happened(event, made.requestId, placeholders(event, made));
        return made;
    }

    EpmRequest decideInConsole(String requestId, EpmDecision decision) {
        return server.exclusively(() -> {
            StoredRequest request = stored(requestId);
            book.decide(request, decision);
            return request.snapshot();
        });
    }

    private void received(StoredRequest request, EpmDecision decision) {
        journal.write(
                decision.effect() == DecisionEffect.EFFECTIVE ? "decided" : "decision without effect",
                Map.of(
                        "at",
                        decision.receivedAt().toString(),
                        "requestId",
                        request.requestId,
                        "status",
                        decision.status(),
                        "duration",
                        decision.duration(),
                        "by",
                        decision.performedBy(),
                        "origin",
                        decision.origin().name()));
        if (decision.effect() == DecisionEffect.EFFECTIVE) {
            announce(request, decision);
        }
    }

    private void announce(StoredRequest request, EpmDecision decision) {
        audits.audit(request, decision.status());
        EpmEvent event = EpmEvent.decided(request.kind);
        Map<String, String> values = placeholders(event, request);
        values.put("Decision", decision.status());
        values.put("DecisionTime", webhookTime(decision.receivedAt()));
        values.put("DecisionPerformedByUser", decision.performedBy());
        values.put("Duration", decision.duration());
        if (decision.approved()) {
            values.put("StartTime", webhookTime(decision.receivedAt()));
            decision.endsAt().ifPresent(end -> values.put("EndTime", webhookTime(end)));
        }
        webhooks.happened(event, request.requestId, values);
    }

    private void read(StoredRequest request) {
        journal.write("read", Map.of("requestId", request.requestId, "status", request.status()));
    }

    private Map<String, String> placeholders(EpmEvent event, StoredRequest request) {
        Map<String, String> values = new LinkedHashMap<>(request.values);
        values.put("EventType", event.eventType());
        values.put("RequestId", request.requestId);
        values.put("TenantId", tenantId);
        values.put("TicketNumber", request.ticketNumber);
        values.put("Timestamp", webhookTime(clock.instant()));
        return values;
    }

    private String webhookTime(Instant instant) {
        return webhookTimes.format(instant);
    }

    /**
     * The request with this RequestId, as it is now.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EpmRequest request(String requestId) {
        return server.exclusively(() -> stored(requestId).snapshot());
    }

    private StoredRequest stored(String requestId) {
        return book.find(requestId).orElseThrow(() -> new IllegalArgumentException("there is no request " + requestId));
    }

    /** All requests as they are now, in the order of their making. */
    public List<EpmRequest> allRequests() {
        return server.exclusively(
                () -> book.all().stream().map(StoredRequest::snapshot).toList());
    }

    /** What the user sees of the request at this moment of the fake's clock. */
    public UserView userView(String requestId) {
        return server.exclusively(() -> stored(requestId).userView(clock.instant()));
    }

    /** Whether the user could start the application, or have the session, at this moment of the fake's clock. */
    public boolean canRun(String requestId) {
        return server.exclusively(() -> stored(requestId).canRun(clock.instant()));
    }

    /**
     * The user starts the application; what is approved once is used up by it.
     *
     * @return whether EPM let it run
     */
    public boolean run(String requestId) {
        return server.exclusively(() -> stored(requestId).run(clock.instant()));
    }

    @Override
    public void close() {
        webhooks.close();
        server.close();
    }

    /** Chooses how this EPM behaves; not for use by several threads. */
    public static final class Builder extends ServerOptions<Builder> {

        private String clientId = UUID.randomUUID().toString();
        private String tenantId = UUID.randomUUID().toString();
        private Set<TokenPath> tokenPaths = EnumSet.allOf(TokenPath.class);
        private Duration tokenLife = Duration.ofHours(1);
        private @Nullable RateLimit rateLimit = new RateLimit(1000, Duration.ofSeconds(100));
        private boolean retryAfter = true;
        private int statusWithoutArea = 401;
        private SecondDecision second = SecondDecision.OVERWRITES;
        private Set<RequestIdKind> readableBy = EnumSet.allOf(RequestIdKind.class);
        private boolean rowsWithRequestId = true;
        private boolean reportsPerformer = true;
        private boolean checksTicketId;
        private Set<PagingDialect> dialects = EnumSet.allOf(PagingDialect.class);
        private ListShape listShape = ListShape.TOTAL_RECORD_COUNT;
        private boolean ignoresPageNumber;
        private int defaultPageSize = 100;
        private boolean severalOpenRequests;
        private boolean oneOpenRequestByApi;
        private DateTimeFormatter webhookTimes = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        private @Nullable SSLContext webhookTrust;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        private InstantSource time() {
            return clock();
        }

        private Journal diary() {
            return journal();
        }

        public Builder clientId(String id) {
            this.clientId = id;
            return this;
        }

        public Builder tenantId(String id) {
            this.tenantId = id;
            return this;
        }

        /** Where tokens are given; both by default. */
        public Builder tokenPaths(TokenPath... paths) {
            this.tokenPaths = set(TokenPath.class, paths);
            return this;
        }

        /** How long a token lives by the fake's clock; an hour by default. */
        public Builder tokenLife(Duration life) {
            this.tokenLife = life;
            return this;
        }

        /** So many calls of the management API within any window; 1000 in 100 seconds by default. */
        public Builder rateLimit(int requests, Duration window) {
            this.rateLimit = new RateLimit(requests, window);
            return this;
        }

        public Builder noRateLimit() {
            this.rateLimit = null;
            return this;
        }

        /** Whether 429 comes with {@code Retry-After}; it does by default. */
        public Builder retryAfter(boolean present) {
            this.retryAfter = present;
            return this;
        }

        /** 401 or 403 for an account without any right to an area; 401 by default. */
        public Builder statusWithoutArea(int status) {
            this.statusWithoutArea = status;
            return this;
        }

        /** By default the second overwrites. */
        public Builder secondDecision(SecondDecision what) {
            this.second = what;
            return this;
        }

        /** By what single requests can be read: all kinds of id by default; by none they cannot be read at all. */
        public Builder readableBy(RequestIdKind... kinds) {
            this.readableBy = set(RequestIdKind.class, kinds);
            return this;
        }

        /** Whether rows of application requests carry {@code requestId}; they do by default. */
        public Builder rowsWithRequestId(boolean present) {
            this.rowsWithRequestId = present;
            return this;
        }

        /** Whether a request that is read says who decided it, and with what message; it does by default. */
        public Builder reportsPerformer(boolean present) {
            this.reportsPerformer = present;
            return this;
        }

        /** Refuses a decision for an application whose {@code ticketId} is not the request's own; by default it may be. */
        public Builder checkingTicketId() {
            this.checksTicketId = true;
            return this;
        }

        /** The dialects that are understood, both by default; parameters of the other one are ignored. */
        public Builder pagingDialects(PagingDialect... understood) {
            this.dialects = set(PagingDialect.class, understood);
            return this;
        }

        public Builder listShape(ListShape shape) {
            this.listShape = shape;
            return this;
        }

        /** Every page is the first one. */
        public Builder ignoringPageNumber() {
            this.ignoresPageNumber = true;
            return this;
        }

        /** The size of a page that nobody asked a size for; 100 by default. */
        public Builder defaultPageSize(int rows) {
            this.defaultPageSize = rows;
            return this;
        }

        /** Lets a user have several open admin requests, which EPM does not. */
        public Builder severalOpenRequests() {
            this.severalOpenRequests = true;
            return this;
        }

        /**
         * Refuses with 409 to create an admin request through the API for a user who has an open one. Users are refused
         * that; nobody knows whether the API is, and by default it is not.
         */
        public Builder oneOpenRequestByApi() {
            this.oneOpenRequestByApi = true;
            return this;
        }

        /** How webhooks write times; with a time zone. Nobody knows EPM's own way; by default ISO 8601 in UTC. */
        public Builder webhookTimes(DateTimeFormatter format) {
            this.webhookTimes = format;
            return this;
        }

        /** Whom the webhook sender trusts; by default, whom Java trusts. */
        public Builder webhookTrust(SSLContext trust) {
            this.webhookTrust = trust;
            return this;
        }

        private static <E extends Enum<E>> Set<E> set(Class<E> type, E[] members) {
            Set<E> set = EnumSet.noneOf(type);
            set.addAll(Arrays.asList(members));
            return Collections.unmodifiableSet(set);
        }

        /** Starts it. */
        public FakeEpm start() {
            return new FakeEpm(this);
        }
    }
}
