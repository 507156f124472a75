package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.any;
import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;

import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.Operation;
import io.epmjit.connector.contract.Right;
import io.epmjit.connector.contract.StoredNote;
import io.epmjit.connector.contract.StoredTicket;
import io.epmjit.connector.contract.TrackerFault;
import io.epmjit.connector.contract.TrackerUnderTest;
import io.epmjit.connector.jira.DecisionField;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraComment;
import io.epmjit.testkit.jira.JiraField;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraProject;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Jira for the suite of all connectors, with the connector set up in one way or another. */
final class JiraUnderTest implements TrackerUnderTest {

    private static final String WRONG_TOKEN = "c4nary-wrong-t0ken";
    private static final RequestMatcher INTERNAL_NOTE = post("/rest/servicedeskapi/request/{issue}/comment");
    private static final RequestMatcher COMMENT = post("/rest/api/3/issue/{issue}/comment");

    private static final Map<Right, JiraPermission> RIGHTS = Map.of(
            Right.SEE_TICKETS, JiraPermission.BROWSE_PROJECTS,
            Right.OPEN_TICKETS, JiraPermission.CREATE_ISSUES,
            Right.WRITE_NOTES, JiraPermission.ADD_COMMENTS,
            Right.SEE_NOTES, JiraPermission.SERVICEDESK_AGENT,
            Right.RESOLVE_TICKETS, JiraPermission.TRANSITION_ISSUES);

    /** Fields for what is known of a decision. */
    private static final Map<DecisionParticular, String> FIELDS = Map.of(
            DecisionParticular.DECISION, "customfield_10021",
            DecisionParticular.DECISION_TIME, "customfield_10022",
            DecisionParticular.DECISION_PERFORMED_BY_USER, "customfield_10023",
            DecisionParticular.DURATION, "customfield_10024");

    private final MovableClock clock = MovableClock.running();
    private final FakeJira jira = FakeJira.builder()
            .clock(clock)
            .account(JiraLab.BOT)
            .searchDelay(JiraLab.LAG)
            .project(withFields(JiraProject.serviceDesk("PMCJIT")))
            .project(withFields(JiraProject.plain("OPS")))
            .start();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Set<Right> rights;
    private final UnaryOperator<JiraSettings.Builder> setup;

    /** @param rights those that Jira tells apart with this setup */
    JiraUnderTest(Set<Right> rights, UnaryOperator<JiraSettings.Builder> setup) {
        this.rights = rights;
        this.setup = setup;
    }

    private static JiraProject withFields(JiraProject.Builder project) {
        project.field(JiraField.singleLine(FakeJira.STAMP_FIELD, "beyondTrustEpmJitRequestSystemId"));
        FIELDS.forEach((particular, id) -> project.field(
                particular == DecisionParticular.DECISION_TIME
                        ? JiraField.dateTime(id, "Decided at")
                        : JiraField.singleLine(id, "What EPM calls " + particular)));
        return project.build();
    }

    /** The settings by which these fields are filled in. */
    static JiraSettings.Builder fillingIn(JiraSettings.Builder settings) {
        FIELDS.forEach((particular, id) -> settings.addDecisionFields(new DecisionField(particular, id)));
        return settings;
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
        return connector(JiraLab.CANARY);
    }

    @Override
    public TicketConnector connectorWithWrongCredentials() {
        return connector(WRONG_TOKEN);
    }

    private TicketConnector connector(String token) {
        JiraSettings settings =
                setup.apply(JiraLab.settings(jira)).apiToken(Secret.of(token)).build();
        return JiraConnector.of(
                settings, JiraConnector.clientFor(settings).clock(clock).build());
    }

    @Override
    public Set<String> secrets() {
        return Set.of(JiraLab.CANARY, WRONG_TOKEN);
    }

    @Override
    public List<StoredTicket> tickets() {
        return jira.issues().stream().map(JiraUnderTest::stored).toList();
    }

    private static StoredTicket stored(JiraIssue issue) {
        return new StoredTicket(
                issue.id(),
                issue.summary(),
                issue.descriptionText(),
                issue.descriptionText(),
                issue.status(),
                issue.comments().stream().map(JiraUnderTest::stored).toList());
    }

