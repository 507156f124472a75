package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraRateLimits.Reason;
import io.epmjit.testkit.jira.RejectedCredentials;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindTest extends JiraLab {

    private static final RequestMatcher SEARCH = post("/rest/api/3/search/jql");

    @Test
    void anEmptyAnswerWithoutTheRightToBrowseMeansNothing() {
        connector.open(draft(), call());
        waitForTheSearch();
        jira.revoke(BOT, JiraPermission.BROWSE_PROJECTS);

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("PMCJIT");
    }

    @Test
    void anEmptyAnswerToAStrangerMeansNothing() {
        jira.rejectedCredentials(RejectedCredentials.ANONYMOUS);
        var stranger = connector(settings -> settings.apiToken(Secret.of("expired")));

        assertThat(reasonOf(stranger.find(stamp(), call()))).contains("401");
        stranger.close();
    }

    @Test
    void refusedCredentialsFindNothingOut() {
        var stranger = connector(settings -> settings.apiToken(Secret.of("expired")));

        assertThat(reasonOf(stranger.find(stamp(), call()))).contains("401");
        stranger.close();
    }

    @Test
    void aLoginPageFindsNothingOut() {
        jira.faults().once(SEARCH, Fault.htmlPage());

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("HTML");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "null", "{\"issues\":null}", "{\"issues\":{}}", "{\"issues\":[{\"id\":7}]}", "{"})
    void anAnswerThatIsNoListOfIssuesFindsNothingOut(String answer) {
        jira.faults().once(SEARCH, Fault.answer(Reply.json(200, answer)));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("the answer");
    }

    @Test
    void aTicketWithoutItsDateFindsNothingOut() {
        String issue = "{\"issues\":[{\"id\":\"1\",\"key\":\"PMCJIT-1\",\"fields\":{\"" + FakeJira.STAMP_FIELD + "\":\""
                + stamp() + "\"}}]}";
        jira.faults().once(SEARCH, Fault.answer(Reply.json(200, issue)));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("when");
    }

    @Test
    void aFieldThatIsNotThereFindsNothingOut() {
        var mistyped = connector(settings -> settings.customFieldId("customfield_99999"));

        assertThat(reasonOf(mistyped.find(stamp(), call()))).contains("400");
        mistyped.close();
    }

    @Test
    void rightsThatCannotBeReadFindNothingOut() {
        jira.faults().once(get("/rest/api/3/mypermissions"), Fault.status(403));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("403");
    }

    @Test
    void aFailingSearchIsAskedAgainLater() {
        jira.faults().once(SEARCH, Fault.status(503));

        assertThatThrownBy(() -> connector.find(stamp(), call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.SAFE));
    }

    @Test
    void aThrottledSearchHoldsUpTheConnector() {
        jira.rateLimits().refuseNext(1, Reason.BURST, Duration.ofSeconds(3));

        ConnectorException throttled =
                catchThrowableOfType(ConnectorException.class, () -> connector.find(stamp(), call()));

        assertThat(throttled.throttle()).isEqualTo(Throttle.CONNECTOR);
        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertThat(connector.find(stamp(), call())).isEqualTo(Lookup.absent());
    }

    @Test
    void aNewTicketIsFoundOnceTheSearchHasCaughtUp() {
        TicketRef ticket = connector.open(draft(), call());
        assertThat(connector.find(stamp(), call())).isEqualTo(Lookup.absent());

        waitForTheSearch();

        assertThat(found(stamp())).singleElement().satisfies(match -> {
            assertThat(match.value()).isEqualTo(ticket);
            assertThat(match.ours()).isTrue();
            assertThat(match.creator()).contains(BOT.accountId());
            assertThat(match.createdAt()).isBetween(clock.instant().minusSeconds(60), clock.instant());
        });
        assertThat(connector.consistencyDelay()).isGreaterThan(LAG);
    }

    @Test
    void onlyTheVerySameStampCounts() {
        for (String other : List.of("1F6E22A4-0001", "1f6e22a4-0001-2", "x:1f6e22a4-0001", "1f6e22a4.0001")) {
            connector.open(draft(Stamp.of(other)).build(), call());
        }
        waitForTheSearch();

        assertThat(connector.find(stamp(), call())).isEqualTo(Lookup.absent());
    }

    @Test
    void theOldestComesFirst() {
        TicketRef first = connector.open(draft(), call());
        clock.advance(Duration.ofSeconds(10));
        TicketRef second = connector.open(draft(), call());
        waitForTheSearch();

        assertThat(found(stamp())).extracting(Lookup.Match::value).containsExactly(first, second);
    }

    @Test
    void aCopyThatSomebodyElseMadeIsReportedButNotOurs() {
        TicketRef ticket = connector.open(draft(), call());
        clock.advance(Duration.ofSeconds(10));
        jira.as(jira.approver()).cloneIssue(ticket.key());
        waitForTheSearch();

        assertThat(found(stamp())).extracting(Lookup.Match::ours).containsExactly(true, false);
    }

    @Test
    void ticketsOfAFormerAccountAreOurs() {
        var former = connector(settings -> settings.email(FORMER_BOT.email()).apiToken(Secret.of(FORMER_BOT.token())));
        former.open(draft(), call());
        waitForTheSearch();
        assertThat(found(stamp())).extracting(Lookup.Match::ours).containsExactly(false);

        var moved = connector(settings -> settings.addFormerAccounts(FORMER_BOT.accountId()));

        assertThat(((Lookup.Found<TicketRef>) moved.find(stamp(), call())).matches())
                .extracting(Lookup.Match::ours)
                .containsExactly(true);
        former.close();
        moved.close();
    }

    @Test
    void aTicketThatMovedToAnotherProjectIsStillFound() {
        TicketRef ticket = connector.open(draft(), call());
        jira.as(jira.approver()).move(ticket.key(), "OPS");
        waitForTheSearch();

        assertThat(found(stamp())).singleElement().satisfies(match -> {
            assertThat(match.value()).isEqualTo(ticket);
            assertThat(match.value().key()).startsWith("OPS-");
        });
    }

    @Test
    void manyResemblingTicketsAreReadPageByPage() {
        for (int i = 0; i < 60; i++) {
            connector.open(draft(Stamp.of("1f6e22a4-0001:" + i)).build(), call());
            clock.advance(Duration.ofSeconds(1));
        }
        TicketRef ticket = connector.open(draft(), call());
        waitForTheSearch();

        assertThat(found(stamp())).extracting(Lookup.Match::value).containsExactly(ticket);
        assertThat(jira.requests().count(SEARCH)).isEqualTo(2);
    }

    @Test
    void aSearchWithoutEndIsGivenUp() {
        String page = "{\"issues\":[{\"id\":\"1\",\"key\":\"PMCJIT-1\",\"fields\":{}}],\"nextPageToken\":\"again\"}";
        jira.faults().always(SEARCH, Fault.answer(Reply.json(200, page)));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("too many issues");
        assertThat(jira.requests().count(SEARCH)).isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issues\":[],\"isLast\":false,\"nextPageToken\":\"x\"}",
                "{\"issues\":[],\"nextPageToken\":\"x\"}",
                "{\"issues\":[],\"isLast\":false}",
                "{\"issues\":[{\"id\":\"1\",\"key\":\"PMCJIT-1\",\"fields\":{}}],\"isLast\":false}"
            })
    void aSearchThatEndsBeforeItsLastPageFindsNothingOut(String page) {
        jira.faults().always(SEARCH, Fault.answer(Reply.json(200, page)));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("to its end");
    }

    @Test
    void behindTheCopiesOfOthersOneOfOursMayStandOnThePageThatIsMissing() {
        TicketRef ticket = connector.open(draft(), call());
        clock.advance(Duration.ofSeconds(10));
        String copy = "{\"id\":\"99\",\"key\":\"PMCJIT-99\",\"fields\":{\"" + FakeJira.STAMP_FIELD + "\":\"" + stamp()
                + "\",\"created\":\"2026-11-22T01:02:03.000+0000\",\"creator\":{\"accountId\":\""
                + jira.approver().accountId() + "\"}}}";
        jira.faults().once(SEARCH, Fault.answer(Reply.json(200, "{\"issues\":[" + copy + "],\"isLast\":false}")));

        assertThat(reasonOf(connector.find(stamp(), call()))).contains("to its end");

        waitForTheSearch();
        assertThat(found(stamp())).extracting(Lookup.Match::value).containsExactly(ticket);
    }

    @Test
    void aTokenBesideTheLastPageIsNotFollowed() {
        String page = "{\"issues\":[],\"isLast\":true,\"nextPageToken\":\"again\"}";
        jira.faults().always(SEARCH, Fault.answer(Reply.json(200, page)));

        assertThat(connector.find(stamp(), call())).isEqualTo(Lookup.absent());
        assertThat(jira.requests().count(SEARCH)).isEqualTo(1);
    }

    @Test
    void readingATicketThatIsGoneNeverWorksAgain() {
        TicketRef ticket = connector.open(draft(), call());
        jira.as(jira.approver()).delete(ticket.key());

        assertThatThrownBy(() -> connector.read(ticket, call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.NEVER))
                .hasMessageContaining(ticket.key());
    }

    @Test
    void aTicketIsReadAsItIsNow() {
        TicketRef ticket = connector.open(draft(), call());

        TicketSnapshot before = connector.read(ticket, call());
        jira.as(jira.approver()).setStatus(ticket.key(), "Resolved");
        TicketSnapshot after = connector.read(ticket, call());

        assertThat(before.stamp()).contains(stamp());
        assertThat(before.status()).isEqualTo("Open");
        assertThat(before.isActive()).isTrue();
        assertThat(before.creator()).contains(BOT.accountId());
        assertThat(before.updatedAt()).isPresent();
        assertThat(after.status()).isEqualTo("Resolved");
        assertThat(after.isActive()).isFalse();
    }

    @Test
    void onlyTheChosenStatusesAreActive() {
        var choosy = connector(settings -> settings.addActiveStates("in progress"));
        TicketRef ticket = choosy.open(draft(), call());

        assertThat(choosy.read(ticket, call()).isActive()).isFalse();
        jira.as(jira.approver()).setStatus(ticket.key(), "In Progress");
        assertThat(choosy.read(ticket, call()).isActive()).isTrue();
        choosy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another-request", "not a stamp \" OR 1=1"})
    void aStampThatSomebodyChangedIsShownAsItIs(String text) {
        TicketRef ticket = connector.open(draft(), call());
        jira.as(jira.approver()).editField(ticket.key(), FakeJira.STAMP_FIELD, text.isEmpty() ? null : text);

        assertThat(connector.read(ticket, call()).stamp().filter(stamp()::equals))
                .isEmpty();
    }

    private List<Lookup.Match<TicketRef>> found(Stamp stamp) {
        return ((Lookup.Found<TicketRef>) connector.find(stamp, call())).matches();
    }

    private static String reasonOf(Lookup<?> lookup) {
        assertThat(lookup).isInstanceOf(Lookup.CannotTell.class);
        return ((Lookup.CannotTell<?>) lookup).reason();
    }
}
