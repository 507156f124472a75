package io.epmjit.testkit.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Faults;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestLog;
import io.epmjit.testkit.server.ServerOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The issues of one private repository at GitHub, as a real HTTP server: its REST API (documented by GitHub, version
 * 2022-11-28), its search that lags behind, and its habit of saying 403 where others say 429.
 *
 * <pre>{@code
 * try (FakeGitHub github = FakeGitHub.start()) {
 *     // github.url(), github.account().token(), "acme/requests"
 *     github.refuseNext(1, GitHubLimit.SECONDARY);
 *     github.issues().get(0).readableBody();
 * }
 * }</pre>
 *
 * <p>How long the search lags, and that it drops punctuation, is not documented; so is that rights are checked before
 * values. Thread-safe.
 */
public final class FakeGitHub implements AutoCloseable {

    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_BODY = 65_536;
    private static final int LARGEST_PAGE = 100;
    private static final int MOST_RESULTS = 1_000;
    private static final Set<String> REASONS = Set.of("completed", "not_planned", "duplicate", "reopened");

    private final String repository;
    private final GitHubAccount account;
    private final GitHubAccount maintainer = GitHubAccount.of("alex-lee", "ghp_token-of-alex");
    private final Map<String, GitHubAccess> access = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Map<Integer, Issue> issues = new TreeMap<>();
    private final FakeServer server;
    private Duration searchDelay;
    private boolean searchIncomplete;
    private int lastNumber;
    private int refusals;
    private GitHubLimit limit = GitHubLimit.PRIMARY;

    private FakeGitHub(Builder builder) {
        this.repository = builder.repository;
        this.account = builder.account;
        this.clock = builder.time();
        this.searchDelay = builder.searchDelay;
        access.put(account.login(), GitHubAccess.WRITE);
        access.put(maintainer.login(), GitHubAccess.WRITE);
        this.server = routes(FakeServer.builder(builder)).start();
    }

    /** With its defaults, on a free port. */
    public static FakeGitHub start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    private FakeServer.Builder routes(FakeServer.Builder routes) {
        routes.gate(this::refuse).otherwise(request -> notFound());
        route(routes, "GET", "/user", request -> GitHubJson.reply(200, Issue.user(caller(request))));
        route(routes, "GET", "/search/issues", this::search);
        String home = "/repos/{owner}/{repo}";
        route(routes, "GET", home, at(GitHubAccess.METADATA, request -> repository()));
        route(routes, "GET", home + "/issues", at(GitHubAccess.READ, this::list));
        route(routes, "POST", home + "/issues", at(GitHubAccess.WRITE, this::create));
        route(routes, "GET", home + "/issues/{number}", at(GitHubAccess.READ, request -> shown(200, find(request))));
        route(routes, "PATCH", home + "/issues/{number}", at(GitHubAccess.WRITE, this::update));
        route(routes, "GET", home + "/issues/{number}/comments", at(GitHubAccess.READ, this::comments));
        route(routes, "POST", home + "/issues/{number}/comments", at(GitHubAccess.WRITE, this::comment));
        return routes;
    }

    private static void route(
            FakeServer.Builder routes, String method, String path, Function<ReceivedRequest, Reply> work) {
        routes.route(method, path, request -> {
            try {
                return work.apply(request);
            } catch (Refusal refusal) {
                return refusal.reply();
            }
        });
    }

    /** Before everything else: who calls nameless, too often, or as nobody. */
    private Optional<Reply> refuse(ReceivedRequest request) {
        if (request.header("User-Agent").filter(name -> !name.isBlank()).isEmpty()) {
            return Optional.of(Reply.html(403, "Request forbidden by administrative rules."));
        }
        if (refusals > 0) {
            refusals--;
            return Optional.of(limit.reply(clock.instant()));
        }
        return request.header("Authorization").isPresent() && login(request).isEmpty()
                ? Optional.of(GitHubJson.message(401, "Bad credentials"))
                : Optional.empty();
    }

