package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.decision.Approvers;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmDecision;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.RequestIdKind;
import io.epmjit.testkit.epm.SecondDecision;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an approver sees of a request and decides about it, in every state that it may be in. */
class ApprovalPageTest {

    private static final RequestMatcher DECIDE_ADMIN = post("/management-api/v3/AdminAccessRequest/approval");
    private static final RequestMatcher LIST_ADMIN = get("/management-api/v3/AdminAccessRequest");

    private static final Viewer LEE = Viewer.of("a.lee", Role.USER);
    private static final Viewer RAY = Viewer.of("b.ray", Role.USER);
    private static final Map<String, String> HALF_AN_HOUR =
            Map.of("decision", "approve", "duration", "minutes", "amount", "30", "reason", "change CHG0042");
    private static final Map<String, String> DENIAL = Map.of("decision", "deny", "reason", "not this week");

    private static final String FINAL = "The server has accepted the decision. It is now final and cannot be changed";

    @TempDir
    private Path directory;

    private World world;
    private PageClient lee;
    private PageClient ray;

    @BeforeEach
    void begin() {
        begin(new World(directory));
    }

    private void begin(World other) {
        world = other;
        lee = client().as(LEE);
        ray = client().as(RAY);
    }

    private void beginAgain(World other) {
        world.close();
        begin(other);
    }

    private void beginAgain(DecisionPolicy policy) {
        beginAgain(new World(another(), policy));
    }

    private Path another() {
        Path place = directory.resolve("another");
        assertThat(place.toFile().mkdir()).isTrue();
        return place;
    }

    private PageClient client() {
        return new PageClient(ApprovalPage.of(world.bridge(), PageClient::signedIn));
    }

    @AfterEach
    void end() {
        world.close();
    }