    private static StoredNote stored(JiraComment comment) {
        return new StoredNote(shown(comment.text()), comment.text(), comment.isInternal());
    }

    /** Service Management reads wiki markup, but for what stands between two {@code {noformat}}. */
    private static String shown(String source) {
        if (!source.startsWith("{noformat}")) {
            return source;
        }
        StringBuilder shown = new StringBuilder();
        boolean isMarkup = true;
        for (String part : source.split("\\{noformat[^}]*}", -1)) {
            shown.append(isMarkup ? part.replaceAll("[*_|!\\\\\\[\\]{}]", "") : part);
            isMarkup = !isMarkup;
        }
        return shown.toString();
    }

    @Override
    public int requests(Operation operation) {
        return jira.requests().count(requestsOf(operation));
    }

    private static RequestMatcher requestsOf(Operation operation) {
        return switch (operation) {
            case OPEN -> post("/rest/api/3/issue");
            case FIND -> post("/rest/api/3/search/jql");
            case READ -> get("/rest/api/3/issue/{issue}");
            case NOTE -> request -> INTERNAL_NOTE.test(request) || COMMENT.test(request);
            case FIND_NOTE -> get("/rest/api/3/issue/{issue}/comment");
            case RESOLVE -> post("/rest/api/3/issue/{issue}/transitions");
            case ANY -> any();
        };
    }

    @Override
    public void fail(Operation operation, TrackerFault fault) {
        switch (fault) {
            case NO_CONNECTION -> jira.server().goDown();
            case PUBLISHED -> jira.makeNotesPublic();
            default -> jira.faults().always(requestsOf(operation), asFault(fault));
        }
    }

    private Fault asFault(TrackerFault fault) {
        return switch (fault) {
            case REPLY_LOST -> Fault.dropReply();
            case GATEWAY_ERROR -> Fault.answerAfterWork(Reply.html(502, "Bad Gateway"));
            case SERVER_ERROR -> Fault.status(500);
            case LOGIN_PAGE -> Fault.htmlPage();
            case HANGS -> Fault.holdWork(never);
            case REFUSED ->
                Fault.answer(Reply.json(400, "{\"errorMessages\":[\"It is not on the screen.\"],\"errors\":{}}"));
            case UNAUTHORIZED -> Fault.status(401);
            case FORBIDDEN -> Fault.status(403);
            case THROTTLED ->
                Fault.answer(Reply.status(429).header("Retry-After", "" + TrackerFault.RETRY_AFTER.toSeconds()));
            case NO_CONNECTION, PUBLISHED -> throw new IllegalArgumentException("no answer to a request: " + fault);
        };
    }

    @Override
    public void mend() {
        jira.faults().clear();
        jira.server().comeUp();
        jira.keepNotesInternal();
    }

    @Override
    public Set<Right> rights() {
        return rights;
    }

    @Override
    public void revoke(Right right) {
        jira.revoke(JiraLab.BOT, RIGHTS.get(right));
    }

    @Override
    public Optional<Map<DecisionParticular, String>> particulars(TicketRef ticket) {
        JiraIssue issue = jira.issue(ticket.id()).orElseThrow();
        Map<DecisionParticular, String> filledIn = new EnumMap<>(DecisionParticular.class);
        FIELDS.forEach((particular, field) -> issue.text(field).ifPresent(text -> filledIn.put(particular, text)));
        boolean isSetUp =
                !setup.apply(JiraLab.settings(jira)).build().decisionFields().isEmpty();
        return isSetUp ? Optional.of(filledIn) : Optional.empty();
    }

    @Override
    public void copyByStranger(TicketRef ticket) {
        jira.as(jira.approver()).cloneIssue(ticket.id());
    }

    @Override
    public void noteByStranger(TicketRef ticket, String source) {
        jira.as(jira.approver()).noteInternally(ticket.id(), source);
    }

    @Override
    public void removeStamp(TicketRef ticket) {
        jira.as(jira.approver()).editField(ticket.id(), FakeJira.STAMP_FIELD, null);
    }

    @Override
    public void delete(TicketRef ticket) {
        jira.as(jira.approver()).delete(ticket.id());
    }

    @Override
    public void close() {
        jira.close();
    }
}
