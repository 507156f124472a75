package io.epmjit.example.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.HostileText;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.connector.TrackerCalls;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.ResponseException;
import io.epmjit.model.TicketRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Requests as issues of a GitHub repository: the first line is the stamp, and what people typed is code below it. */
public final class GitHubIssues implements TicketConnector {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] ISSUE = {"number", "state", "user", "created_at"};
    private static final Pattern STAMP = Pattern.compile("\\AEPM JIT request `([A-Za-z0-9._:-]{1,100})`\\R");

    private final ConnectorId id;
    private final String repository;
    private final String issues;
    private final HttpPipeline github;
    private final TrackerCalls calls;

    /** @param github with a token, and {@link #wording} for its {@code errorDetail}; closed together with the connector */
    public GitHubIssues(ConnectorId id, String repository, HttpPipeline github) {
        this.id = id;
        this.repository = repository;
        this.issues = "/repos/" + repository + "/issues";
        this.github = github;
        this.calls = TrackerCalls.of(id);
    }

    public static Optional<String> wording(ApiResponse error) {
        return json(error).map(json -> json.path("message").textValue());
    }

    @Override
    public ConnectorId id() {
        return id;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.RESOLVE); // no notes: whoever sees an issue sees its comments
    }

    @Override
    public Duration consistencyDelay() {
        return Duration.ofMinutes(1); // nowhere documented
    }

    @Override
    public void close() {
        github.close();
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        String title = "EPM JIT request of " + draft.placeholders().getOrDefault("User", "(not stated)");
        String shortTitle = HostileText.cut(180, HostileText.oneLine(title));
        String body = "EPM JIT request `" + draft.stamp() + "`\n\n"
                + draft.asText(28_000).indent(4); // as code
        ApiRequest.Builder issue = ApiRequest.post(issues).json(json(Map.of("title", shortTitle, "body", body)));
        return calls.calling("the issue was not opened", () -> ref(send(issue, call, ISSUE)));
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        return calls.lookingUp("GitHub cannot be searched now", () -> {
            List<JsonNode> seen = new ArrayList<>();
            for (int page = 1; page <= 10; page++) { // GitHub shows no more than ten
                JsonNode found = send(search(stamp, page), call, "items", "total_count", "incomplete_results");
                found.path("items").forEach(seen::add);
                boolean complete = !found.path("incomplete_results").asBoolean();
                if (complete && seen.size() >= found.path("total_count").asInt()) {
                    return among(seen, stamp, call);
                }
            }
            return Lookup.cannotTell("GitHub's search for " + stamp + " cannot be read to its end");
        });
    }

    private ApiRequest.Builder search(Stamp stamp, int page) {
        ApiRequest.Builder search =
                ApiRequest.get("/search/issues").query("page", "" + page).query("per_page", "100");
        search.query("sort", "created").query("order", "asc");
        return search.query("q", "\"" + stamp + "\" in:body is:issue repo:" + repository);
    }

    private Lookup<TicketRef> among(List<JsonNode> seen, Stamp stamp, CallContext call) {
        String me = send(ApiRequest.get("/user"), call, "login").path("login").asText();
        var exact = seen.stream().filter(issue -> stamp(issue).equals(Optional.of(stamp)));
        var matches = exact.map(issue -> match(issue, me)).toList();
        if (!matches.isEmpty()) {
            return Lookup.found(matches);
        }
        send(ApiRequest.get(issues), call); // fails for whoever may not see issues, to whom a search shows nothing
        boolean hasWords = stamp.value().matches(".*\\p{Alnum}.*");
        return hasWords ? Lookup.absent() : Lookup.cannotTell("GitHub searches for words, and there is none");
    }

    private Lookup.Match<TicketRef> match(JsonNode issue, String me) {
        String creator = issue.at("/user/login").asText();
        Instant created = Instant.parse(issue.path("created_at").asText());
        return new Lookup.Match<>(ref(issue), created, Optional.of(creator), creator.equals(me));
    }

    @Override
    public TicketSnapshot read(TicketRef ticket, CallContext call) {
        ApiRequest.Builder read = ApiRequest.get(issues + "/{}", ticket.id());
        JsonNode issue = calls.calling("the issue was not read", () -> send(read, call, ISSUE));
        String state = issue.path("state").asText();
        TicketSnapshot.Builder now = TicketSnapshot.builder().ticket(ref(issue)).stamp(stamp(issue));
        now.creator(issue.at("/user/login").asText());
        return now.status(state).isActive(state.equals("open")).build();
    }

    @Override
    public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
        String reason = how.outcome().isApproved() ? "completed" : "not_planned";
        ApiRequest.Builder close = ApiRequest.builder("PATCH", issues + "/{}", ticket.id());
        close.json(json(Map.of("state", "closed", "state_reason", reason)));
        return calls.resolving(
                "the issue was not closed",
                () -> send(close, call, ISSUE).path("state").asText());
    }

    @Override
    public ConnectionStatus testConnection(CallContext call) {
        return TrackerCalls.testing("Check address and repository, and the token's right to write issues.", () -> {
            send(ApiRequest.get(issues), call);
            try {
                send(ApiRequest.post(issues).json(json(Map.of())), call);
            } catch (ResponseException.InvalidRequest titleMissing) {
                return; // who may make issues is told what is missing, and others that they may not (inferred)
            }
        });
    }

    /** Sends a request once, until the deadline. An answer without these members is none. */
    private JsonNode send(ApiRequest.Builder unsent, CallContext call, String... members) {
        ApiRequest request = unsent.answerLimit(32 << 20).build();
        ApiResponse answer = github.execute(request, call.once());
        return json(answer)
                .filter(json -> List.of(members).stream().allMatch(json::hasNonNull))
                .orElseThrow(() -> github.unusable(request, answer, "lacks what GitHub documents"));
    }

    private TicketRef ref(JsonNode issue) {
        String number = issue.path("number").asText();
        URI page = URI.create(issue.path("html_url").asText());
        return TicketRef.of(id.value(), number, repository + "#" + number).withUrl(page);
    }

    private static Optional<Stamp> stamp(JsonNode issue) {
        var first = STAMP.matcher(issue.path("body").asText()).results().findFirst();
        return first.map(line -> Stamp.of(line.group(1)));
    }

    private static byte[] json(Map<String, String> members) {
        return JSON.valueToTree(members).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<JsonNode> json(ApiResponse answer) {
        try {
            return Optional.of(JSON.readTree(answer.bytes()));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }
}