    private String link(JitRequestRef request) {
        return world.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), request));
    }

    private void live() {
        world.live(Duration.ofMinutes(2));
    }

    private static void assertSays(EndpointResponse answer, int status, String... texts) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.bodyText()).contains(texts);
    }

    private static void assertHasForm(EndpointResponse answer) {
        assertThat(answer.bodyText()).contains("<form", "id=\"submit\"");
    }

    private static void assertHasNoForm(EndpointResponse answer) {
        assertThat(answer.bodyText()).doesNotContain("<form", "name=\"token\"", "id=\"submit\"");
    }

    private void assertTaken(JitRequestRef request, EndpointResponse answer) {
        assertThat(answer.status()).isEqualTo(303);
        assertThat(link(request)).startsWith("/requests/");
        assertThat(answer.header("Location").orElseThrow()).matches("[A-Za-z0-9_.-]+");
    }

    private EpmDecision effective(JitRequestRef request) {
        live();
        List<EpmDecision> all = world.effective(request);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    // ---- what it shows

    @Test
    void anAdminRequestIsShownAsTheGuideHasItWithItsDurationFilledIn() {
        JitRequestRef request = world.requestAdmin(
                Map.of("UserName", "ACME\\j.doe", "Reason", "Change the DNS server", "DurationRequested", "7200"));
        world.live(Duration.ofMinutes(1));
        EndpointResponse page = lee.get(link(request));

        assertSays(
                page,
                200,
                "<html lang=\"en\">",
                "<h1>Admin access request</h1>",
                "User requesting access: Username",
                "ACME\\j.doe",
                "User requesting access: User ID",
                world.atEpm(request).value("UserId"),
                "Computer ID",
                world.atEpm(request).value("ComputerId"),
                "Group ID",
                world.atEpm(request).value("GroupId"),
                "Duration requested",
                "2 hours",
                "Reason for access",
                "Change the DNS server",
                "Request timestamp",
                "Ticket number from EPM",
                world.atEpm(request).ticketNumber(),
                world.ticket(request).key(),
                "Signed in as <bdi>a.lee</bdi>",
                "Request received");
        assertThat(page.bodyText())
                .contains("id=\"duration-hours\" name=\"duration\" value=\"hours\" checked>")
                .contains("id=\"amount\" name=\"amount\" min=\"1\" max=\"1440\"", "value=\"2\"")
                .doesNotContain("duration-once");
    }

    @Test
    void anApplicationRequestIsShownAsTheGuidesHaveItWithTheRestFolded() {
        JitRequestRef request = world.requestApplication();
        EndpointResponse page = lee.get(link(request));

        assertSays(page, 200, "<h1>Application access request</h1>", "<details id=\"technical\">", "Igor Pavlov");
        String first = page.bodyText().substring(0, page.bodyText().indexOf("<details"));
        assertThat(first)
                .contains(
                        "User requesting access",
                        world.atEpm(request).value("User"),
                        "Application/file path",
                        world.atEpm(request).value("FilePathObjectId"),
                        "Host name",
                        "WS-0042",
                        "Publisher",
                        "Command line arguments",
                        "Reason for access",
                        "Request timestamp",
                        "Ticket number from EPM")
                .doesNotContain("Sha256Hash");
        assertThat(page.bodyText()).contains("Sha256Hash", world.atEpm(request).value("Sha256Hash"));
        assertThat(page.bodyText())
                .contains("id=\"decision-approve\" name=\"decision\" value=\"approve\" required>")
                .contains("id=\"decision-deny\" name=\"decision\" value=\"deny\" required>")
                .contains("id=\"duration-once\" name=\"duration\" value=\"once\">")
                .contains("<textarea id=\"reason\" name=\"reason\" rows=\"4\" required maxlength=\"4000\"")
                .doesNotContain(" checked");
    }

    @Test
    void theTicketHasALinkThatLeadsThere() {
        world.restart(bridge ->
                bridge.publicUrl(URI.create("https://jit.example.com/epm")).approvalLinks(Duration.ofDays(30)));
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        String ticket = world.ticket(request).descriptionText();
        assertThat(ticket).contains("Manage JIT Access Request", "https://jit.example.com/epm/requests/");

        String link =
                ticket.substring(ticket.indexOf("https://jit.example.com")).split("\\s", 2)[0];
        EndpointResponse page = client().as(LEE).get(URI.create(link).getPath());
        assertSays(page, 200, world.atEpm(request).ticketNumber());
    }

    @Test
    void linksInTicketsNeedAnAddressToLeadTo() {
        assertThatThrownBy(() -> world.restart(bridge -> bridge.approvalLinks(Duration.ofDays(30))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("publicUrl");
        world.restart(bridge -> bridge);
    }

    @Test
    void aRequestThatIsNotBoundSaysSo() {
        world.restartWithSource(source -> source.templates(io.epmjit.model.WebhookTemplate.serviceNowGuide())
                .openUnbound());
        JitRequestRef request = JitRequestRef.admin("7d0f8d5e-0000-4000-8000-000000000001");
        world.deliver("{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"" + request.requestId()
                + "\",\"TenantId\":\"" + world.epm.tenantId() + "\",\"Reason\":\"hm\"}");
        assertSays(client().as(LEE).get(link(request)), 200, "Not bound", "Look the request up in EPM’s console");
    }

    // ---- what it takes

    @ParameterizedTest
    @CsvSource({"minutes,5,300", "minutes,1440,86400", "hours,1,3600", "hours,24,86400"})
    void anApprovalForATimeReachesEpm(String unit, String amount, String seconds) {
        JitRequestRef request = world.requestAdmin();
        assertTaken(
                request,
                lee.decide(
                        link(request),
                        Map.of("decision", "approve", "duration", unit, "amount", amount, "reason", "change")));

        assertSays(lee.get(link(request)), 200, "Submitted, waiting for EPM", "Approved by \u2068a.lee\u2069");
        EpmDecision decision = effective(request);
        assertThat(decision.status()).isEqualTo("Approved");
        assertThat(decision.duration()).isEqualTo(seconds);
        assertThat(decision.performedBy()).isEqualTo("a.lee");
        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, FINAL, "Approved by \u2068a.lee\u2069", "Until ", "EPM says: \u2068Approved\u2069");
        assertHasNoForm(page);
        assertThat(world.trail())
                .filteredOn(entry -> entry.kind() == TrailEntry.Kind.DECISION)
                .extracting(entry -> entry.wayIn().orElseThrow())
                .containsExactly("page");
    }

    @Test
    void anApplicationMayBeApprovedOnce() {
        JitRequestRef request = world.requestApplication();
        assertTaken(
                request,
                lee.decide(
                        link(request),
                        Map.of("decision", "approve", "duration", "once", "amount", "", "reason", "change")));
        assertThat(effective(request).duration()).isEqualTo("Once");
    }

    @Test
    void aDenialNeedsNoDuration() {
        JitRequestRef request = world.requestApplication();
        assertTaken(request, lee.decide(link(request), DENIAL));
        assertThat(effective(request).status()).isEqualTo("Denied");
        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, "Denied by \u2068a.lee\u2069", "not this week", FINAL);
        assertHasNoForm(page);
    }

    @Test
    void lineEndsOfAReasonCountOnceAndArriveAsTheyWereTyped() {
        JitRequestRef request = world.requestAdmin();
        String reason = "a\r\n".repeat(1_998) + "end";
        assertTaken(request, lee.decide(link(request), Map.of("decision", "deny", "reason", reason)));
        assertSays(lee.get(link(request) + "?show=all"), 200, "a\na\na");
    }

    // ---- what is wrong with a form, in the guides' words, beside the field and above

    @Test
    void allFaultsAreToldAtOnceEachWithALinkToItsField() {
        JitRequestRef request = world.requestApplication();
        EndpointResponse answer = lee.decide(
                link(request),
                Map.of("decision", "approve", "duration", "minutes", "amount", "3", "reason", " \t\r\n"));
        assertSays(
                answer,
                422,
                "<title>Error: ",
                "id=\"error-summary\"",
                "role=\"alert\" tabindex=\"-1\" autofocus",
                "<a href=\"#reason\">Please enter a reason</a>",
                "<a href=\"#amount\">Enter a number between 5 and 1440</a>",
                "<p id=\"reason-error\" class=\"fault\">",
                "aria-describedby=\"amount-error\"",
                "value=\"3\" aria-invalid=\"true\"",
                "value=\"minutes\" checked");
        assertHasForm(answer);
        live();
        assertThat(world.atEpm(request).received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "4", "1441", "-30", "+30", "3e1", "30.5", "0x1e", "３０", "30 m", "99999999999999999999"})
    void minutesOutsideTheGuidesRangeAreRefusedInItsWords(String amount) {
        JitRequestRef request = world.requestApplication();
        assertSays(
                lee.decide(
                        link(request),
                        Map.of("decision", "approve", "duration", "minutes", "amount", amount, "reason", "yes")),
                422,
                "Enter a number between 5 and 1440");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "25", "1440", "1,5"})
    void hoursOutsideTheGuidesRangeAreRefusedInItsWords(String amount) {
        JitRequestRef request = world.requestApplication();
        assertSays(
                lee.decide(
                        link(request),
                        Map.of("decision", "approve", "duration", "hours", "amount", amount, "reason", "yes")),
                422,
                "Enter a number between 1 and 24");
    }

    @ParameterizedTest
    @CsvSource({
        "maybe,minutes,Choose Approve or Deny",
        "'',minutes,Choose Approve or Deny",
        "Approve,minutes,Choose Approve or Deny",
        "approve,'',Choose how long the access lasts",
        "approve,days,Choose how long the access lasts"
    })
    void whatIsNotOnTheFormIsNoChoice(String decision, String duration, String message) {
        JitRequestRef request = world.requestApplication();
        assertSays(
                lee.decide(
                        link(request),
                        Map.of("decision", decision, "duration", duration, "amount", "30", "reason", "yes")),
                422,
                message);
        live();
        assertThat(world.atEpm(request).received()).isEmpty();
    }

    @Test
    void onceIsRefusedForAnAdminRequestAlsoWhenItIsSentAllTheSame() {
        JitRequestRef request = world.requestAdmin();
        assertSays(
                lee.decide(link(request), Map.of("decision", "approve", "duration", "once", "reason", "yes")),
                422,
                "adminOnceValue");
    }

    @Test
    void aReasonThatNobodyWouldReadIsRefused() {
        JitRequestRef request = world.requestAdmin();
        assertSays(
                lee.decide(link(request), Map.of("decision", "deny", "reason", "x".repeat(4_001))),
                422,
                "Please use at most 4000 characters for the reason");
    }

    @Test
    void aFieldThatComesTwiceCountsAsNoChoice() {
        JitRequestRef request = world.requestAdmin();
        String token = PageClient.tokenOf(lee.get(link(request)));
        lee.sending("Content-Type", "application/x-www-form-urlencoded").sending("Sec-Fetch-Site", "same-origin");
        EndpointResponse answer = lee.send(
                "POST",
                link(request),
                ("decision=deny&decision=approve&duration=hours&amount=1&reason=yes&token=" + token).getBytes());
        assertSays(answer, 422, "Choose Approve or Deny");
    }

    // ---- states

    @Test
    void whoComesSecondIsToldWhoWon() {
        JitRequestRef request = world.requestAdmin();
        String opened = PageClient.tokenOf(ray.get(link(request)));
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));

        EndpointResponse answer = ray.post(link(request), PageClient.with(opened, DENIAL));
        assertSays(
                answer,
                409,
                "Not taken: an earlier decision was submitted, waiting for EPM (approved by \u2068a.lee\u2069)",
                "<title>Error: ");
        assertHasNoForm(answer);
        assertThat(effective(request).status()).isEqualTo("Approved");

        assertSays(ray.post(link(request), PageClient.with(opened, DENIAL)), 409, FINAL);
    }

    @Test
    void theSameFormSentTwiceDecidesOnce() {
        JitRequestRef request = world.requestAdmin();
        String opened = PageClient.tokenOf(lee.get(link(request)));
        assertTaken(request, lee.post(link(request), PageClient.with(opened, HALF_AN_HOUR)));
        assertThat(lee.post(link(request), PageClient.with(opened, HALF_AN_HOUR))
                        .status())
                .isEqualTo(409);
        effective(request);
    }

    @Test
    void aFirstApprovalWaitsForAnotherPerson() {
        beginAgain(DecisionPolicy.builder()
                .identities(World.PEOPLE)
                .secondApprover(about -> true, Duration.ofHours(24))
                .build());
        JitRequestRef request = world.requestAdmin();
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        EndpointResponse page = ray.get(link(request));
        assertSays(page, 200, "Noted, waiting for a second approver", "Approved by \u2068a.lee\u2069: 30 minutes");
        assertHasForm(page);

        assertSays(
                lee.decide(link(request), HALF_AN_HOUR),
                403,
                "A second approver is needed: somebody else than the first one");
        assertTaken(request, ray.decide(link(request), HALF_AN_HOUR));
        assertThat(effective(request).performedBy()).isEqualTo("b.ray");
    }

    @Test
    void whatTheConsoleDecidedIsShownAsFinal() {
        JitRequestRef request = world.requestAdmin();
        String opened = PageClient.tokenOf(lee.get(link(request)));
        world.epm.console().approve(request.requestId(), "1800", "console admin");
        live();
        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, "EPM says: \u2068Approved\u2069", "By \u2068console admin\u2069.", FINAL);
        assertHasNoForm(page);
        assertSays(lee.post(link(request), PageClient.with(opened, DENIAL)), 409, FINAL);
    }

    @Test
    void whereTheConsoleWasFasterThePageSaysWhoDecidedAndThatOursDidNotCount() {
        beginAgain(new World(another(), FakeEpm.builder().secondDecision(SecondDecision.IGNORED)));
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        CountDownLatch decided = new CountDownLatch(1);
        world.epm.faults().once(DECIDE_ADMIN, Fault.holdWork(decided));
        Thread console = new Thread(() -> {
            world.epm.requests().await(1, DECIDE_ADMIN);
            world.epm.console().deny(request.requestId(), "console admin");
            decided.countDown();
        });
        console.start();
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        world.live(Duration.ofMinutes(3));

        EndpointResponse page = lee.get(link(request));
        assertSays(
                page,
                200,
                "<h2 id=\"state-heading\">Denied</h2>",
                "<p>By \u2068console admin\u2069. " + FINAL,
                "did not count: EPM says something else");
        assertHasNoForm(page);
    }

    @Test
    void whatTheConsoleChangedAfterwardsIsNotCalledOurs() {
        JitRequestRef request = world.requestAdmin();
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        live();
        world.epm.console().deny(request.requestId(), "console admin");
        live();
        assertSays(
                lee.get(link(request)),
                200,
                "<h2 id=\"state-heading\">Denied</h2>",
                "<p>By \u2068console admin\u2069. " + FINAL);
    }

    @Test
    void aTicketThatSomebodyClosedKeepsEverybodyFromDeciding() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.jira.as(world.jira.approver()).setStatus(world.ticket(request).key(), "Canceled");
        assertSays(
                lee.decide(link(request), HALF_AN_HOUR),
                409,
                "You cannot modify the decision because this request is inactive",
                "change CHG0042");
    }

    @Test
    void whatEpmRefusedCanBeDecidedAgain() {
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().once(DECIDE_ADMIN, Fault.status(422));
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        live();
        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, "EPM refused the decision", "EPM refused it");
        assertHasForm(page);
        assertTaken(request, ray.decide(link(request), DENIAL));
        assertThat(effective(request).status()).isEqualTo("Denied");
    }

    @Test
    void whatCouldNotBeSentInTimeCanBeDecidedAgain() {
        JitRequestRef request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        world.epm.server().goDown();
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        world.live(Duration.ofMinutes(90));
        world.epm.server().comeUp();
        world.live(Duration.ofMinutes(30));
        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, "The decision expired", "could not be sent in time");
        assertHasForm(page);
    }

    @Test
    void whatEpmNeverAnsweredCanOnlyBeDenied() {
        beginAgain(new World(another(), FakeEpm.builder().readableBy(new RequestIdKind[0])));
        JitRequestRef request = world.requestAdmin();
        String opened = PageClient.tokenOf(lee.get(link(request)));
        world.epm.faults().always(LIST_ADMIN, Fault.status(403));
        world.epm.faults().once(DECIDE_ADMIN, Fault.dropReply());
        assertTaken(request, lee.decide(link(request), HALF_AN_HOUR));
        world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, io.epmjit.testkit.epm.DeliveryPolicy.suppressed());
        world.live(Duration.ofMinutes(10));

        EndpointResponse page = lee.get(link(request));
        assertSays(page, 200, "EPM gave no answer", "id=\"decision-deny\"");
        assertThat(page.bodyText()).doesNotContain("decision-approve", "name=\"duration\"");
        assertSays(
                lee.post(link(request), PageClient.with(opened, HALF_AN_HOUR)),
                409,
                "An earlier decision may have reached EPM, and nobody can tell");
        assertTaken(request, lee.decide(link(request), DENIAL));
    }

    @Test
    void whatAWebhookReportsIsToldAsNotVerified() {
        beginAgain(new World(another(), FakeEpm.builder().readableBy(new RequestIdKind[0])));
        JitRequestRef request = world.requestAdmin();
        world.epm.faults().always(LIST_ADMIN, Fault.status(403));
        world.epm.console().approve(request.requestId(), "1800", "console admin");
        live();
        assertSays(
                lee.get(link(request)),
                200,
                "Reported as decided, not verified",
                "A webhook reports: \u2068Approved\u2069");
    }

    // ---- who may

    @Test
    void nobodyApprovesTheirOwnRequest() {
        JitRequestRef request = world.requestAdmin(Map.of("UserName", "ACME\\j.doe"));
        PageClient doe = client().as(Viewer.of("acme\\J.DOE", Role.USER));
        EndpointResponse answer = doe.decide(link(request), HALF_AN_HOUR);
        assertSays(answer, 403, "You cannot approve your own request", "change CHG0042");
        live();
        assertThat(world.atEpm(request).received()).isEmpty();
    }

    @Test
    void whomTheMappingDoesNotKnowMayNotApprove() {
        JitRequestRef request = world.requestAdmin();
        assertSays(
                client().as(Viewer.of("stranger", Role.USER)).decide(link(request), HALF_AN_HOUR),
                403,
                "the identity mapping does not know your name");
    }

    @Test
    void onlyTheGroupsOfThePolicyMayDecide() {
        beginAgain(DecisionPolicy.builder()
                .identities(World.PEOPLE)
                .approvers(Approvers.group("it-security"))
                .build());
        JitRequestRef request = world.requestAdmin();
        assertSays(lee.decide(link(request), HALF_AN_HOUR), 403, "You may not decide this request");
        PageClient member = client().as(LEE.in(Set.of("it-security")));
        assertTaken(request, member.decide(link(request), HALF_AN_HOUR));
    }

    @Test
    void whoeverIsNotSignedInSeesNothing() {
        JitRequestRef request = world.requestAdmin();
        for (String path : List.of(link(request), "/requests/no-such-link")) {
            EndpointResponse answer = client().get(path);
            assertSays(answer, 403, "Please sign in");
            assertThat(answer.bodyText()).doesNotContain(request.requestId(), "user1");
        }
        assertThat(client().post(link(request), DENIAL).status()).isEqualTo(403);
    }

    @Test
    void aProgramGetsNoPageWhateverElseItMayDo() {
        JitRequestRef request = world.requestAdmin();
        for (Viewer viewer : List.of(
                Viewer.of("svc", Role.API),
                Viewer.of("svc", Role.API, Role.USER, Role.ADMIN),
                Viewer.of("root", Role.ADMIN),
                Viewer.of("guest"))) {
            assertSays(client().as(viewer).get(link(request)), 403, "You may not see this page");
            String token = PageClient.tokenOf(lee.get(link(request)));
            assertSays(
                    client().as(viewer).post(link(request), PageClient.with(token, DENIAL)),
                    403,
                    "You may not see this page");
        }
        assertThat(client().as(Viewer.of("both", Role.ADMIN, Role.USER))
                        .get(link(request))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void withoutAResolverThePageIsReadOnlyAndTellsNoDetails() {
        JitRequestRef request = world.requestAdmin(Map.of("UserName", "ACME\\j.doe", "Reason", "canary reason"));
        PageClient anybody = new PageClient(ApprovalPage.builder(world.bridge()).build()).as(LEE);
        EndpointResponse page = anybody.get(link(request));
        assertSays(page, 200, "Only to be read", "Details are shown to people who are signed in");
        assertThat(page.bodyText())
                .doesNotContain("j.doe", "canary", world.atEpm(request).value("UserId"));
        assertHasNoForm(page);

        lee.decide(link(request), HALF_AN_HOUR);
        page = anybody.get(link(request) + "?show=all");
        assertSays(page, 200, "Submitted, waiting for EPM");
        assertThat(page.bodyText()).doesNotContain("a.lee", "CHG0042");
        live();
        page = anybody.get(link(request));
        assertSays(page, 200, "Approved", FINAL);
        assertThat(page.bodyText()).doesNotContain("a.lee", "CHG0042");
        assertThat(anybody.post(link(request), DENIAL).status()).isEqualTo(403);
    }

    @Test
    void detailsAreShownToAnybodyOnlyIfSomebodySaysSo() {
        JitRequestRef request = world.requestAdmin(Map.of("UserName", "ACME\\j.doe"));
        PageClient anybody = new PageClient(
                ApprovalPage.builder(world.bridge()).showDetailsToAnybody().build());
        EndpointResponse page = anybody.get(link(request));
        assertSays(page, 200, "ACME\\j.doe", "Only to be read");
        assertHasNoForm(page);
        assertThat(anybody.post(link(request), DENIAL).status()).isEqualTo(403);
    }

    // ---- when something fails

    @Test
    void aResolverThatFailsLetsNobodyInAndGivesNothingAway() {
        JitRequestRef request = world.requestAdmin();
        EndpointResponse answer = new PageClient(ApprovalPage.of(world.bridge(), unused -> {
                    throw new IllegalStateException("canary of the directory");
                }))
                .get(link(request));
        assertSays(answer, 500, "This should not have happened");
        assertThat(answer.bodyText()).doesNotContain("canary");
    }

    @Test
    void whileTheLedgerDoesNotAnswerThePageSaysNotNow() {
        String link = link(world.requestAdmin());
        world.bridge().close();
        EndpointResponse answer = lee.get(link);
        assertSays(answer, 503, "Not now");
        assertThat(answer.header("Retry-After")).contains("60");
    }

    // ---- languages and times

    @Test
    void thePageSpeaksTheLanguageThatABrowserLikesBest() {
        JitRequestRef request = world.requestAdmin();
        for (Map.Entry<String, String> expected : Map.of(
                        "de",
                        "de",
                        "de-AT,de;q=0.9,en;q=0.8",
                        "de",
                        "fr,de;q=0.5",
                        "de",
                        "en-GB,de;q=0.9",
                        "en",
                        "fr",
                        "en",
                        ";;;q=x",
                        "en",
                        "de" + ",x".repeat(200),
                        "en")
                .entrySet()) {
            assertThat(client().as(LEE)
                            .sending("Accept-Language", expected.getKey())
                            .get(link(request))
                            .bodyText())
                    .as(expected.getKey())
                    .contains("<html lang=\"" + expected.getValue() + "\">");
        }
        PageClient german = client().as(LEE).sending("Accept-Language", "de");
        assertSays(german.get(link(request)), 200, "Anfrage auf Administratorrechte", "Gewünschte Dauer", "30 Minuten");
        assertSays(
                german.decide(link(request), Map.of("decision", "approve", "duration", "hours", "amount", "25")),
                422,
                "Geben Sie eine Zahl zwischen 1 und 24 ein",
                "Bitte geben Sie eine Begründung ein");
    }

    @Test
    void languageAndZoneCanBeFixed() {
        JitRequestRef request = world.requestAdmin();
        PageClient fixed = new PageClient(ApprovalPage.builder(world.bridge())
                        .resolver(PageClient::signedIn)
                        .language(Locale.GERMANY)
                        .zone(ZoneId.of("Europe/Vienna"))
                        .build())
                .as(LEE)
                .sending("Accept-Language", "en");
        assertThat(fixed.get(link(request)).bodyText())
                .contains("<html lang=\"de\">")
                .containsPattern(
                        "<time datetime=\"[^\"]*Z\">[^<]* CET</time>|<time datetime=\"[^\"]*Z\">[^<]*MEZ</time>|MESZ");
        assertThatThrownBy(() -> ApprovalPage.builder(world.bridge()).language(Locale.FRENCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messages_fr.properties");
    }

    // ---- hostile text

    private static final String MARKUP =
            "</textarea></dd><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;";
    private static final String TURNED = "invoice\u202Egpj.exe \u2066\u2069 \u200B\u0000\u001B[31m \uD800 שלום";

    @Test
    void whatUsersTypedStaysTextInEveryField() {
        JitRequestRef request = world.requestApplication(everyField(MARKUP + TURNED));
        assertThat(request.requestId()).isNotEmpty();
        for (String show : List.of("", "?show=all")) {
            String page = lee.get(link(request) + show).bodyText();
            assertThat(page)
                    .contains("&lt;/textarea&gt;&lt;/dd&gt;&lt;script&gt;alert(1)", "invoice\uFFFDgpj.exe", "שלום")
                    .doesNotContain("<script", "<img", "\u202E", "\u200B", "\u001B", "\u0000");
        }
        String reason = MARKUP + TURNED;
        EndpointResponse again = lee.decide(link(request), Map.of("decision", "approve", "reason", reason));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.bodyText())
                .contains("&lt;/textarea&gt;&lt;/dd&gt;&lt;script&gt;")
                .doesNotContain("<script");
        assertTaken(request, lee.decide(link(request), Map.of("decision", "deny", "reason", reason)));
        assertThat(lee.get(link(request)).bodyText()).doesNotContain("<script", "\u202E");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "<", "é", "\u202E", "漢"})
    void a100KilobytesInEveryFieldDoNotMakeTheFirstViewLarge(String letter) {
        JitRequestRef request = world.requestApplication(
                everyField(letter.repeat(100_000 / letter.getBytes(StandardCharsets.UTF_8).length)));
        EndpointResponse first = lee.get(link(request));
        EndpointResponse sheet = lee.sending("Accept-Encoding", "gzip").get(sheetOf(first));
        assertThat(first.body().length + sheet.body().length).isLessThan(60_000);
        assertSays(first, 200, "characters more)", "?show=all");

        EndpointResponse all = lee.get(link(request) + "?show=all");
        assertThat(all.bodyText()).doesNotContain("characters more)");
        assertThat(all.body().length).isGreaterThan(5 * 99_000);
    }

    /** Five of them have all of it; so together they fit into a webhook. */
    private static Map<String, String> everyField(String text) {
        String some = text.length() > 2_000 ? text.substring(0, 2_000) : text;
        Set<String> longest = Set.of("Reason", "CmdArgs", "FilePathObjectId", "Publisher", "ProductName");
        return List.of(
                        "Workstyle",
                        "Reason",
                        "User",
                        "HostName",
                        "ProductDescription",
                        "ProductCode",
                        "Token",
                        "DownloadSourceUrl",
                        "Sha1Hash",
                        "FilePathObjectId",
                        "CmdArgs",
                        "Publisher",
                        "ProductName",
                        "ProductVersion",
                        "FileVersion",
                        "ApplicationGroup",
                        "Message",
                        "HostType",
                        "OsName",
                        "ComputerGroup",
                        "ParentProcess",
                        "StoreAppName",
                        "ServiceName",
                        "AuthRequestUri")
                .stream()
                .collect(Collectors.toMap(name -> name, name -> longest.contains(name) ? text : some));
    }

    private static String sheetOf(EndpointResponse page) {
        return "/requests/" + page.bodyText().replaceAll("(?s).*<link rel=\"stylesheet\" href=\"([^\"]*)\">.*", "$1");
    }

    // ---- the style sheet

    @Test
    void theStyleSheetMayBeKeptAndBearsItsNotice() {
        String path = sheetOf(lee.get(link(world.requestAdmin())));
        EndpointResponse plain = client().get(path);
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.header("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(plain.header("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(plain.bodyText().substring(0, 200)).contains("Pico CSS", "Licensed under MIT");
        assertThat(plain.header("Content-Encoding")).isEmpty();

        for (String accepted : List.of("gzip", "gzip, deflate, br", "deflate, GZIP;q=0.5")) {
            EndpointResponse zipped =
                    client().sending("Accept-Encoding", accepted).get(path);
            assertThat(zipped.header("Content-Encoding")).as(accepted).contains("gzip");
            assertThat(zipped.body().length).isLessThan(15_000);
        }
        for (String refused : List.of("identity", "gzip;q=0", "gzip;q=0.0", "xgzip")) {
            assertThat(client().sending("Accept-Encoding", refused).get(path).header("Content-Encoding"))
                    .as(refused)
                    .isEmpty();
        }
        assertThat(client().get("/requests/assets/0123456789abcdef.css").status())
                .isEqualTo(404);
    }

    @Test
    void ourOwnPartOfTheStyleSheetIsSmall() throws Exception {
        try (var own = ApprovalPage.class.getResourceAsStream("pages.css")) {
            assertThat(own.readAllBytes().length).isLessThanOrEqualTo(4_096);
        }
    }
}
