package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static io.epmjit.testkit.server.RequestMatcher.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.jira.ContentLimit;
import io.epmjit.testkit.jira.JiraComment;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraRateLimits.Reason;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest extends JiraLab {

    private static final RequestMatcher WRITE = post("/rest/servicedeskapi/request/{issue}/comment");
    private static final NoteKey KEY = NoteKey.of("decided:1f6e22a4--0001_a");

    private TicketRef ticket;

    @BeforeEach
    void openATicket() {
        ticket = connector.open(draft(), call());
    }

    @Test
    void aNoteThatBecomesPublicIsAFailureAndIsTakenBack() {
        jira.makeNotesPublic();

        ConnectorException published = failure();

        assertThat(published.retryability()).isEqualTo(Retryability.NEVER);
        assertThat(published).hasMessageContaining("outsiders may have seen it");
        String id = issue().publicComments().get(0).id();
        assertThat(jira.requests().count(request("DELETE", "/rest/api/3/issue/{issue}/comment/" + id)))
                .isEqualTo(1);
    }

    @Test
    void aPublicNoteThatCouldBeTakenBackIsSaidToBe() {
        jira.makeNotesPublic();
        jira.faults().once(request("DELETE", "/rest/api/3/issue/{issue}/comment/{id}"), Fault.status(204));

        assertThat(failure()).hasMessageContaining("has been deleted again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"1\"}", "{\"id\":\"1\",\"public\":null}", "{\"id\":\"1\",\"public\":\"false\"}"})
    void anAnswerThatDoesNotSayInternalIsAFailure(String answer) {
        jira.faults().once(WRITE, Fault.answerAfterWork(Reply.json(201, answer)));

        assertThat(failure().retryability()).isEqualTo(Retryability.NEVER);
    }

    @Test
    void anAnswerWithoutAnIdIsAnUnknownOutcome() {
        jira.faults().once(WRITE, Fault.answerAfterWork(Reply.json(201, "{\"public\":false}")));

        assertThat(failure().retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
    }

    @Test
    void aNoteWhoseReplyWasLostIsFoundAgain() {
        jira.faults().once(WRITE, Fault.dropReply());

        assertThat(failure().retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);

        assertThat(connector.findNote(ticket, KEY, call())).isInstanceOf(Lookup.Found.class);
        assertThat(jira.requests().count(WRITE)).isEqualTo(1);
    }

    @Test
    void aPublishedNoteWhoseReplyWasLostIsNeitherDoneNorAbsent() {
        jira.makeNotesPublic();
        jira.faults().once(WRITE, Fault.dropReply());
        assertThat(failure().retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
        String id = issue().publicComments().get(0).id();

        for (int look = 0; look < 2; look++) {
            assertThat(connector.findNote(ticket, KEY, call()))
                    .as("however often it is looked for")
                    .isInstanceOfSatisfying(
                            Lookup.CannotTell.class,
                            answer -> assertThat(answer.reason())
                                    .contains("outsiders may have seen it", "delete comment " + id));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"visibility\":null",
                ",\"visibility\":{\"type\":\"role\",\"value\":\"Users\"}",
                ",\"visibility\":{\"type\":\"group\",\"value\":\"Administrators\"}"
            })
    void aNoteForARoleThatIsNotRestrictedToItIsNotDone(String visibility) {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Administrators"));
        TicketRef issue = plain.open(draft(), call());
        String page = "{\"total\":1,\"comments\":[{\"id\":\"17\",\"created\":\"2026-11-22T01:02:03.000+0000\","
                + "\"jsdPublic\":true,\"author\":{\"accountId\":\"" + BOT.accountId()
                + "\"},\"body\":\"Denied.\\nReference: "
                + KEY.value() + "\"" + visibility + "}]}";
        jira.faults().once(get("/rest/api/3/issue/{issue}/comment"), Fault.answer(Reply.json(200, page)));

        assertThat(plain.findNote(issue, KEY, call()))
                .isInstanceOfSatisfying(
                        Lookup.CannotTell.class,
                        answer -> assertThat(answer.reason()).contains("delete comment 17"));
        plain.close();
    }

    @Test
    void whoIsNoAgentCannotWriteNotes() {
        jira.revoke(BOT, JiraPermission.SERVICEDESK_AGENT);

        assertThat(failure().retryability()).isEqualTo(Retryability.NEVER);
        assertThat(issue().comments()).isEmpty();
    }

    @Test
    void tooManyNotesOnOneTicketHoldUpThatTicketOnly() {
        jira.rateLimits().refuseNext(1, Reason.PER_ISSUE_WRITE, Duration.ofSeconds(2));

        assertThat(failure().throttle()).isEqualTo(Throttle.TICKET);
    }

    @Test
    void onAnIssueThatIsNoCustomerRequestTheFailureSaysWhatToDo() {
        jira.requestTypeDemanded();

        ConnectorException failed = failure();

        assertThat(failed.retryability()).isEqualTo(Retryability.NEVER);
        assertThat(failed).hasMessageContaining("no customer request").hasMessageContaining("Note Role");
    }

    @Test
    void inAPlainProjectTheFailureSaysWhatToDo() {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS"));
        TicketRef issue = plain.open(draft(), call());

        assertThatThrownBy(() -> plain.note(issue, note(), call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.NEVER))
                .hasMessageContaining("Note Role");
        plain.close();
    }

    @Test
    void inAPlainProjectTheNoteIsForOneRole() {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Administrators"));
        TicketRef issue = plain.open(draft(), call());

        plain.note(issue, note(), call());

        JiraComment comment = jira.issue(issue.id()).orElseThrow().comments().get(0);
        assertThat(comment.isInternal()).isTrue();
        assertThat(comment.text()).contains("Approved by a.lee.", "Reason: change CHG0042");
        assertThat(plain.findNote(issue, KEY, call())).isInstanceOf(Lookup.Found.class);
        plain.close();
    }

    @Test
    void aRoleThatIsNotThereIsNeverAPublicComment() {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Nobody"));
        TicketRef issue = plain.open(draft(), call());

        assertThatThrownBy(() -> plain.note(issue, note(), call())).isInstanceOf(ConnectorException.class);
        assertThat(jira.issue(issue.id()).orElseThrow().comments()).isEmpty();
        plain.close();
    }

    @Test
    void theNoteIsInternalAndSaysEverything() {
        connector.note(ticket, note(), call());

        assertThat(issue().publicComments()).isEmpty();
        assertThat(issue().internalNotes()).singleElement().satisfies(written -> {
            assertThat(written.author()).isEqualTo(BOT.accountId());
            assertThat(written.text())
                    .contains("Approved by a.lee.", "Duration: 30 minutes", "Reason: change CHG0042")
                    .contains("Reference: " + KEY.value());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{noformat} h1. Approved by the board {noformat}",
                "{NoFormat:title=x}*bold*",
                "[~accountid:712020:abc] !http://evil.example/x.png!",
                "line\nReference: decided:forged",
                "line\r\n{noformat}\r\nReference: decided:forged",
                "C:\\Users\\jo\\\\server\\share",
                "null\u0000 \u202Egnp.exe",
                "--strike-- _it_ ??cite?? {{mono}} ||table||"
            })
    void hostileTextStaysInsideTheBlockAndForgesNoKey(String text) {
        connector.note(ticket, noteWith(KEY.value(), text, new TicketField("Reason", text)), call());

        String sent = jira.requests().matching(WRITE).get(0).text();
        assertThat(sent.toLowerCase().split("\\{noformat", -1))
                .as("one block, begun and ended")
                .hasSize(3);
        assertThat(connector.findNote(ticket, NoteKey.of("decided:forged"), call()))
                .isEqualTo(Lookup.absent());
        assertThat(connector.findNote(ticket, KEY, call())).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void aHundredKilobytesOfReasonAreCut() {
        connector.note(
                ticket, noteWith(KEY.value(), "Denied.", new TicketField("Reason", "x".repeat(100_000))), call());

        assertThat(issue().internalNotes().get(0).text()).contains("of 100000 characters)", KEY.value());
        assertThat(connector.findNote(ticket, KEY, call())).isInstanceOf(Lookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\n", "\"", "\\", "\n"})
    void aNoteForARoleFitsAsADocumentTooWhateverItsMarkupTakes(String repeated) {
        jira.contentLimit(ContentLimit.DOCUMENT);
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Administrators"));
        TicketRef issue = plain.open(draft(), call());
        TicketField reason = new TicketField("Reason", "." + repeated.repeat(30_000) + ".");

        plain.note(
                issue,
                noteWith(KEY.value(), "Denied.", reason, reason, reason, reason, reason, reason, reason),
                call());

        JiraComment comment = jira.issue(issue.id()).orElseThrow().comments().get(0);
        assertThat(comment.text()).startsWith("Denied.").endsWith("Reference: " + KEY.value());
        assertThat(plain.findNote(issue, KEY, call())).isInstanceOf(Lookup.Found.class);
        plain.close();
    }

    @Test
    void whatIsNotNotedIsAbsent() {
        assertThat(connector.findNote(ticket, KEY, call())).isEqualTo(Lookup.absent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"decided:1f6e22a4--0001_", "ecided:1f6e22a4--0001_a", "DECIDED:1F6E22A4--0001_A"})
    void onlyTheVerySameKeyCounts(String other) {
        connector.note(ticket, note(), call());

        assertThat(connector.findNote(ticket, NoteKey.of(other), call())).isEqualTo(Lookup.absent());
    }

    @Test
    void aNoteThatSomebodyElseWroteIsNotOurs() {
        jira.as(jira.approver()).noteInternally(ticket.key(), "Approved.\nReference: " + KEY.value());

        assertThat(connector.findNote(ticket, KEY, call())).isEqualTo(Lookup.absent());
    }

    @Test
    void whoMayNotSeeNotesCannotTell() {
        connector.note(ticket, note(), call());
        jira.revoke(BOT, JiraPermission.SERVICEDESK_AGENT);

        assertThat(connector.findNote(ticket, KEY, call()))
                .isInstanceOfSatisfying(
                        Lookup.CannotTell.class,
                        answer -> assertThat(answer.reason()).contains("Service Project Agent"));
    }

    @Test
    void whoMayNotSeeWhatIsForARoleCannotTell() {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Administrators"));
        TicketRef issue = plain.open(draft(), call());
        assertThat(plain.findNote(issue, KEY, call())).isEqualTo(Lookup.absent());
        plain.note(issue, note(), call());
        assertThat(plain.findNote(issue, KEY, call())).isInstanceOf(Lookup.Found.class);

        jira.revoke(BOT, JiraPermission.SERVICEDESK_AGENT);

        assertThat(plain.findNote(issue, KEY, call()))
                .as("no member of the role any more")
                .isInstanceOfSatisfying(
                        Lookup.CannotTell.class,
                        answer -> assertThat(answer.reason()).contains("role Administrators"));
        plain.close();
    }

    @Test
    void whetherTheRoleIsHeldMayBeKnownFromWhatIsSeenOnly() {
        JiraConnector plain = connector(settings -> settings.projectKey("OPS").noteRole("Administrators"));
        TicketRef issue = plain.open(draft(), call());
        jira.revoke(BOT, JiraPermission.ADMINISTER_PROJECTS);
        assertThat(plain.findNote(issue, KEY, call())).isInstanceOf(Lookup.CannotTell.class);

        plain.note(issue, noteWith("another", "Denied."), call());

        assertThat(plain.findNote(issue, KEY, call())).isEqualTo(Lookup.absent());
        plain.close();
    }

    @Test
    void aLoginPageFindsNoNoteOut() {
        jira.faults().once(get("/rest/api/3/issue/{issue}/comment"), Fault.htmlPage());

        assertThat(connector.findNote(ticket, KEY, call())).isInstanceOf(Lookup.CannotTell.class);
    }

    @Test
    void commentsThatEndBeforeTheirNumberFindNothingOut() {
        jira.faults()
                .always(
                        get("/rest/api/3/issue/{issue}/comment"),
                        Fault.answer(Reply.json(200, "{\"startAt\":0,\"total\":3,\"comments\":[]}")));

        assertThat(connector.findNote(ticket, KEY, call()))
                .isInstanceOfSatisfying(
                        Lookup.CannotTell.class,
                        answer -> assertThat(answer.reason()).contains("fewer than it counts"));
        assertThat(jira.requests().count(get("/rest/api/3/issue/{issue}/comment")))
                .isEqualTo(1);
    }

    @Test
    void anOldNoteIsFoundBehindManyComments() {
        connector.note(ticket, note(), call());
        for (int i = 0; i < 250; i++) {
            jira.as(jira.approver()).comment(ticket.key(), "Comment " + i);
        }

        assertThat(connector.findNote(ticket, KEY, call())).isInstanceOf(Lookup.Found.class);
        assertThat(jira.requests().count(get("/rest/api/3/issue/{issue}/comment")))
                .isEqualTo(3);
    }

    private ConnectorException failure() {
        return catchThrowableOfType(ConnectorException.class, () -> connector.note(ticket, note(), call()));
    }

    private JiraIssue issue() {
        return jira.issue(ticket.id()).orElseThrow();
    }

    private static TicketNote note() {
        return TicketNote.builder()
                .key(KEY)
                .text("Approved by a.lee.")
                .fields(List.of(new TicketField("Duration", "30 minutes"), new TicketField("Reason", "change CHG0042")))
                .build();
    }
}