    private Optional<String> login(ReceivedRequest request) {
        String header = request.header("Authorization").orElse("");
        String token = header.replaceFirst("(?i)^(bearer|token) +", "");
        return List.of(account, maintainer).stream()
                .filter(known -> known.token().equals(token))
                .map(GitHubAccount::login)
                .findFirst();
    }

    private String caller(ReceivedRequest request) {
        return login(request).orElseThrow(() -> new Refusal(GitHubJson.message(401, "Requires authentication")));
    }

    private GitHubAccess accessOf(ReceivedRequest request) {
        return login(request).map(access::get).orElse(GitHubAccess.NONE);
    }

    /** A repository that one may not see is not there; a right that a token lacks is named. */
    private Function<ReceivedRequest, Reply> at(GitHubAccess needed, Function<ReceivedRequest, Reply> work) {
        return request -> {
            String asked = request.parameter("owner") + "/" + request.parameter("repo");
            GitHubAccess granted = accessOf(request);
            if (granted == GitHubAccess.NONE || !asked.equalsIgnoreCase(repository)) {
                return notFound();
            }
            return granted.compareTo(needed) < 0
                    ? GitHubJson.message(403, "Resource not accessible by personal access token")
                    : work.apply(request);
        };
    }

    private static Reply notFound() {
        return GitHubJson.message(404, "Not Found");
    }

    private Reply repository() {
        return GitHubJson.reply(
                200,
                GitHubJson.object()
                        .put("full_name", repository)
                        .put("private", true)
                        .put("visibility", "private")
                        .put("has_issues", true));
    }

    private URI home() {
        return URI.create(url() + "/repos/" + repository);
    }

    private Reply shown(int status, Issue issue) {
        return GitHubJson.reply(status, issue.json(home()));
    }

    private Issue find(ReceivedRequest request) {
        String number = request.parameter("number");
        if (!number.matches("\\d{1,9}") || Integer.parseInt(number) > lastNumber || number.equals("0")) {
            throw new Refusal(notFound());
        }
        return Optional.ofNullable(issues.get(Integer.valueOf(number)))
                .orElseThrow(() -> new Refusal(GitHubJson.message(410, "This issue was deleted")));
    }

    private Reply list(ReceivedRequest request) {
        String state = request.query("state").orElse("open");
        List<Issue> found = issues.values().stream()
                .filter(issue -> state.equals("all") || issue.isOpen() == state.equals("open"))
                .toList();
        ArrayNode page = GitHubJson.array();
        page(request, found, Integer.MAX_VALUE).forEach(issue -> page.add(issue.json(home())));
        return GitHubJson.reply(200, page);
    }

    private static List<Issue> page(ReceivedRequest request, List<Issue> all, int most) {
        int size = Math.min(LARGEST_PAGE, number(request, "per_page", 30));
        long start = (number(request, "page", 1) - 1L) * size;
        if (start + size > most && start >= most) {
            throw new Refusal(GitHubJson.message(422, "Only the first 1000 search results are available"));
        }
        return all.stream().limit(most).skip(start).limit(size).toList();
    }

    private static int number(ReceivedRequest request, String name, int usual) {
        return request.query(name)
                .filter(text -> text.matches("[1-9]\\d{0,6}"))
                .map(Integer::valueOf)
                .orElse(usual);
    }

