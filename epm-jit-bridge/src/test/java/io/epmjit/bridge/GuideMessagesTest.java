package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guides have their users read stands here word for word: at the desk, in answers to programs, and on the page. */
class GuideMessagesTest {

    private static final Path GUIDES = Path.of(System.getProperty("epmjit.seeds", "../../shared/seeds"));
    private static final String KEY = ProgramCall.key("the key of the Jira connector!!!");

    @TempDir
    private Path directory;

    private World world;
    private JitRequestRef request;
    private String ticket;
    private PageClient lee;
    private String link;

    /** One line of the list. */
    private record Quotation(String guide, int line, String where, String text) {

        static Quotation of(String written) {
            String[] parts = written.split(" \\| ", 4);
            return new Quotation(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
        }
    }

    /** How a decision gets each of the guides' messages. */
    private enum Situation {
        REASON_MISSING("30", "minutes", " "),
        MINUTES_OUT_OF_RANGE("4", "minutes", "change CHG0042"),
        HOURS_OUT_OF_RANGE("25", "hours", "change CHG0042"),
        INACTIVE("30", "minutes", "change CHG0042"),
        FINAL("30", "minutes", "change CHG0042");

        private final String amount;
        private final String unit;
        private final String reason;

        Situation(String amount, String unit, String reason) {
            this.amount = amount;
            this.unit = unit;
            this.reason = reason;
        }
    }

    private static List<Quotation> quotations() throws IOException {
        try (var text = GuideMessagesTest.class.getResourceAsStream("/guide-messages.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Quotation::of)
                    .toList();
        }
    }

    static Stream<Quotation> messages() throws IOException {
        return quotations().stream()
                .filter(quotation ->
                        Stream.of(Situation.values()).map(Enum::name).anyMatch(quotation.where()::equals));
    }

    static Stream<Quotation> labels() throws IOException {
        return quotations().stream()
                .filter(quotation -> List.of("application", "admin").contains(quotation.where()));
    }

    @BeforeEach
    void begin() {
        world = new World(
                directory,
                DecisionPolicy.builder()
                        .identities(World.PEOPLE)
                        .permitAssertedApprovers()
                        .build());
        lee = new PageClient(ApprovalPage.of(world.bridge(), PageClient::signedIn)).as(Viewer.of("a.lee", Role.USER));
        open(world.requestAdmin());
    }

    private void open(JitRequestRef asked) {
        world.live(Duration.ofMinutes(1));
        request = asked;
        ticket = world.ticket(request).key();
        link = URI.create(world.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), request)))
                .getPath();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void theListQuotesTheGuides() throws IOException {
        assumeThat(GUIDES)
                .as(
                        "SKIPPED: the guides are not here, so nobody compares the list with them; -Depmjit.seeds=… says where")
                .isDirectory();
        for (Quotation quotation : quotations()) {
            assertThat(guide(quotation.guide()).get(quotation.line() - 1))
                    .as(quotation.toString())
                    .contains(quotation.text());
        }
    }

    private static List<String> guide(String number) throws IOException {
        try (Stream<Path> files = Files.list(GUIDES)) {
            Path file = files.filter(one -> one.getFileName().toString().startsWith(number + "_"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(file);
        }
    }

    @Test
    void theListHasEveryMessageThatASituationCanBeIn() throws IOException {
        assertThat(messages().map(Quotation::where))
                .containsExactlyInAnyOrder(
                        Stream.of(Situation.values()).map(Enum::name).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theDeskSaysIt(Quotation message) {
        Situation situation = bring(message);
        AccessDuration duration = AccessDuration.parse(situation.amount + " " + situation.unit);
        assertThat(world.bridge()
                        .decisions()
                        .submit(DecisionProposal.approve(request, duration)
                                .by("a.lee")
                                .reason(situation.reason)
                                .build())
                        .message())
                .isEqualTo(message.text());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void programsAreToldIt(Quotation message) {
        Situation situation = bring(message);
        DecisionEndpoint endpoint = DecisionEndpoint.of(world.bridge())
                .key(ConnectorId.of("jira"), Secret.of(KEY))
                .build();
        EndpointResponse answer = new ProgramCall(endpoint, world.clock.instant(), """
                        {"ticket":"%s","decision":"approve","duration":"%s %s","approver":"a.lee","reason":"%s"}""".formatted(
                                ticket, situation.amount, situation.unit, situation.reason))
                .signed(KEY)
                .send();
        assertThat(answer.bodyText()).contains("\"message\":\"" + message.text() + "\"");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void thePageSaysIt(Quotation message) {
        String token = PageClient.tokenOf(lee.get(link));
        Situation situation = bring(message);
        EndpointResponse answer = lee.post(
                link,
                PageClient.with(
                        token,
                        Map.of(
                                "decision",
                                "approve",
                                "duration",
                                situation.unit,
                                "amount",
                                situation.amount,
                                "reason",
                                situation.reason)));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.bodyText()).contains(message.text());
    }

    @ParameterizedTest
    @MethodSource("labels")
    void thePageCallsThingsAsTheGuidesDo(Quotation label) {
        if (label.where().equals("application")) {
            open(world.requestApplication());
        }
        assertThat(lee.get(link).bodyText()).containsPattern("[>:] ?\\Q" + label.text() + "\\E\\b");
    }

    @Test
    void aConnectionThatWorksIsCalledWhatTheGuideCallsIt() throws IOException {
        String text = quotations().stream()
                .filter(quotation -> quotation.where().equals("connection"))
                .findFirst()
                .orElseThrow()
                .text();
        try (EpmClient client = EpmClient.builder()
                .host(world.epm.url().toString())
                .credentials(world.epm.clientId(), Secret.of(world.epm.clientSecret()))
                .build()) {
            assertThat(client.testConnection().message()).isEqualTo(text);
        }
    }

    private Situation bring(Quotation message) {
        Situation situation = Situation.valueOf(message.where());
        switch (situation) {
            case INACTIVE -> world.jira.as(world.jira.approver()).setStatus(ticket, "Canceled");
            case FINAL -> {
                world.epm.console().deny(request.requestId(), "console");
                world.epm.webhooks().await(1, EpmEvent.ADMIN_DECISION_UPDATED);
                world.live(Duration.ofMinutes(1));
            }
            case REASON_MISSING, MINUTES_OUT_OF_RANGE, HOURS_OUT_OF_RANGE -> {
                // What is wrong is in the decision itself.
            }
        }
        return situation;
    }
}
