package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.ref;

import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.http.TransportException;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.testkit.server.TlsCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every call of the client under every fault: what the caller gets, whether he may repeat it, how many requests arrived,
 * and what EPM had done. As a program it prints the table and writes it into {@code docs/epm-client.md}.
 */
final class FaultTable {

    private static final RequestMatcher TOKENS = request -> request.path().startsWith("/oauth/");
    private static final RequestMatcher API = request -> request.path().startsWith("/management-api/");
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final String BEGIN = "<!-- table: begin -->";
    private static final String END = "<!-- table: end -->";

    private static final NewAdminRequest NEW_REQUEST = NewAdminRequest.builder()
            .computerId("7c9e6679-7425-40de-944b-e07fc1f90ae7")
            .userId("S-1-5-21-7")
            .userName("ACME\\new.user")
            .reason("a printer driver")
            .duration(AccessDuration.minutes(30))
            .build();

    private FaultTable() {}

    /** The calls, each with one request of either kind at hand. */
    enum Call {
        DECIDE_APPLICATION("decide (application)", (client, epm) -> client.decide(ref(epm.application), APPROVAL)),
        DECIDE_ADMIN("decide (admin)", (client, epm) -> client.decide(ref(epm.admin), APPROVAL)),
        CREATE_ADMIN("createAdminRequest", (client, epm) -> client.createAdminRequest(NEW_REQUEST)),
        READ_APPLICATION("read (application)", (client, epm) -> client.read(ref(epm.application))),
        READ_ADMIN("read (admin)", (client, epm) -> client.read(ref(epm.admin))),
        APPLICATION_REQUESTS(
                "applicationRequests",
                (client, epm) -> client.applicationRequests(RequestFilter.all()).toList()),
        ADMIN_REQUESTS(
                "adminRequests",
                (client, epm) -> client.adminRequests(RequestFilter.all()).toList()),
        REQUEST_AUDITS(
                "authorizationRequestAudits",
                (client, epm) ->
                        client.authorizationRequestAudits(AuditFilter.all()).toList()),
        ACTIVITY_AUDITS(
                "activityAudits",
                (client, epm) -> client.activityAudits(AuditFilter.all()).toList()),
        TEST_CONNECTION("testConnection", (client, epm) -> client.testConnection());

        final String title;
        private final BiFunction<EpmClient, Situation, Object> call;

        Call(String title, BiFunction<EpmClient, Situation, Object> call) {
            this.title = title;
            this.call = call;
        }

        boolean changesSomething() {
            return this == DECIDE_APPLICATION || this == DECIDE_ADMIN || this == CREATE_ADMIN;
        }
    }

    /** The faults, each as it is switched on once the client has a token. */
    enum Trouble {
        NONE("none", epm -> {}),
        REFUSED("connection refused", epm -> epm.server().goDown()),
        GONE("kept connection found dead", epm -> epm.server().goDown()),
        RESET_BEFORE("reset before the work", always(API, Fault.resetBeforeWork())),
        RESET_AFTER("reset after the work", always(API, Fault.resetAfterWork())),
        TIMEOUT("time-out", always(API, Fault.delay(Duration.ofSeconds(5)))),
        BAD_REQUEST("400 with errors", always(API, Fault.answer(Reply.json(400, """
                {"title":"One or more validation errors occurred.","status":400,
                 "errors":{"Duration":["The value 'soon' is not valid for Duration."]}}""")))),
        BAD_CREDENTIALS(
                "400 at the token", always(TOKENS, Fault.answer(Reply.json(400, "{\"error\":\"invalid_client\"}")))),
        TOKEN_RESET("reset at the token", always(TOKENS, Fault.resetAfterWork())),
        TOKEN_TIMEOUT("time-out at the token", always(TOKENS, Fault.delay(Duration.ofSeconds(5)))),
        TOKEN_REDIRECT("302 at the token", always(TOKENS, Fault.status(302))),
        TOKEN_HTML("200 with HTML at the token", always(TOKENS, Fault.htmlPage())),
        TOKEN_UNAVAILABLE("503 at the token", always(TOKENS, Fault.status(503))),
        UNAUTHORIZED_ONCE("401 once", epm -> epm.faults().once(API, Fault.status(401))),
        UNAUTHORIZED("401 always", always(API, Fault.status(401))),
        FORBIDDEN("403", always(API, Fault.status(403))),
        NOT_FOUND("404", always(API, Fault.status(404))),
        CONFLICT("409", always(API, Fault.status(409))),
        THROTTLED_LONG(
                "429, Retry-After 30",
                always(API, Fault.answer(Reply.status(429).header("Retry-After", "30")))),
        THROTTLED("429 without Retry-After", always(API, Fault.status(429))),
        SERVER_ERROR("500", always(API, Fault.status(500))),
        SERVER_ERROR_AFTER("500 after the work", always(API, Fault.answerAfterWork(Reply.status(500)))),
        BAD_GATEWAY("502 with HTML", always(API, Fault.answer(Reply.html(502, "Bad Gateway")))),
        UNAVAILABLE("503", always(API, Fault.status(503))),
        HTML("200 with HTML", always(API, Fault.htmlPage())),
        UNTYPED_HTML(
                "200 with HTML, no content type",
                always(API, Fault.answer(Reply.untyped(200, "<html><body>Sign in</body></html>")))),
        EMPTY("200 and empty", always(API, Fault.emptyBody())),
        TRUNCATED("connection ends within the answer", always(API, Fault.truncate())),
        CUT_JSON("JSON cut short", always(API, Fault.cutBody())),
        ENDLESS("endless body", always(API, Fault.endlessBody())),
        GZIP_BOMB("gzip bomb", always(API, Fault.gzipBomb())),
        DRIP("slow drip", always(API, Fault.drip(1, Duration.ofMillis(100)))),
        EXPIRED_CERTIFICATE("expired certificate", epm -> {}),
        FOREIGN_CERTIFICATE("foreign certificate", epm -> {});

