package io.epmjit.example.github;

import static io.epmjit.testkit.server.RequestMatcher.any;
import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static io.epmjit.testkit.server.RequestMatcher.request;

import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.Operation;
import io.epmjit.connector.contract.Right;
import io.epmjit.connector.contract.StoredNote;
import io.epmjit.connector.contract.StoredTicket;
import io.epmjit.connector.contract.TrackerFault;
import io.epmjit.connector.contract.TrackerUnderTest;
import io.epmjit.http.Authorizer;
import io.epmjit.http.BaseUrl;
import io.epmjit.http.HttpPipeline;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.github.FakeGitHub;
import io.epmjit.testkit.github.GitHubAccess;
import io.epmjit.testkit.github.GitHubIssue;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** GitHub for the suite of all connectors. */
final class GitHubUnderTest implements TrackerUnderTest {

    private static final String WRONG_TOKEN = "ghp_wrong-token";

    /** The lowest access without this right. */
    private static final Map<Right, GitHubAccess> WITHOUT = Map.of(
            Right.SEE_TICKETS, GitHubAccess.METADATA,
            Right.OPEN_TICKETS, GitHubAccess.READ,
            Right.RESOLVE_TICKETS, GitHubAccess.READ);

    private final MovableClock clock = MovableClock.running();
    private final CountDownLatch never = new CountDownLatch(1);
    private final FakeGitHub github = FakeGitHub.builder().clock(clock).start();

    FakeGitHub github() {
        return github;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public TicketConnector connector() {
        return connector(github.account().token());
    }

    @Override
    public TicketConnector connectorWithWrongCredentials() {
        return connector(WRONG_TOKEN);
    }

    private TicketConnector connector(String token) {
        HttpPipeline pipeline = HttpPipeline.builder(
                        "GitHub", BaseUrl.of(github.url().toString()))
                .authorizer(Authorizer.bearer(() -> Secret.of(token)))
                .errorDetail(GitHubIssues::wording)
                .clock(clock)
                .build();
        return new GitHubIssues(ConnectorId.of("github"), "acme/requests", pipeline);
    }

    @Override
    public Set<String> secrets() {
        return Set.of(github.account().token(), WRONG_TOKEN);
    }

    @Override
    public List<StoredTicket> tickets() {
        return github.issues().stream().map(GitHubUnderTest::stored).toList();
    }

    private static StoredTicket stored(GitHubIssue issue) {
        return new StoredTicket(
                Integer.toString(issue.number()),
                issue.title(),
                issue.readableBody(),
                issue.body(),
                issue.state(),
                issue.comments().stream()
                        .map(comment -> new StoredNote(comment, comment, false))
                        .toList());
    }

    @Override
    public int requests(Operation operation) {
        return github.requests().count(requestsOf(operation));
    }

    private static RequestMatcher requestsOf(Operation operation) {
        String issues = "/repos/acme/requests/issues";
        return switch (operation) {
            case OPEN -> post(issues);
            case FIND -> get("/search/issues");
            case READ -> get(issues + "/{number}");
            case NOTE -> post(issues + "/{number}/comments");
            case FIND_NOTE -> get(issues + "/{number}/comments");
            case RESOLVE -> request("PATCH", issues + "/{number}");
            case ANY -> any();
        };
    }

    @Override
    public void fail(Operation operation, TrackerFault fault) {
        if (fault == TrackerFault.NO_CONNECTION) {
            github.server().goDown();
        } else {
            github.faults().always(requestsOf(operation), asFault(fault));
        }
    }

    private Fault asFault(TrackerFault fault) {
        return switch (fault) {
            case REPLY_LOST -> Fault.dropReply();
            case GATEWAY_ERROR -> Fault.answerAfterWork(Reply.html(502, "Unicorn!"));
            case SERVER_ERROR -> Fault.status(500);
            case LOGIN_PAGE -> Fault.htmlPage();
            case HANGS -> Fault.holdWork(never);
            case REFUSED -> Fault.answer(Reply.json(422, "{\"message\":\"Validation Failed\"}"));
            case UNAUTHORIZED -> Fault.answer(Reply.json(401, "{\"message\":\"Bad credentials\"}"));
            case FORBIDDEN ->
                Fault.answer(Reply.json(403, "{\"message\":\"Resource not accessible by personal access token\"}"));
            case THROTTLED ->
                Fault.answer(Reply.status(429).header("Retry-After", "" + TrackerFault.RETRY_AFTER.toSeconds()));
            case NO_CONNECTION, PUBLISHED -> throw new IllegalArgumentException("no answer to a request: " + fault);
        };
    }

    @Override
    public void mend() {
        github.faults().clear();
        github.server().comeUp();
    }

    @Override
    public Set<Right> rights() {
        return WITHOUT.keySet();
    }

    @Override
    public void revoke(Right right) {
        github.access(github.account(), WITHOUT.get(right));
    }

    @Override
    public void copyByStranger(TicketRef ticket) {
        github.copyIssue(number(ticket), github.maintainer());
    }

    /** There are no internal notes here, so that the suite does not ask for any. */
    @Override
    public void noteByStranger(TicketRef ticket, String source) {
        throw new UnsupportedOperationException("GitHub has no internal notes");
    }

    @Override
    public void removeStamp(TicketRef ticket) {
        github.rewrite(number(ticket), "somebody tidied up");
    }

    @Override
    public void delete(TicketRef ticket) {
        github.delete(number(ticket));
    }

    private static int number(TicketRef ticket) {
        return Integer.parseInt(ticket.id());
    }

    @Override
    public void close() {
        github.close();
    }
}
