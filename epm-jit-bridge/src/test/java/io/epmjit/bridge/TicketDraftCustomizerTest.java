package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users may make of a ticket before it is opened, and what becomes of it where their code fails. */
class TicketDraftCustomizerTest {

    private static final RequestMatcher CREATE = post("/rest/api/3/issue");
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void restartWith(TicketDraftCustomizer customizer) {
        world.restart(bridge -> bridge.draftCustomizer(customizer));
    }

    private void assertGivenUpBecauseOf(String reason) {
        assertThat(world.changes(JitChange.WorkGivenUp.class))
                .isNotEmpty()
                .allSatisfy(givenUp -> assertThat(givenUp.reason()).contains(reason));
        assertThat(world.jira.requests().count(CREATE)).isZero();
    }

    @Test
    void itMayAddComputeAndHide() {
        restartWith((request, draft) -> TicketDraft.builder()
                .from(draft)
                .sections(draft.sections().stream()
                        .map(section -> new TicketSection(
                                section.heading(),
                                section.fields().stream()
                                        .filter(field -> !field.label().equals("Host name"))
                                        .toList()))
                        .toList())
                .addSections(new TicketSection(
                        "Asset",
                        List.of(new TicketField(
                                "Risk", "7 of 10 for " + request.request().kind()))))
                .build());
        JitRequestRef request = JitRequestRef.application(world.epm
                .requestApplication(Map.of("HostName", "SECRET-HOST-1", "User", "ACME\\jdoe"))
                .requestId());
        world.epm.webhooks().await(1, EpmEvent.APPLICATION_TICKET_CREATED);
        world.live(A_WHILE);

        assertThat(world.ticket(request).descriptionText())
                .contains("Asset", "7 of 10 for APPLICATION", "ACME\\jdoe")
                .doesNotContain("SECRET-HOST-1");
    }

    @Test
    void theOneOfAConnectorComesAfterThoseOfAllAndChangesNoOther() {
        world.restart(bridge -> bridge.connector(world.secondConnector())
                .draftCustomizer((request, draft) ->
                        TicketDraft.builder().from(draft).notice("first").build())
                .draftCustomizer(
                        "jira-2",
                        (request, draft) -> TicketDraft.builder()
                                .from(draft)
                                .notice(draft.notice().orElse("") + " and second")
                                .build()));
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);
        assertThat(world.ticket(request).descriptionText()).contains("first").doesNotContain("second");
        assertThat(world.secondJira()
                        .issuesWith(FakeJira.STAMP_FIELD, request.requestId())
                        .get(0)
                        .descriptionText())
                .contains("first and second");

        assertThatThrownBy(() -> world.restart(bridge -> bridge.draftCustomizer("nobody", (any, draft) -> draft)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void oneThatFailsIsAskedAgainAndNothingIsSentMeanwhile() {
        AtomicInteger calls = new AtomicInteger();
        restartWith((request, draft) -> {
            if (calls.incrementAndGet() <= 3) {
                throw new IllegalStateException("the asset database is away");
            }
            return draft;
        });
        JitRequestRef request = world.requestAdmin();
        world.live(A_WHILE);
        assertThat(calls).hasValue(4);
        assertThat(world.tickets(request)).hasSize(1);
        assertThat(world.jira.requests().count(CREATE)).isEqualTo(1);
        assertThat(world.changes(JitChange.WorkGivenUp.class)).isEmpty();
    }

    @Test
    void aFailureThatSaysNeverEndsTheTicketAndTheRequestStaysDecidable() {
        restartWith((request, draft) -> {
            throw new NotThisOne();
        });
        world.requestAdmin();
        world.live(A_WHILE);
        assertGivenUpBecauseOf("not for this tracker");
    }

    @Test
    void oneThatChangesTheStampOrTheRequestIsRefused() {
        restartWith((request, draft) ->
                TicketDraft.builder().from(draft).stamp(Stamp.of("another")).build());
        world.requestAdmin();
        world.live(A_WHILE);
        assertGivenUpBecauseOf("changed the draft's stamp or request");
    }

    @Test
    void oneThatAnswersNothingIsRefused() {
        restartWith((request, draft) -> null);
        world.requestAdmin();
        world.live(A_WHILE);
        assertGivenUpBecauseOf("answered no draft");
    }

    /** What a user's own code may throw. */
    private static final class NotThisOne extends EpmJitException {

        private static final long serialVersionUID = 1L;

        NotThisOne() {
            super("not for this tracker", Retryability.NEVER, null);
        }
    }
}