        final String title;
        private final java.util.function.Consumer<FakeEpm> strike;

        Trouble(String title, java.util.function.Consumer<FakeEpm> strike) {
            this.title = title;
            this.strike = strike;
        }

        private static java.util.function.Consumer<FakeEpm> always(RequestMatcher which, Fault fault) {
            return epm -> epm.faults().always(which, fault);
        }

        private TlsCertificate certificate() {
            return switch (this) {
                case EXPIRED_CERTIFICATE -> TlsCertificate.EXPIRED;
                case FOREIGN_CERTIFICATE -> TlsCertificate.UNTRUSTED;
                default -> TlsCertificate.VALID;
            };
        }

        /** Whether the client shall have a token already: not where it is the token that is in trouble. */
        private boolean strikesLater() {
            return !isOfToken() && certificate() == TlsCertificate.VALID;
        }

        private boolean isOfToken() {
            return title.endsWith("at the token");
        }

        private boolean needsPatience() {
            return this != TIMEOUT && this != TOKEN_TIMEOUT && this != DRIP;
        }
    }

    /**
     * One cell.
     *
     * @param gets what the caller gets
     * @param retryability empty where he gets a result
     * @param requests how many requests of this call arrived, tokens left out
     * @param carriedOut how often EPM did what a changing call asked for
     */
    record Cell(
            Call call,
            Trouble trouble,
            String gets,
            Optional<Retryability> retryability,
            int requests,
            int carriedOut) {

        /** As the table of expectations has it. */
        String line() {
            return String.join(
                    " | ",
                    call.title,
                    trouble.title,
                    gets,
                    retryability.map(Enum::name).orElse("-"),
                    Integer.toString(requests));
        }
    }

    private record Situation(EpmRequest application, EpmRequest admin) {}

    /** Tries all cells, several at once: most of the time is spent waiting. */
    static List<Cell> measure() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Cell>> tried = new ArrayList<>();
            for (Call call : Call.values()) {
                for (Trouble trouble : Trouble.values()) {
                    tried.add(threads.submit(() -> measure(call, trouble)));
                }
            }
            List<Cell> cells = new ArrayList<>();
            for (Future<Cell> cell : tried) {
                cells.add(cell.get());
            }
            return cells;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @SuppressWarnings("try") // a transport is closed on purpose before its time
    private static Cell measure(Call call, Trouble trouble) {
        try (FakeEpm epm = FakeEpm.builder().https(trouble.certificate()).start();
                OkHttpTransport transport = transport(epm, trouble);
                EpmClient client = TestEpm.client(epm).transport(transport).build()) {
            Situation situation =
                    new Situation(epm.requestApplication(), epm.requestAdmin(Map.of("UserName", "ACME\\j.doe")));
            if (trouble.strikesLater()) {
                fetchToken(client);
            }
            epm.requests().clear();
            if (trouble == Trouble.REFUSED) {
                transport.close(); // its idle connections, so that a new one is wanted
            }
            trouble.strike.accept(epm);
            @Nullable Object result = null;
            @Nullable EpmJitException failure = null;
            try {
                result = call.call.apply(client, situation);
            } catch (EpmJitException e) {
                failure = e;
            }
            return new Cell(
                    call,
                    trouble,
                    failure == null ? describe(result) : describe(failure),
                    Optional.ofNullable(failure).map(EpmJitException::retryability),
                    epm.requests().count(API),
                    carriedOut(call, epm, situation));
        }
    }