    private Reply search(ReceivedRequest request) {
        SearchQuery query = new SearchQuery(request.query("q").orElse(""));
        if (query.values("is").isEmpty() && query.values("type").isEmpty()) {
            return GitHubJson.invalid("Search", "q", "invalid", "Query must include 'is:issue' or 'is:pull-request'");
        }
        GitHubAccess granted = accessOf(request);
        boolean isHere = query.values("repo").stream().anyMatch(repository::equalsIgnoreCase);
        if (!query.values("repo").isEmpty() && (!isHere || granted == GitHubAccess.NONE)) {
            return GitHubJson.invalid(
                    "Search",
                    "q",
                    "invalid",
                    "The listed users and repositories cannot be searched either because the resources do not exist or"
                            + " you do not have permission to view them.");
        }
        Instant seen = clock.instant().minus(searchDelay);
        List<Issue> found = new ArrayList<>(issues.values().stream()
                .filter(issue -> granted.compareTo(GitHubAccess.READ) >= 0)
                .filter(issue -> issue.bodySeen(seen)
                        .filter(body -> query.matches(issue.title(), body))
                        .isPresent())
                .filter(issue -> query.values("is").stream()
                        .allMatch(is -> is.equals("issue") || is.equals(issue.isOpen() ? "open" : "closed")))
                .toList());
        boolean ascending = request.query("order").filter("asc"::equals).isPresent();
        Comparator<Issue> byAge = Comparator.comparing(issue -> issue.number);
        found.sort(ascending ? byAge : byAge.reversed());
        ObjectNode answer = GitHubJson.object().put("total_count", found.size());
        answer.put("incomplete_results", searchIncomplete);
        ArrayNode items = answer.putArray("items");
        if (!searchIncomplete) {
            page(request, found, MOST_RESULTS).forEach(issue -> items.add(issue.json(home())));
        }
        return GitHubJson.reply(200, answer);
    }

    private Reply create(ReceivedRequest request) {
        JsonNode input = input(request);
        if (input.path("title").isMissingNode()) {
            return GitHubJson.message(422, "Invalid request.\n\n\"title\" wasn't supplied.");
        }
        Issue issue = add(caller(request), title(input), body(input), labels(input));
        return shown(201, issue).header("Location", home() + "/issues/" + issue.number);
    }

    private Reply update(ReceivedRequest request) {
        Issue issue = find(request);
        JsonNode input = input(request);
        Instant now = clock.instant();
        if (input.has("title")) {
            issue.retitle(title(input), now);
        }
        if (input.has("body")) {
            issue.rewrite(body(input), now);
        }
        if (input.has("state")) {
            move(issue, input.path("state").asText(), input.path("state_reason"), now);
        }
        return shown(200, issue);
    }

    private static void move(Issue issue, String state, JsonNode reason, Instant now) {
        if (!state.equals("open") && !state.equals("closed")) {
            throw new Refusal(GitHubJson.invalid("Issue", "state", "invalid", "state is not one of open, closed"));
        }
        if (reason.isTextual() && !REASONS.contains(reason.asText())) {
            throw new Refusal(GitHubJson.invalid("Issue", "state_reason", "invalid", "state_reason is not known"));
        }
        @Nullable String usual = state.equals("closed") ? "completed" : null;
        issue.move(state, reason.isTextual() ? reason.asText() : usual, now);
    }

    private Reply comments(ReceivedRequest request) {
        ArrayNode shown = GitHubJson.array();
        find(request).comments.forEach(text -> shown.addObject().put("body", text));
        return GitHubJson.reply(200, shown);
    }

    private Reply comment(ReceivedRequest request) {
        Issue issue = find(request);
        String text = text(input(request), "body", "IssueComment", LONGEST_BODY);
        if (text.isBlank()) {
            return GitHubJson.invalid("IssueComment", "body", "missing_field", "body can't be blank");
        }
        issue.comment(text, clock.instant());
        return GitHubJson.reply(
                201, GitHubJson.object().put("id", issue.comments.size()).put("body", text));
    }

    private static JsonNode input(ReceivedRequest request) {
        try {
            JsonNode input = GitHubJson.read(request.text());
            if (input.isObject()) {
                return input;
            }
        } catch (JsonProcessingException malformed) {
            throw new Refusal(GitHubJson.message(400, "Problems parsing JSON"));
        }
        throw new Refusal(GitHubJson.message(400, "Body should be a JSON object"));
    }

    private static String title(JsonNode input) {
        String title = text(input, "title", "Issue", LONGEST_TITLE);
        if (title.isBlank()) {
            throw new Refusal(GitHubJson.invalid("Issue", "title", "missing_field", "title can't be blank"));
        }
        return title;
    }

    private static String body(JsonNode input) {
        return text(input, "body", "Issue", LONGEST_BODY);
    }

