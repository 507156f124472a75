package io.epmjit.connector.jira.blackbox;

import static io.epmjit.testkit.server.RequestMatcher.any;
import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome.Resolved;
import io.epmjit.connector.jira.DecisionField;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraField;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.jira.JiraProject;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What EPM says of a decision, in fields of the issue. */
class DecisionFieldsTest extends JiraLab {

    private static final RequestMatcher EDIT = put("/rest/api/3/issue/{issue}");
    private static final String WHO = "customfield_10021";
    private static final String WHEN = "customfield_10022";
    private static final String WHAT = "customfield_10023";
    private static final String HOW_LONG = "customfield_10024";

    private final FakeJira site = start(FakeJira.builder()
            .project(JiraProject.serviceDesk("PMCJIT")
                    .field(JiraField.singleLine(FakeJira.STAMP_FIELD, "beyondTrustEpmJitRequestSystemId"))
                    .field(JiraField.singleLine(WHO, "Decided by"))
                    .field(JiraField.dateTime(WHEN, "Decided at"))
                    .field(JiraField.select(WHAT, "Verdict", "approved", "denied"))
                    .field(JiraField.paragraph(HOW_LONG, "For how long"))
                    .build()));

    @AfterEach
    void everythingSentPleasesAtlassiansDocuments() {
        site.close();
        AtlassianDocuments.find()
                .ifPresent(documents -> site.requests()
                        .matching(request -> request.path().startsWith("/rest/"))
                        .forEach(request -> assertThat(documents.faultsOf(request))
                                .as(request.method() + " " + request.path())
                                .isEmpty()));
    }

    private static Resolution approved(Map<DecisionParticular, String> particulars) {
        return new Resolution(DecisionStatus.APPROVED, "Approved by a.lee.", particulars);
    }

    private static Resolution approvedByTheUsual() {
        return approved(Map.of(
                DecisionParticular.DECISION, "Approved",
                DecisionParticular.DECISION_TIME, "2026-03-01T09:30:00+01:00",
                DecisionParticular.DECISION_PERFORMED_BY_USER, "a.lee",
                DecisionParticular.DURATION, "30 minutes"));
    }

    private JiraConnector mapping(String... fields) {
        return connector(
                site,
                settings -> settings.addAllDecisionFields(
                        Arrays.stream(fields).map(DecisionField::of).toList()));
    }

    /** Resolves a new issue, and answers what could not be filled in. */
    private List<String> remarks(JiraConnector connector, Resolution how) {
        try (connector) {
            TicketRef ticket = connector.open(draft(), call());
            Resolved resolved = (Resolved) connector.resolve(ticket, how, call());
            assertThat(resolved.status()).isEqualTo("Resolved");
            return resolved.remarks();
        }
    }

    private JiraIssue issue() {
        return site.issues().get(0);
    }

    @Test
    void aFieldThatIsNotThereIsToldAndTheOthersAreFilledIn() {
        assertThat(remarks(mapping("Duration=customfield_99999", "Decision=Verdict"), approvedByTheUsual()))
                .singleElement()
                .asString()
                .contains("customfield_99999", "Duration", "not on the screen");
        assertThat(issue().json()).containsEntry(WHAT, "{\"value\":\"approved\"}");
    }

    @Test
    void whatJiraRefusesIsToldInItsWordsAndCostsTheOthersNothing() {
        String words = "{\"errorMessages\":[],\"errors\":{\"" + WHO + "\":\"A validator says no.\"}}";
        site.faults().times(2, EDIT, Fault.answer(Reply.json(400, words)));
        assertThat(remarks(mapping("DecisionPerformedByUser=" + WHO, "Decision=" + WHAT), approvedByTheUsual()))
                .singleElement()
                .asString()
                .contains(WHO, "400", "A validator says no.");
        assertThat(issue().json()).containsEntry(WHAT, "{\"value\":\"approved\"}");
        assertThat(issue().text(WHO)).isEmpty();
    }

    @Test
    void withoutTheRightToEditTheIssueIsResolvedAllTheSame() {
        site.revoke(BOT, JiraPermission.EDIT_ISSUES);
        assertThat(remarks(mapping("Decision=Verdict"), approvedByTheUsual())).hasSize(1);
        assertThat(site.requests().count(EDIT)).isZero();
    }

    @Test
    void aValueThatAFieldCannotTakeIsTold() {
        assertThat(remarks(
                        mapping("DecisionTime=Decided at", "Decision=Verdict"),
                        approved(Map.of(
                                DecisionParticular.DECISION_TIME, "the day before yesterday",
                                DecisionParticular.DECISION, "Maybe"))))
                .hasSize(2)
                .allSatisfy(remark -> assertThat(remark).contains("takes no such value"));
        assertThat(site.requests().count(EDIT)).isZero();
    }

    @Test
    void aFailureThatMayPassIsNoRemark() {
        try (JiraConnector connector = mapping("Decision=Verdict")) {
            TicketRef ticket = connector.open(draft(), call());
            site.faults().once(get("/rest/api/3/issue/{issue}/editmeta"), Fault.status(503));
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class, () -> connector.resolve(ticket, approvedByTheUsual(), call()));
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(issue().status()).isEqualTo("Open");

            site.faults().once(EDIT, Fault.dropReply());
            assertThatThrownBy(() -> connector.resolve(ticket, approvedByTheUsual(), call()))
                    .isInstanceOf(ConnectorException.class);
            assertThat(connector.resolve(ticket, approvedByTheUsual(), call())).isEqualTo(new Resolved("Resolved"));
        }
    }

    @Test
    void eachKindOfFieldIsFilledInAsJiraWantsIt() {
        JiraConnector connector = mapping(
                "Decision=Verdict",
                "DecisionTime=" + WHEN,
                "DecisionPerformedByUser=decided BY",
                "Duration=" + HOW_LONG,
                "StartTime=" + WHO);
        assertThat(remarks(connector, approvedByTheUsual())).isEmpty();

        assertThat(issue().json()).containsEntry(WHAT, "{\"value\":\"approved\"}");
        assertThat(issue().text(WHEN))
                .hasValueSatisfying(time -> assertThat(time).startsWith("2026-03-01T08:30:00.000"));
        assertThat(issue().text(WHO)).contains("a.lee");
        assertThat(issue().text(HOW_LONG))
                .hasValueSatisfying(text -> assertThat(text).contains("30 minutes"));
        assertThat(site.requests().count(EDIT)).isEqualTo(1);
    }

    @Test
    void whatSomebodyTypedFitsIntoOneLine() {
        String hostile = "a.lee\n" + "x".repeat(300) + "\u202e";
        assertThat(remarks(
                        mapping("DecisionPerformedByUser=" + WHO),
                        approved(Map.of(DecisionParticular.DECISION_PERFORMED_BY_USER, hostile))))
                .isEmpty();
        assertThat(issue().text(WHO).orElseThrow())
                .hasSizeLessThanOrEqualTo(255)
                .doesNotContain("\n", "\u202e");
    }

    @Test
    void withoutASettingNothingIsAsked() {
        assertThat(remarks(mapping(), approvedByTheUsual())).isEmpty();
        assertThat(site.requests().count(EDIT)).isZero();
        assertThat(site.requests().count(get("/rest/api/3/issue/{issue}/editmeta")))
                .isZero();
        assertThat(site.requests().count(any())).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Decision", "Decision=", "Decision= ", "Verdict=customfield_10020", "=customfield_10020"})
    void aMappingThatMeansNothingIsNotTaken(String text) {
        assertThatThrownBy(() -> DecisionField.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