    private static OkHttpTransport transport(FakeEpm epm, Trouble trouble) {
        OkHttpTransport.Builder transport =
                OkHttpTransport.builder().trust(epm.server().certificateAuthority());
        if (!trouble.needsPatience()) {
            transport.callTimeout(PATIENCE);
        }
        return transport.build();
    }

    private static void fetchToken(EpmClient client) {
        for (int i = 0; i < 20 && !client.testConnection().isOk(); i++) {
            // An impatient client on a busy machine may need a few tries.
        }
    }

    private static int carriedOut(Call call, FakeEpm epm, Situation situation) {
        return switch (call) {
            case DECIDE_APPLICATION ->
                epm.request(situation.application.requestId()).received().size();
            case DECIDE_ADMIN ->
                epm.request(situation.admin.requestId()).received().size();
            case CREATE_ADMIN -> epm.allRequests().size() - 2;
            default -> 0;
        };
    }

    private static String describe(@Nullable Object result) {
        if (result instanceof ConnectionStatus status) {
            return "status " + status.finding();
        }
        if (result instanceof RequestState state) {
            return state.isReadable() ? "a state" : "a state, unreadable";
        }
        if (result instanceof List<?> rows) {
            return rows.isEmpty() ? "an empty list" : "the list";
        }
        if (result instanceof Optional<?> made) {
            return made.isPresent() ? "its reference" : "no reference";
        }
        return result instanceof DecisionReceipt ? "a receipt" : "nothing";
    }

    private static String describe(EpmJitException failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof TransportException lost ? name + " " + lost.problem() : name;
    }

    static String markdown(List<Cell> cells) {
        StringBuilder text = new StringBuilder(BEGIN).append('\n');
        for (Call call : Call.values()) {
            text.append("\n### ").append(call.title).append("\n\n");
            text.append("| fault | the caller gets | retryability | requests |");
            text.append(call.changesSomething() ? " carried out |\n" : "\n");
            text.append("|---|---|---|---|").append(call.changesSomething() ? "---|\n" : "\n");
            cells.stream().filter(cell -> cell.call == call).forEach(cell -> {
                text.append("| ").append(cell.trouble.title).append(" | ").append(cell.gets);
                text.append(" | ").append(cell.retryability.map(Enum::name).orElse("–"));
                text.append(" | ").append(cell.requests).append(" |");
                text.append(call.changesSomething() ? " " + cell.carriedOut + " |\n" : "\n");
            });
        }
        return text.append('\n').append(END).toString();
    }

    /** The part of the guide that this program writes. */
    static String documented(Path guide) throws IOException {
        String text = Files.readString(guide);
        return text.substring(text.indexOf(BEGIN), text.indexOf(END) + END.length());
    }

    private static void write(Path guide, String table) throws IOException {
        String text = Files.readString(guide);
        Files.writeString(guide, text.replace(documented(guide), table));
    }

    /** What no cell may do, whatever the fault: tell an untruth about a change, or make it twice. */
    static BiConsumer<Cell, List<String>> rules() {
        return (cell, broken) -> {
            if (cell.gets.isBlank()) {
                broken.add("says nothing: " + cell);
            }
            if (!cell.call.changesSomething()) {
                return;
            }
            boolean known = cell.retryability
                    .map(r -> r != Retryability.OUTCOME_UNKNOWN)
                    .orElse(true);
            boolean shouldBeDone = cell.retryability.isEmpty();
            if (known && cell.carriedOut != (shouldBeDone ? 1 : 0)) {
                broken.add("says what is not true: " + cell);
            }
            if (cell.carriedOut > 1 || (!known && cell.requests > 1)) {
                broken.add("sent twice: " + cell);
            }
        };
    }

    static List<String> broken(List<Cell> cells) {
        List<String> broken = new ArrayList<>();
        cells.forEach(cell -> rules().accept(cell, broken));
        return broken;
    }

    public static void main(String[] arguments) throws Exception {
        List<Cell> cells = measure();
        String table = markdown(cells);
        System.out.println(table);
        write(Path.of(arguments[0]), table);
        List<String> broken = broken(cells);
        broken.forEach(System.out::println);
        long twice = cells.stream().filter(cell -> cell.carriedOut > 1).count();
        System.out.printf(
                "%s table-client: %d calls x %d faults = %d cells, %d broken rules, %d changes carried out twice%n",
                broken.isEmpty() ? "PASS" : "FAIL",
                Call.values().length,
                Trouble.values().length,
                cells.size(),
                broken.size(),
                twice);
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    static List<String> lines(List<Cell> cells) {
        return cells.stream().map(Cell::line).toList();
    }

    static int size() {
        return Arrays.asList(Call.values()).size() * Trouble.values().length;
    }
}