    private static String text(JsonNode input, String field, String resource, int longest) {
        JsonNode value = input.path(field);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
            throw new Refusal(GitHubJson.message(422, "Invalid request.\n\nFor '" + field + "', it is not a string."));
        }
        String text = value.asText("");
        if (value.isTextual() && text.length() > longest) {
            throw new Refusal(GitHubJson.invalid(
                    resource, field, "custom", field + " is too long (maximum is " + longest + " characters)"));
        }
        return value.isTextual() ? text : "";
    }

    private static List<String> labels(JsonNode input) {
        List<String> labels = new ArrayList<>();
        input.path("labels").forEach(label -> labels.add(label.asText()));
        return labels;
    }

    private Issue add(String author, String title, String body, List<String> labels) {
        lastNumber++;
        Issue issue = new Issue(lastNumber, author, clock.instant(), title, body, labels);
        issues.put(issue.number, issue);
        return issue;
    }

    // Where it is, and what arrived

    /** The API's address, without a slash at the end. */
    public URI url() {
        return server.url();
    }

    /** The server itself: to go down and come up again, and for its certificate authority. */
    public FakeServer server() {
        return server;
    }

    public RequestLog requests() {
        return server.requests();
    }

    public Faults faults() {
        return server.faults();
    }

    // Who and what there is

    /** The account that an integration is given. */
    public GitHubAccount account() {
        return account;
    }

    /** Somebody else who works in the repository. */
    public GitHubAccount maintainer() {
        return maintainer;
    }

    /** Every issue that is there, the oldest first. */
    public List<GitHubIssue> issues() {
        return server.exclusively(
                () -> issues.values().stream().map(Issue::snapshot).toList());
    }

    /** Makes another issue with the same title and body, as this account. */
    public void copyIssue(int number, GitHubAccount author) {
        server.exclusively(() -> {
            Issue original = existing(number);
            return add(author.login(), original.title(), original.body(), original.labels);
        });
    }

    /** Somebody writes another body for an issue. */
    public void rewrite(int number, String body) {
        server.exclusively(() -> existing(number).rewrite(body, clock.instant()));
    }

    /** Somebody deletes an issue: it is gone for good, and its number is not used again. */
    public void delete(int number) {
        server.exclusively(() -> {
            issues.remove(existing(number).number);
        });
    }

    private Issue existing(int number) {
        return Optional.ofNullable(issues.get(number))
                .orElseThrow(() -> new IllegalArgumentException("there is no issue " + number));
    }

    // Switches

    /** What this account's token may do from now on. */
    public void access(GitHubAccount who, GitHubAccess level) {
        server.exclusively(() -> access.put(who.login(), level));
    }

    /** How long the search does not see what is new or has changed. */
    public void searchDelay(Duration delay) {
        server.exclusively(() -> {
            searchDelay = delay;
        });
    }

    /** From now on searches run out of time: they find nothing, and say that there may be more. */
    public void searchesRunOutOfTime() {
        server.exclusively(() -> {
            searchIncomplete = true;
        });
    }

    /** Refuses the next so many calls, because of this limit. */
    public void refuseNext(int times, GitHubLimit why) {
        server.exclusively(() -> {
            refusals = times;
            limit = why;
        });
    }

    @Override
    public void close() {
        server.close();
    }

    /** Collects the options; not for use by several threads. */
    public static final class Builder extends ServerOptions<Builder> {

        private String repository = "acme/requests";
        private GitHubAccount account = GitHubAccount.of("jit-bot", "ghp_token-of-jit-bot");
        private Duration searchDelay = Duration.ofSeconds(10);

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** Owner and name with a slash between them; {@code acme/requests} by default. */
        public Builder repository(String fullName) {
            this.repository = fullName;
            return this;
        }

        /** The account that an integration is given. */
        public Builder account(GitHubAccount integration) {
            this.account = integration;
            return this;
        }

        /** How long the search does not see what is new or has changed, by the clock; ten seconds by default. */
        public Builder searchDelay(Duration delay) {
            this.searchDelay = delay;
            return this;
        }

        private InstantSource time() {
            return clock();
        }

        public FakeGitHub start() {
            return new FakeGitHub(this);
        }
    }
}
