package io.epmjit.example.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketSection;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.github.GitHubLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is GitHub's own, beside what every connector promises. */
class GitHubIssuesTest {

    private static final Stamp STAMP = Stamp.of("1f6e22a4-0001");

    private final GitHubUnderTest tracker = new GitHubUnderTest();
    private final TicketConnector connector = tracker.connector();

    @AfterEach
    void close() {
        connector.close();
        tracker.close();
    }

    @Test
    void theWholeConnectorHasAtMostTwoHundredLines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            long lines = files.filter(Files::isRegularFile)
                    .mapToLong(GitHubIssuesTest::lines)
                    .sum();
            assertThat(lines).isBetween(100L, 200L);
        }
    }

    private static long lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoIsThrottledWith403ComesBackLater() {
        tracker.github().refuseNext(1, GitHubLimit.SECONDARY);

        ConnectorException throttled =
                catchThrowableOfType(ConnectorException.class, () -> connector.open(draft("x"), call()));

        assertThat(throttled.retryability()).isEqualTo(Retryability.SAFE);
        assertThat(throttled.throttle()).isEqualTo(Throttle.CONNECTOR);
        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(tracker.github().issues()).isEmpty();
    }

    @Test
    void aLimitThatLooksLikeAMissingRightFindsNothingOut() {
        for (GitHubLimit limit : List.of(GitHubLimit.PRIMARY, GitHubLimit.SECONDARY_WITHOUT_A_HEADER)) {
            tracker.github().refuseNext(1, limit);

            assertThat(connector.find(STAMP, call()))
                    .isInstanceOfSatisfying(
                            Lookup.CannotTell.class,
                            answer -> assertThat(answer.reason()).contains("rate limit"));
        }
    }

    @Test
    void aSearchThatRanOutOfTimeFindsNothingOut() {
        tracker.github().searchesRunOutOfTime();

        assertThat(connector.find(STAMP, call())).isInstanceOf(Lookup.CannotTell.class);
    }

    @Test
    void nobodyIsNotifiedByWhatSomebodyTyped() {
        connector.open(draft("ask @alex-lee\n\n@alex-lee\n```\n@alex-lee <!-- @alex-lee"), call());

        assertThat(tracker.github().issues()).singleElement().satisfies(issue -> {
            assertThat(issue.mentions()).isEmpty();
            assertThat(issue.readableBody()).contains("@alex-lee <!-- @alex-lee");
        });
    }

    @Test
    void approvalAndDenialCloseForDifferentReasons() {
        TicketRef approved = connector.open(draft("x"), call());
        TicketRef denied = connector.open(draft("y"), call());

        connector.resolve(approved, new Resolution(DecisionStatus.APPROVED, "Approved."), call());
        connector.resolve(denied, new Resolution(DecisionStatus.DENIED, "Denied."), call());

        assertThat(tracker.github().issues())
                .extracting(issue -> issue.stateReason().orElseThrow())
                .containsExactly("completed", "not_planned");
    }

    private CallContext call() {
        return CallContext.builder()
                .deadline(tracker.clock().instant().plusSeconds(30))
                .build();
    }

    private static TicketDraft draft(String reason) {
        return TicketDraft.builder()
                .stamp(STAMP)
                .request(JitRequestRef.admin("1f6e22a4"))
                .addSections(new TicketSection("Request", List.of(new TicketField("Reason", reason))))
                .build();
    }
}
