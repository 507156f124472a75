package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.ResolveOutcome.Refused;
import io.epmjit.connector.ResolveOutcome.Resolved;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.connector.jira.TransitionChoice;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraField;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraProject;
import io.epmjit.testkit.jira.JiraWorkflow;
import io.epmjit.testkit.jira.JiraWorkflow.Screen;
import io.epmjit.testkit.jira.StatusCategory;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveTest extends JiraLab {

    private static final RequestMatcher TRANSITION = post("/rest/api/3/issue/{issue}/transitions");
    private static final Resolution APPROVED = new Resolution(DecisionStatus.APPROVED, "Approved by a.lee.");
    private static final Resolution DENIED = new Resolution(DecisionStatus.DENIED, "Denied by a.lee.");

    private final TicketRef ticket = connector.open(draft(), call());

    @Test
    void aConflictPassesSoItIsSafeToRepeatAndNoRefusal() {
        jira.conflictOnTransitions(1);

        assertThatThrownBy(() -> connector.resolve(ticket, APPROVED, call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.SAFE))
                .hasMessageContaining("conflicting update");
        assertThat(issue().status()).isEqualTo("Open");

        assertThat(connector.resolve(ticket, APPROVED, call())).isEqualTo(new Resolved("Resolved"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"category:done", "status:Resolved", "id:41", "name:Resolve this issue"})
    void whatSomebodyElseHasDoneAtTheSameTimeIsResolved(String choice) {
        JiraConnector choosing = connector(settings -> settings.approvedTransition(TransitionChoice.of(choice)));
        String words = "{\"errorMessages\":[\"Transition id '41' is not valid for this issue.\"],\"errors\":{}}";
        jira.faults().once(TRANSITION, Fault.answerAfterWork(Reply.json(400, words)));

        assertThat(choosing.resolve(ticket, APPROVED, call())).isEqualTo(new Resolved("Resolved"));
        choosing.close();
    }

    @Test
    void theOnlyWayToAnEndMayBeTheWrongOne() {
        JiraWorkflow declineFirst = JiraWorkflow.builder()
                .status("1", "Open", StatusCategory.NEW)
                .status("2", "In Review", StatusCategory.INDETERMINATE)
                .status("3", "Granted", StatusCategory.DONE)
                .status("4", "Declined", StatusCategory.DONE)
                .transition("11", "Review", Set.of("Open"), "In Review", Screen.NONE)
                .transition("21", "Decline", Set.of("Open", "In Review"), "Declined", Screen.NONE)
                .transition("31", "Grant", Set.of("In Review"), "Granted", Screen.NONE)
                .build();

        assertThat(refusal(resolvedIn(declineFirst, settings -> settings)))
                .contains("id:21 \"Decline\" to \"Declined\"", "name one in Approved Transition");
        assertThat(resolvedIn(
                        declineFirst, settings -> settings.approvedTransition(TransitionChoice.of("status:Declined"))))
                .isEqualTo(new Resolved("Declined"));
    }

    @Test
    void anotherEndThanTheOneThatWasNamedIsNotTheEnd() {
        JiraConnector choosing =
                connector(settings -> settings.approvedTransition(TransitionChoice.of("status:Resolved")));
        jira.as(jira.approver()).setStatus(ticket.key(), "Canceled");

        assertThat(refusal(choosing.resolve(ticket, APPROVED, call())))
                .contains("\"Canceled\"", "status:Resolved", "Approved Transition");
        choosing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:31", "name:Done"})
    void aTransitionThatIsOfferedAgainWhereItLeadsIsNotTakenTwice(String choice) {
        JiraConnector plain = connector(settings ->
                settings.projectKey("OPS").noteRole("Administrators").approvedTransition(TransitionChoice.of(choice)));
        TicketRef there = plain.open(draft(), call());
        assertThat(plain.resolve(there, APPROVED, call())).isEqualTo(new Resolved("Done"));

        assertThat(plain.resolve(there, APPROVED, call())).isEqualTo(new Resolved("Done"));

        assertThat(jira.requests().count(TRANSITION)).isEqualTo(1);
        plain.close();
    }

    @Test
    void whatAWorkflowForbidsIsARefusalInJirasWordsAndBounded() {
        String words = "{\"errorMessages\":[\"A validator says no. " + "x ".repeat(2000) + "\"],\"errors\":{}}";
        jira.faults().once(TRANSITION, Fault.answer(Reply.json(400, words)));

        assertThat(refusal(connector.resolve(ticket, APPROVED, call())))
                .contains("A validator says no.")
                .hasSizeLessThan(600);
    }

    @Test
    void withoutTheRightToTransitionItIsRefused() {
        jira.revoke(BOT, JiraPermission.TRANSITION_ISSUES);

        assertThat(refusal(connector.resolve(ticket, APPROVED, call()))).contains("Transition Issues");
    }

    @Test
    void aLostReplyIsAnUnknownOutcomeAndAskingAgainFindsItResolved() {
        jira.faults().once(TRANSITION, Fault.dropReply());
        ConnectorException lost =
                catchThrowableOfType(ConnectorException.class, () -> connector.resolve(ticket, APPROVED, call()));
        assertThat(lost.retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);

        assertThat(connector.resolve(ticket, APPROVED, call())).isEqualTo(new Resolved("Resolved"));

        assertThat(jira.requests().count(TRANSITION)).isEqualTo(1);
    }

    @Test
    void aFailureBeforeTheTransitionIsSafeToRepeat() {
        jira.faults().once(get("/rest/api/3/issue/{issue}/transitions"), Fault.status(503));

        assertThatThrownBy(() -> connector.resolve(ticket, APPROVED, call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.SAFE));
    }

    @Test
    void aTicketThatIsGoneIsAFailure() {
        jira.as(jira.approver()).delete(ticket.key());

        assertThatThrownBy(() -> connector.resolve(ticket, APPROVED, call()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.retryability()).isEqualTo(Retryability.NEVER));
    }

    @Test
    void byDefaultTheServiceDesksWorkflowEndsWithAResolutionThatTellsApprovalFromDenial() {
        TicketRef other = connector.open(draft(), call());

        assertThat(connector.resolve(ticket, APPROVED, call())).isEqualTo(new Resolved("Resolved"));
        assertThat(connector.resolve(other, DENIED, call())).isEqualTo(new Resolved("Resolved"));

        assertThat(issue().resolution()).contains("Done");
        assertThat(jira.issue(other.id()).orElseThrow().resolution()).contains("Won't Do");
    }

    @Test
    void aTicketThatIsThereAlreadyIsResolvedWithoutAnotherTransition() {
        jira.as(jira.approver()).setStatus(ticket.key(), "Closed");

        assertThat(connector.resolve(ticket, DENIED, call())).isEqualTo(new Resolved("Closed"));

        assertThat(jira.requests().count(TRANSITION)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "id:51, Canceled",
        "name:cancel request, Canceled",
        "status:CANCELED, Canceled",
        "status:Resolved, Resolved"
    })
    void theTransitionIsChosenByIdNameStatusOrCategory(String choice, String status) {
        JiraConnector choosing = connector(settings -> settings.deniedTransition(TransitionChoice.of(choice)));

        assertThat(choosing.resolve(ticket, DENIED, call())).isEqualTo(new Resolved(status));

        assertThat(issue().status()).isEqualTo(status);
        choosing.close();
    }

    @Test
    void aChoiceThatFitsNothingIsRefusedWithWhatThereIs() {
        JiraConnector choosing =
                connector(settings -> settings.approvedTransition(TransitionChoice.of("status:Nowhere")));

        assertThat(refusal(choosing.resolve(ticket, APPROVED, call())))
                .contains("status:Nowhere", "Approved Transition", "id:41 \"Resolve this issue\" to \"Resolved\"");
        choosing.close();
    }

    @Test
    void aResolutionThatTheScreenDoesNotTakeIsRefusedWithThoseThatItTakes() {
        JiraConnector choosing = connector(settings -> settings.approvedResolution("Granted"));

        assertThat(refusal(choosing.resolve(ticket, APPROVED, call()))).contains("\"Granted\"", "Done");
        assertThat(issue().status()).isEqualTo("Open");
        choosing.close();
    }

    @Test
    void categoriesAreTheSameInEveryLanguage() {
        JiraWorkflow german = JiraWorkflow.simple()
                .translated(Map.of("To Do", "Zu erledigen", "In Progress", "In Arbeit", "Done", "Fertig"));

        assertThat(resolvedIn(german, settings -> settings)).isEqualTo(new Resolved("Fertig"));
    }

    @Test
    void twoEndingsWithoutAResolutionAreNotGuessedBetween() {
        JiraWorkflow twoEndings = JiraWorkflow.builder()
                .status("1", "Open", StatusCategory.NEW)
                .status("2", "Granted", StatusCategory.DONE)
                .status("3", "Rejected", StatusCategory.DONE)
                .transition("11", "Grant", Set.of("Open"), "Granted", Screen.NONE)
                .transition("21", "Reject", Set.of("Open"), "Rejected", Screen.NONE)
                .build();

        assertThat(refusal(resolvedIn(twoEndings, settings -> settings)))
                .contains("id:11 \"Grant\"", "id:21 \"Reject\"", "Approved Transition");
        assertThat(resolvedIn(
                        twoEndings, settings -> settings.approvedTransition(TransitionChoice.of("status:granted"))))
                .isEqualTo(new Resolved("Granted"));
    }

    @Test
    void anOptionalResolutionThatTheSiteDoesNotKnowIsLeftOutOnlyWhereTheTransitionIsNamed() {
        JiraWorkflow optional = JiraWorkflow.builder()
                .status("1", "Open", StatusCategory.NEW)
                .status("2", "Closed", StatusCategory.DONE)
                .transition("11", "Close", Set.of("Open"), "Closed", Screen.RESOLUTION_OPTIONAL)
                .build();

        assertThat(refusal(resolvedIn(optional, settings -> settings.approvedResolution("Granted"))))
                .contains("\"Granted\"", "set Approved Resolution to one of");
        assertThat(resolvedIn(
                        optional,
                        settings -> settings.approvedResolution("Granted")
                                .approvedTransition(TransitionChoice.of("status:Closed"))))
                .isEqualTo(new Resolved("Closed"));
    }

    @Test
    void fieldsThatOnlyPeopleCanFillInAreARefusal() {
        String screen = "{\"transitions\":[{\"id\":\"41\",\"name\":\"Resolve\",\"to\":{\"name\":\"Resolved\","
                + "\"statusCategory\":{\"key\":\"done\"}},\"fields\":{\"customfield_1\":{\"name\":\"Root cause\","
                + "\"required\":true,\"hasDefaultValue\":false}}}]}";
        jira.faults().once(get("/rest/api/3/issue/{issue}/transitions"), Fault.answer(Reply.json(200, screen)));

        assertThat(refusal(connector.resolve(ticket, APPROVED, call()))).contains("Root cause");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Approve", "status:", "id:forty-one", "category:finished", "colour:red"})
    void aChoiceThatMeansNothingIsNotTaken(String text) {
        assertThatThrownBy(() -> TransitionChoice.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private ResolveOutcome resolvedIn(JiraWorkflow workflow, UnaryOperator<JiraSettings.Builder> change) {
        JiraField stampField = JiraField.singleLine(FakeJira.STAMP_FIELD, "beyondTrustEpmJitRequestSystemId");
        JiraProject project =
                JiraProject.plain("PMCJIT").workflow(workflow).field(stampField).build();
        try (FakeJira site = start(FakeJira.builder().project(project));
                JiraConnector there = connector(site, change)) {
            return there.resolve(there.open(draft(), call()), APPROVED, call());
        }
    }

    private JiraIssue issue() {
        return jira.issue(ticket.id()).orElseThrow();
    }

    private static String refusal(ResolveOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
