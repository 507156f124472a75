package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.ledger.HistoryQuery;
import io.epmjit.ledger.OriginState;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of requests and people, for how long, and who may ask for it. */
class RecordsTest {

    private static final HistoryQuery ALL = HistoryQuery.builder().build();

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

    private DecisionVerdict deny(JitRequestRef request, String by, String reason) {
        return world.bridge()
                .decisions()
                .submit(DecisionProposal.deny(request).by(by).reason(reason).build());
    }

    private JitRequestRef denied(String by) {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(2));
        assertThat(deny(request, by, "not this week").isAccepted()).isTrue();
        world.live(Duration.ofMinutes(2));
        assertThat(record(request).state()).isEqualTo(OriginState.DENIED);
        return request;
    }

    private RequestRecord record(JitRequestRef request) {
        return world.bridge()
                .history()
                .requests(ALL)
                .filter(record -> record.request().equals(request))
                .findFirst()
                .orElseThrow();
    }

    private List<JitRequestRef> history() {
        return world.bridge()
                .history()
                .requests(ALL)
                .map(RequestRecord::request)
                .toList();
    }

    private List<TrailEntry> trail(TrailEntry.Kind kind) {
        return world.bridge()
                .history()
                .trail(TrailQuery.builder().kind(kind).build())
                .map(TrailRecord::entry)
                .toList();
    }

    private void pass(Duration time) {
        world.clock.advance(time);
        world.bridge().runDue();
        world.bridge().runDue();
    }

    // ---- retention

    @Test
    void whatWasDecidedIsRemovedAfterItsTimeAndLateNewsDoNotBringItBack() {
        JitRequestRef old = denied("a.lee");
        pass(Duration.ofDays(300));
        JitRequestRef young = denied("a.lee");
        assertThat(history()).containsExactly(old, young);

        pass(Duration.ofDays(70));
        assertThat(history()).containsExactly(young);

        world.hearOfADecision(old);
        world.live(Duration.ofMinutes(2));
        assertThat(history()).containsExactly(young);
        assertThat(world.tickets(old)).hasSize(1);
        assertThat(world.changes(JitChange.LateEvent.class)).singleElement().satisfies(late -> {
            assertThat(late.request()).isEqualTo(old);
            assertThat(late.state()).isEqualTo(OriginState.DENIED);
        });
        assertThat(deny(old, "a.lee", "again").isAccepted()).isFalse();
        assertThat(trail(TrailEntry.Kind.RETENTION))
                .extracting(TrailEntry::subject)
                .contains("admin ticket records", "incoming request records");
    }

    @Test
    void whatNobodyDecidedStaysMuchLongerAndItsEndIsSaid() {
        JitRequestRef forgotten = world.requestApplication();
        world.live(Duration.ofMinutes(2));
        pass(Duration.ofDays(700));
        assertThat(history()).containsExactly(forgotten);

        pass(Duration.ofDays(31));
        assertThat(history()).isEmpty();
        assertThat(world.changes(JitChange.UndecidedRequestRemoved.class))
                .extracting(JitChange.UndecidedRequestRemoved::request)
                .containsExactly(forgotten);
    }

    @Test
    void retentionThatWouldLoseLateWebhooksIsRefused() {
        assertThatThrownBy(() -> RetentionSettings.builder()
                        .adminTicketRecords(Duration.ofHours(1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adminTicketRecords")
                .hasMessageContaining("erase");
    }

    // ---- erasing a person

    @Test
    void aPersonsRequestsAreErasedAndWhatMustBeDoneElsewhereIsSaid() throws IOException {
        JitRequestRef request = denied("a.lee");
        String name = record(request).requester().orElseThrow();
        String account = name.substring(name.lastIndexOf('\\') + 1);
        assertThat(filesContain(account)).isTrue();

        ErasureReport report = world.bridge()
                .records()
                .erase(ErasureOrder.builder()
                        .by("d.po")
                        .addNames(name.toUpperCase(Locale.ROOT))
                        .build());

        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.tickets())
                .extracting(ticket -> ticket.key())
                .containsExactly(world.ticket(request).key());
        assertThat(report.isScrubbed()).isTrue();
        assertThat(history()).isEmpty();
        assertThat(filesContain(account)).as("in the ledger's files").isFalse();
        assertThat(trail(TrailEntry.Kind.OPERATOR)).singleElement().satisfies(entry -> {
            assertThat(entry.by()).contains("d.po");
            assertThat(entry.action()).isEqualTo("erase");
            assertThat(entry.toString()).doesNotContainIgnoringCase(name);
        });

        world.hearOfADecision(request);
        assertThat(history()).as("a late webhook does not bring it back").isEmpty();
    }

    private boolean filesContain(String text) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void whatIsNotDecidedIsKeptUntilItIsOrTheOrderSaysSo() {
        JitRequestRef open = world.requestAdmin();
        world.live(Duration.ofMinutes(2));
        ErasureOrder.Builder order = ErasureOrder.builder()
                .by("d.po")
                .addNames(record(open).requester().orElseThrow());

        ErasureReport first = world.bridge().records().erase(order.build());
        assertThat(first.requests()).isZero();
        assertThat(first.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.what()).contains(open.requestId());
            assertThat(kept.why()).contains("not decided");
        });

        ErasureReport second =
                world.bridge().records().erase(order.alsoUndecided(true).build());
        assertThat(second.requests()).isEqualTo(1);
        assertThat(history()).isEmpty();
    }

    @Test
    void whatIsStillToBeDoneKeepsARequestAndTheOrderGivenAgainRemovesIt() {
        JitRequestRef request = world.requestAdmin();
        deny(request, "a.lee", "not this week");
        ErasureOrder order = ErasureOrder.builder()
                .by("d.po")
                .addNames(record(request).requester().orElseThrow(), "a.lee")
                .alsoUndecided(true)
                .build();

        ErasureReport early = world.bridge().records().erase(order);
        assertThat(early.requests()).isZero();
        assertThat(early.kept())
                .isNotEmpty()
                .allSatisfy(kept -> assertThat(kept.what()).contains(request.requestId()));

        world.live(Duration.ofMinutes(5));
        assertThat(world.atEpm(request).received())
                .as("nothing was lost by asking too early")
                .hasSize(1);
        assertThat(world.bridge().records().erase(order).requests()).isEqualTo(1);
        assertThat(history()).isEmpty();
    }

    @Test
    void aBodyInQuarantineThatNamesThePersonInJsonsSpellingIsFound() {
        world.deliver("{\"who\": \"ACME\\\\j.m\\u00FCller\"}");
        world.deliver("{\"who\": \"ACME\\\\j.m\\u00FCllerin\"}");
        ErasureOrder.Builder order = ErasureOrder.builder().by("d.po").addNames("acme\\J.M\u00dcLLER");

        ErasureReport first = world.bridge().records().erase(order.build());
        assertThat(first.bodies()).isZero();
        assertThat(first.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.what()).contains("quarantine"));

        ErasureReport second =
                world.bridge().records().erase(order.alsoUndecided(true).build());
        assertThat(second.bodies()).isEqualTo(1);
        assertThat(second.isComplete()).isTrue();
    }

    @Test
    void aBodyThatWasDiscardedFromQuarantineIsErasedWithThePerson() {
        world.deliver("{\"who\": \"j.doe\"}");
        long body = world.bridge().quarantine().list(1).get(0).id();
        assertThat(world.bridge().quarantine().discard(body, "d.po", "a test")).isTrue();

        ErasureReport report = world.bridge()
                .records()
                .erase(ErasureOrder.builder().by("d.po").addNames("J.Doe").build());

        assertThat(report.bodies()).isEqualTo(1);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void anApproverIsErasedFromOtherPeoplesRequestsAndTheTrail() {
        JitRequestRef request = denied("A.Lee");

        ErasureReport report = world.bridge()
                .records()
                .erase(ErasureOrder.builder().by("d.po").addNames("a.lee").build());

        assertThat(report.decisions()).isPositive();
        assertThat(report.onTrail()).hasSize(1);
        assertThat(record(request).decision().orElseThrow().decidedBy()).isEqualTo("(erased)");
        assertThat(record(request).state()).isEqualTo(OriginState.DENIED);
        assertThat(trail(TrailEntry.Kind.DECISION))
                .allSatisfy(entry ->
                        assertThat(entry.by()).contains(report.onTrail().get(0) + " (erased)"));
        world.live(Duration.ofMinutes(5));
        assertThat(world.notes(request)).as("no note is written again").doesNotHaveDuplicates();
    }

    @Test
    void anOrderThatWouldForgetEverybodyIsRefused() {
        assertThatThrownBy(() -> ErasureOrder.builder().by("d.po").addNames(" ").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ErasureOrder.builder().by("").addNames("a.lee").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("who gives the order");
    }

    // ---- the audit trail

    @Test
    void everyDecisionTriedIsOnTheTrailWithItsRule() {
        JitRequestRef request = world.requestAdmin();
        deny(request, "a.lee", "");
        deny(request, "a.lee", "not this week");
        deny(request, "b.ray", "nor ever");
        deny(JitRequestRef.admin("never-heard-of"), "mallory", "why not");

        List<TrailEntry> tried = trail(TrailEntry.Kind.DECISION);
        assertThat(tried)
                .extracting(entry -> entry.by().orElse("?") + " " + entry.action() + " " + entry.outcome()
                        + entry.rule().map(rule -> " " + rule).orElse(""))
                .containsExactly(
                        "a.lee deny refused REASON_MISSING",
                        "a.lee deny accepted",
                        "b.ray deny refused BEING_SENT",
                        "mallory deny refused UNKNOWN_REQUEST");
        assertThat(tried.get(0).subject()).isEqualTo("ADMIN " + request.requestId());
        assertThat(tried.get(0).system()).contains(world.epm.tenantId());
        assertThat(tried.get(0).wayIn()).contains("code");
        assertThat(tried).allSatisfy(entry -> assertThat(entry.toString()).doesNotContain("not this week"));
    }

    @Test
    void eachStartPutsTheSettingsInForceOnTheTrailWithoutSecrets() {
        world.restart(bridge -> bridge.route(Route.to("jira").kind(RequestKind.ADMIN))
                .route(Route.to("jira").kind(RequestKind.APPLICATION).when(request -> true)));
        world.bridge().start();

        TrailEntry start = trail(TrailEntry.Kind.START).get(0);
        assertThat(start.detail().orElseThrow())
                .contains("connector.jira.project-key = "
                        + world.jira.serviceDesk().key())
                .contains("connector.jira.api-token = (secret)")
                .contains("source.acme.tenant = " + world.epm.tenantId())
                .contains("policy.validity = PT1H")
                .contains("epm-consistency-delay = PT10S")
                .contains("route.1 = route to jira of kind ADMIN")
                .contains("route.2 = route to jira of kind APPLICATION under a condition")
                .contains("incomingRequestRecords=PT2160H")
                .contains("database = SQLite")
                .contains("workers=8")
                .doesNotContain(secrets());
    }

    private String[] secrets() {
        return new String[] {
            World.PASSWORD, world.epm.clientSecret(), world.jira.account().token()
        };
    }

    // ---- history and export

    @Test
    void theExportIsOneLineForEachRequestAndNoFormulaForASpreadsheet() throws IOException {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        deny(request, "=HYPERLINK(\"https://evil.example\")", " \t+1,\"2\"\r\n@SUM(A1)");
        world.live(Duration.ofMinutes(1));
        JitRequestRef open = world.requestApplication();
        StringWriter csv = new StringWriter();

        assertThat(world.bridge().history().exportCsv(ALL, csv)).isEqualTo(2);

        String[] lines = csv.toString().split("\r\n(?=[^@])");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("tenant,kind,request_id,ticket_number,requester,opened_at,state,");
        assertThat(Files.readString(Path.of("../docs/records.md")).replaceAll("\\s+", " "))
                .as("the columns as they are documented")
                .contains("`" + lines[0].replace(",", ", ") + "`");
        assertThat(lines[1])
                .contains("ADMIN," + request.requestId())
                .contains(",DENIED,")
                .contains(",\"'=HYPERLINK(\"\"https://evil.example\"\")\",")
                .contains(",\"'+1,\"\"2\"\"")
                .contains("jira:" + world.ticket(request).key());
        assertThat(lines[2]).contains("APPLICATION," + open.requestId()).contains(",PENDING,");
    }

    @Test
    void theExportAsJsonIsOneObjectInEachLine() throws IOException {
        JitRequestRef request = denied("b\u00fcro\u2028line\nbreak");
        StringWriter json = new StringWriter();

        assertThat(world.bridge().history().exportNdjson(ALL, json)).isEqualTo(1);

        assertThat(json.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("{\"tenant\":\"" + world.epm.tenantId() + "\",\"kind\":\"ADMIN\"")
                        .contains("\"requestId\":\"" + request.requestId() + "\"")
                        .contains("\"decidedBy\":\"b\\u00FCro\\u2028line\\nbreak\"")
                        .contains("\"state\":\"DENIED\"")
                        .endsWith("}"));
        StringWriter trail = new StringWriter();
        assertThat(world.bridge().history().exportTrail(TrailQuery.builder().build(), trail))
                .isEqualTo(trail.toString().lines().count());
    }

    @Test
    void theHistoryAnswersWhoDecidedWhatAndHowSoon() {
        JitRequestRef request = denied("a.lee");

        assertThat(world.bridge()
                        .history()
                        .requests(HistoryQuery.builder().approver("A.LEE").build()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.request()).isEqualTo(request);
                    assertThat(record.timeToDecision().orElseThrow()).isBetween(Duration.ZERO, Duration.ofMinutes(3));
                    assertThat(record.verified().orElseThrow().status().isDenied())
                            .isTrue();
                });
        assertThat(world.bridge().history().statistics(ALL).byApprover()).containsKey("a.lee");
    }

    // ---- support

    @Test
    void aSupportBundleHasWhatHelpsAndNoSecretNorName() throws IOException {
        JitRequestRef request = denied("canary.approver");
        String requester = record(request).requester().orElseThrow();

        Map<String, String> files = unzip(world.bridge().supportBundle().about(request));

        assertThat(files.keySet())
                .containsExactly(
                        "read-me.txt",
                        "settings.txt",
                        "work.txt",
                        "given-up.txt",
                        "quarantine.txt",
                        "trail.txt",
                        "request.txt");
        assertThat(files.get("settings.txt")).contains("java.version", "database = SQLite", "connector.jira.url");
        assertThat(files.get("request.txt"))
                .contains("ADMIN " + request.requestId(), "DENIED", "seen at EPM", "open open at jira: DONE");
        assertThat(String.join("\n", files.values()))
                .doesNotContain(secrets())
                .doesNotContain("canary.approver", "not this week", requester);

        Map<String, String> withBodies =
                unzip(world.bridge().supportBundle().about(request).withBodies());
        assertThat(withBodies.keySet()).anyMatch(name -> name.startsWith("bodies/"));
    }

    @Test
    void aSupportBundleOverwritesNothing() throws IOException {
        Path file = directory.resolve("support.zip");
        world.bridge().supportBundle().writeTo(file);
        assertThatThrownBy(() -> world.bridge().supportBundle().writeTo(file))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private static Map<String, String> unzip(SupportBundle bundle) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bundle.writeTo(out);
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
