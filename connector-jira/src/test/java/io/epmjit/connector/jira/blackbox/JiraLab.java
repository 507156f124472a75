package io.epmjit.connector.jira.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSection;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.http.BaseUrl;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraAccount;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A Jira, and a connector that is set up for it. Whatever the connector sends in a test has to please Atlassian's documents. */
abstract class JiraLab {

    /** Nobody else's token; it must be seen nowhere. */
    static final String CANARY = "c4nary-jira-t0ken";

    static final JiraAccount BOT = JiraAccount.of("jit-bot@acme.example", "JIT Bot", CANARY);
    static final JiraAccount FORMER_BOT = JiraAccount.of("old-bot@acme.example", "Old Bot", "old-token");
    static final Duration LAG = Duration.ofSeconds(5);

    final MovableClock clock = MovableClock.running();
    final FakeJira jira = start(FakeJira.builder());
    final JiraConnector connector = connector(settings -> settings);

    FakeJira start(FakeJira.Builder builder) {
        return builder.clock(clock)
                .account(BOT)
                .person(FORMER_BOT)
                .searchDelay(LAG)
                .start();
    }

    JiraConnector connector(UnaryOperator<JiraSettings.Builder> change) {
        return connector(jira, change);
    }

    JiraConnector connector(FakeJira where, UnaryOperator<JiraSettings.Builder> change) {
        JiraSettings settings = change.apply(settings(where)).build();
        return JiraConnector.of(
                settings, JiraConnector.clientFor(settings).clock(clock).build());
    }

    static JiraSettings.Builder settings(FakeJira where) {
        return JiraSettings.builder()
                .url(BaseUrl.of(where.url().toString()))
                .email(BOT.email())
                .apiToken(Secret.of(CANARY))
                .projectKey("PMCJIT")
                .issueTypeName("Access Request")
                .customFieldId(FakeJira.STAMP_FIELD);
    }

    @AfterEach
    void everyRequestPleasesAtlassiansDocuments() {
        connector.close();
        jira.close();
        AtlassianDocuments.find()
                .ifPresent(documents -> jira.requests()
                        .matching(request -> request.path().startsWith("/rest/"))
                        .forEach(request -> assertThat(documents.faultsOf(request))
                                .as(request.method() + " " + request.path())
                                .isEmpty()));
    }

    CallContext call() {
        return CallContext.builder().deadline(clock.instant().plusSeconds(30)).build();
    }

    void waitForTheSearch() {
        clock.advance(LAG.plusSeconds(1));
    }

    static Stamp stamp() {
        return Stamp.of("1f6e22a4-0001");
    }

    static TicketDraft draft() {
        return draft(stamp()).build();
    }

    static TicketDraft.Builder draft(Stamp stamp) {
        TicketDraft.Builder draft = TicketDraft.builder();
        draft.stamp(stamp)
                .request(JitRequestRef.application("1f6e22a4-0001").withTicketNumber("EPM000042"))
                .placeholders(Map.of("User", "ACME\\jo", "HostName", "WS-17"))
                .addSections(
                        new TicketSection(
                                "Request",
                                List.of(
                                        new TicketField("User", "ACME\\jo"),
                                        new TicketField("Reason", "I need to update the driver"))),
                        new TicketSection("Application", List.of(new TicketField("Product", "Setup"))));
        return draft;
    }

    static TicketNote noteWith(String key, String text, TicketField... fields) {
        return TicketNote.builder()
                .key(NoteKey.of(key))
                .text(text)
                .addFields(fields)
                .build();
    }
}
