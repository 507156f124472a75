package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.DeadLetter;
import io.epmjit.ledger.DeadLetterFilter;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.JitEventType;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.jira.JiraPermission;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.web.OperationsPage;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever runs the integration sees of it, and does to it. */
class OperationsPageTest {

    private static final RequestMatcher CREATE = post("/rest/api/3/issue");
    private static final Viewer PO = Viewer.of("d.po", Role.ADMIN);
    private static final Viewer LEE = Viewer.of("a.lee", Role.USER);
    private static final int WIRE = 60_000;

    private static final String[] PLACES = {
        "",
        "/",
        "/health",
        "/tickets",
        "/incoming",
        "/decisions",
        "/quarantine",
        "/dead-letters",
        "/connections",
        "/urls",
        "/trail",
        "/downloads"
    };

    @TempDir
    private Path directory;

    private World world;
    private PageClient po;

    @BeforeEach
    void begin() {
        world = new World(directory);
        po = client().as(PO);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private Endpoint page() {
        return OperationsPage.of(world.bridge(), PageClient::signedIn);
    }

    private PageClient client() {
        return new PageClient(page());
    }

    /** After a restart of the world, its page. */
    private void comeBack() {
        po = client().as(PO);
    }

    private void live() {
        world.live(Duration.ofMinutes(2));
    }

    private String story(JitRequestRef request) {
        return "/operations/request?tenant=" + world.epm.tenantId() + "&kind=" + request.kind() + "&id="
                + request.requestId();
    }

    private static void assertSays(EndpointResponse answer, int status, String... texts) {
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(status);
        assertThat(answer.bodyText()).contains(texts);
    }

    /** The fields that a form of the page sends, by its id. */
    private static Map<String, String> form(EndpointResponse page, String id) {
        Matcher form = Pattern.compile("<form id=\"" + Pattern.quote(id) + "\"(.*?)</form>", Pattern.DOTALL)
                .matcher(page.bodyText());
        assertThat(form.find()).as("form %s in %s", id, page.bodyText()).isTrue();
        Map<String, String> fields = new HashMap<>();
        Matcher hidden = Pattern.compile("type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"")
                .matcher(form.group(1));
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2));
        }
        return fields;
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    /** Sends the form, and opens the page to which that leads. */
    private EndpointResponse done(String path, Map<String, String> fields) {
        EndpointResponse answer = po.post(path, fields);
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(303);
        return po.get(URI.create(path)
                .resolve(answer.header("Location").orElseThrow())
                .toString());
    }

    private List<TrailEntry> orders() {
        return world.trail().stream()
                .filter(entry -> entry.kind() == TrailEntry.Kind.OPERATOR)
                .toList();
    }

    private void assertOnTrail(String action, String outcome) {
        assertThat(orders()).anySatisfy(entry -> {
            assertThat(entry.by()).contains("d.po");
            assertThat(entry.wayIn()).contains("page");
            assertThat(entry.action()).isEqualTo(action);
            assertThat(entry.outcome()).contains(outcome);
        });
    }

    private DeadLetter deadLetter() {
        world.jira.faults().once(CREATE, Fault.status(400));
        world.requestAdmin();
        live();
        return world.bridge().deadLetters().list(DeadLetterFilter.all()).get(0);
    }

    private void quarantine() {
        world.deliver("{\"RequestId\":\"R-9\",\"Reason\":\"<b>to install a printer</b>\"}");
    }

    // ---- who is let in

    @Test
    void onlyAdministratorsAreLetIn() {
        for (String place : PLACES) {
            assertSays(po.get("/operations" + place), 200, "Signed in as <bdi>d.po</bdi>", "<nav aria-label");
            assertThat(client().as(LEE).get("/operations" + place).status()).isEqualTo(403);
            assertThat(client().get("/operations" + place).status()).isEqualTo(403);
            assertThat(client().as(Viewer.of("svc", Role.API, Role.ADMIN))
                            .get("/operations" + place)
                            .status())
                    .isEqualTo(403);
        }
        for (String file : List.of("requests.csv", "requests.ndjson", "trail.ndjson", "support.zip")) {
            assertThat(po.get("/operations/" + file).status()).isEqualTo(200);
            assertThat(client().as(LEE).get("/operations/" + file).status()).isEqualTo(403);
        }
    }

    @Test
    void withoutAResolverNobodyIsLetIn() {
        PageClient anybody =
                new PageClient(OperationsPage.builder(world.bridge()).build()).as(PO);
        for (String place : PLACES) {
            assertSays(anybody.get("/operations" + place), 403, "Please sign in");
        }
        assertThat(anybody.get("/operations/requests.csv").status()).isEqualTo(403);
        assertThat(anybody.post("/operations/connections", Map.of("do", "test")).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/operations/nothing",
                "/operations/health/more",
                "/operations/tickets/",
                "/operations/%zz",
                "/elsewhere",
                "/operations/incoming?body=17",
                "/operations/incoming?body=x",
                "/operations/quarantine?body=17",
                "/operations/dead-letters?letter=99999999999999999999",
                "/operations/request",
                "/operations/request?tenant=t&kind=ADMIN&id=none",
                "/operations/request?tenant=t&kind=OTHER&id=none"
            })
    void whatIsNotThereIsNotFound(String path) {
        assertThat(po.get(path).status()).isEqualTo(404);
        assertThat(client().as(LEE).get(path).status()).isEqualTo(403);
    }

    @Test
    void otherMethodsAreRefused() {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            assertThat(po.send(method, "/operations", new byte[0]).status()).isEqualTo(405);
        }
        assertThat(po.send("HEAD", "/operations", new byte[0]).status()).isEqualTo(200);
    }

    @Test
    void aLedgerThatIsGoneIsAnsweredWithPatience() {
        PageClient client = po;
        world.bridge().close();
        EndpointResponse answer = client.get("/operations/tickets");
        assertSays(answer, 503, "Not now");
        assertThat(answer.header("Retry-After")).isPresent();
        assertSays(client.get("/operations"), 200, "It does not do its work", "ledger");
    }

    // ---- what it shows

    @Test
    void healthSaysWhatIsWrongAndWhatToDo() {
        assertSays(po.get("/operations"), 200, "Everything works");
        quarantine();
        assertSays(
                po.get("/operations"),
                200,
                "It works, but something waits for a person",
                "Waits for a person: quarantine",
                "Compare the template");
        world.bridge().stop();
        assertSays(po.get("/operations"), 200, "It does not do its work", "class=\"notice error\"");
    }

    @Test
    void requestsStandWithTheirStateAndTickets() {
        JitRequestRef admin = world.requestAdmin();
        JitRequestRef application = world.requestApplication();
        live();
        world.approve(admin);
        live();
        EndpointResponse page = po.get("/operations/tickets");
        assertSays(
                page,
                200,
                world.atEpm(admin).ticketNumber(),
                world.ticket(admin).key(),
                "Approved",
                world.atEpm(application).ticketNumber(),
                world.ticket(application).key(),
                "Waits for a decision");
        assertThat(po.get("/operations/tickets?show=open").bodyText())
                .contains(world.ticket(application).key())
                .doesNotContain(world.ticket(admin).key());
        assertSays(po.get("/operations/tickets?show=given-up"), 200, "There are none.");
    }

    @Test
    void aNumberLeadsToTheWholeStoryOfItsRequest() {
        JitRequestRef request =
                world.requestAdmin(Map.of("UserName", "ACME\\j.doe", "Reason", "Change the DNS server"));
        live();
        world.approve(request);
        live();
        for (String number : List.of(
                world.atEpm(request).ticketNumber(),
                world.ticket(request).key(),
                world.ticket(request).key().toLowerCase(Locale.ROOT),
                request.requestId())) {
            EndpointResponse found = po.get("/operations/tickets?number=" + number);
            assertThat(found.status()).as(number).isEqualTo(303);
            String there = URI.create("/operations/tickets")
                    .resolve(found.header("Location").orElseThrow())
                    .toString();
            assertSays(
                    po.get(there),
                    200,
                    "<h1>Admin access request " + world.atEpm(request).ticketNumber() + "</h1>",
                    "ACME\\j.doe",
                    "Change the DNS server",
                    world.ticket(request).key(),
                    "Request received",
                    "Approved by \u2068a.lee\u2069: 30 minutes.",
                    "What was to be done outside",
                    "Incoming request records",
                    "Audit trail",
                    "accepted");
        }
        EndpointResponse fromStart =
                po.get("/operations?number=" + world.atEpm(request).ticketNumber());
        assertThat(fromStart.header("Location").orElseThrow()).startsWith("operations/tickets?number=");
        assertSays(po.get("/operations/tickets?number=EPM999999"), 200, "Nothing on record here is called that");
    }

    @Test
    void everyBodyIsThereAsItCame() {
        JitRequestRef request = world.requestAdmin(Map.of("Reason", "Change \u202eSND\u202c <i>now</i>"));
        live();
        quarantine();
        EndpointResponse list = po.get("/operations/incoming");
        assertSays(
                list,
                200,
                "Understood",
                "Waits in quarantine",
                world.atEpm(request).ticketNumber());
        assertThat(list.bodyText()).doesNotContain("DNS", "SND");

        EndpointResponse body = po.get("/operations/incoming?body=1");
        assertSays(body, 200, "<pre id=\"body\"", "&lt;i&gt;now&lt;/i&gt;", "\\u202eSND\\u202c");
        assertThat(body.bodyText()).doesNotContain("\u202e", "<i>");
    }

    @Test
    void aLongBodyIsCut() {
        world.requestAdmin(Map.of("Reason", "<&\">".repeat(50_000)));
        EndpointResponse body = po.get("/operations/incoming?body=1");
        assertThat(body.status()).isEqualTo(200);
        assertThat(body.bodyText()).contains(" …</pre>");
        assertThat(body.body().length).isLessThan(WIRE);
    }

    @Test
    void decisionsSayWhoByWhichWayAndWhy() {
        JitRequestRef request = world.requestAdmin();
        live();
        world.deny(request);
        assertSays(
                po.get("/operations/decisions"),
                200,
                "b.ray",
                "code",
                "not this week",
                "Denied",
                world.atEpm(request).ticketNumber());
    }

    @Test
    void whatToEnterInEpmStandsThereWithoutSecrets() {
        world.restart(bridge -> bridge.publicUrl(URI.create("https://jit.example.com/epm")));
        comeBack();
        EndpointResponse page = po.get("/operations/urls");
        for (WebhookTemplate template : WebhookTemplate.serviceNowGuide()) {
            assertSays(
                    page,
                    200,
                    template.eventLabel(),
                    template.suggestedName(),
                    "https://jit.example.com/epm/webhooks/acme/"
                            + template.event().pathSegment());
            assertThat(page.bodyText().replace("&#34;", "\""))
                    .contains(template.text().strip());
        }
        assertThat(page.bodyText()).doesNotContain(World.PASSWORD, World.USER, world.epm.clientSecret());
    }

    @Test
    void theTrailIsReadFromItsEnd() {
        world.bridge().start();
        JitRequestRef request = world.requestAdmin();
        live();
        world.approve(request);
        EndpointResponse trail = po.get("/operations/trail");
        assertSays(trail, 200, "a.lee", "accepted", request.requestId(), "started");
        assertThat(trail.bodyText().indexOf("accepted"))
                .isLessThan(trail.bodyText().indexOf("started"));
        assertThat(po.get("/operations/trail?kind=START").bodyText()).doesNotContain("accepted");
    }

    // ---- long lists

    @Test
    void longListsAreReadOnFromTheLastItem() {
        for (int i = 0; i < 60; i++) {
            created("R-" + i, "EPM%06d".formatted(i), "x");
            world.clock.advance(Duration.ofSeconds(1));
        }
        assertReadsAll("/operations/tickets", Pattern.compile("EPM\\d{6}(?=</bdi>)"), 60);
        assertReadsAll("/operations/incoming", Pattern.compile("Body \\d+"), 60);
        assertReadsAll("/operations/tickets?show=open", Pattern.compile("EPM\\d{6}(?=</bdi>)"), 60);
        assertSays(po.get("/operations/tickets?from=none"), 200, "EPM000059");
        assertThat(po.get("/operations/trail?from=1-2").status()).isEqualTo(200);
        assertThat(po.get("/operations/dead-letters?from=%27").status()).isEqualTo(200);
    }

    private void assertReadsAll(String start, Pattern item, int all) {
        List<String> read = new ArrayList<>();
        String at = start;
        while (!at.isEmpty()) {
            EndpointResponse page = po.get(at);
            assertThat(page.status()).isEqualTo(200);
            item.matcher(page.bodyText()).results().forEach(found -> read.add(found.group()));
            Matcher next = Pattern.compile("href=\"([^\"]*)\" rel=\"next\"").matcher(page.bodyText());
            at = next.find()
                    ? URI.create(at)
                            .resolve(next.group(1).replace("&amp;", "&"))
                            .toString()
                    : "";
            if (read.size() == 25) {
                created("R-late-" + start.length(), "LATE" + start.length(), "x");
            }
        }
        assertThat(read.stream().filter(one -> !one.startsWith("LATE")).toList())
                .hasSizeGreaterThanOrEqualTo(all)
                .doesNotHaveDuplicates();
    }

    private void created(String id, String number, String reason) {
        world.deliver(WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(Map.of(
                "RequestId",
                id,
                "TenantId",
                world.epm.tenantId(),
                "TicketNumber",
                number,
                "EventType",
                JitEventType.ADMIN_TICKET_CREATED.wireName(),
                "UserName",
                reason,
                "Reason",
                reason)));
    }

    @Test
    void everyFirstViewIsSmallWhateverUsersType() {
        String hostile = "<script>alert(1)</script>\u202e\"'&".repeat(4_000);
        for (int i = 0; i < 40; i++) {
            created("R-" + i, "EPM%06d".formatted(i), hostile);
            world.deliver("{\"Reason\":\"" + "<".repeat(100_000) + i + "\"}");
        }
        live();
        int sheet = po.sending("Accept-Encoding", "gzip")
                .get("/operations/" + styleSheet())
                .body()
                .length;
        List<String> places = new ArrayList<>(List.of(PLACES));
        places.add("/quarantine?body=2");
        places.add("/request?tenant=" + world.epm.tenantId() + "&kind=ADMIN&id=R-1");
        for (String place : places) {
            EndpointResponse page = po.get("/operations" + place);
            assertThat(page.status()).as(place).isEqualTo(200);
            assertThat(page.body().length + sheet).as(place).isLessThan(WIRE);
            assertThat(page.bodyText()).as(place).doesNotContain("\u202e", "alert(1)</script>");
        }
    }

    private String styleSheet() {
        Matcher link = Pattern.compile("rel=\"stylesheet\" href=\"([^\"]*)\"")
                .matcher(po.get("/operations/").bodyText());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @Test
    void linksLeadThereFromTheMountWithAndWithoutASlash() {
        assertThat(po.get("/jit/operations").bodyText())
                .contains("href=\"operations/assets/", "href=\"operations/trail\"");
        assertThat(po.get("/jit/operations/").bodyText()).contains("href=\"assets/", "href=\"./trail\"");
        assertThat(po.get("/jit/operations/trail").bodyText())
                .contains("href=\"assets/", "href=\"./\"", "href=\"./trail\" aria-current=\"page\"");
    }

    @Test
    void germanBrowsersGetGerman() {
        EndpointResponse page =
                client().as(PO).sending("Accept-Language", "de-AT,de;q=0.9").get("/operations/quarantine");
        assertSays(page, 200, "<html lang=\"de\">", "Nichts wartet in der Quarantäne.");
        PageClient fixed = new PageClient(OperationsPage.builder(world.bridge())
                        .resolver(PageClient::signedIn)
                        .language(Locale.GERMAN)
                        .zone(ZoneId.of("Europe/Vienna"))
                        .build())
                .as(PO);
        assertSays(fixed.get("/operations"), 200, "Alles arbeitet");
        assertSays(fixed.get("/operations/downloads"), 200, "Europe/Vienna");
    }

    // ---- what it does

    @Test
    void quarantineIsReadAgain() {
        quarantine();
        EndpointResponse page = po.get("/operations/quarantine");
        assertSays(page, 200, "NOT_THE_TEMPLATE");
        EndpointResponse after = done("/operations/quarantine", form(page, "read-again-quarantine"));
        assertSays(after, 200, "Read again: 0 taken in, 1 still wait.", "role=\"status\"");
        assertOnTrail("read quarantine again", "0 taken in, 1 wait on");
    }

    @Test
    void whatNobodyNeedsIsDiscardedFromQuarantineWithAReason() {
        quarantine();
        EndpointResponse body = po.get("/operations/quarantine?body=1");
        assertSays(body, 200, "&lt;b&gt;to install a printer&lt;/b&gt;");
        Map<String, String> form = form(body, "discard-1");

        EndpointResponse refused = po.post("/operations/quarantine?body=1", with(form, "why", " "));
        assertSays(
                refused,
                422,
                "<title>Error: ",
                "href=\"#discard-1-why\">Enter why: it stays on record",
                "aria-invalid=\"true\"");
        assertThat(po.post("/operations/quarantine?body=1", with(form, "why", "x".repeat(401)))
                        .status())
                .isEqualTo(422);
        assertThat(world.bridge().quarantine().list(10)).hasSize(1);

        assertSays(
                done("/operations/quarantine?body=1", with(form, "why", "only a test")),
                200,
                "Body 1 is discarded.",
                "Nothing waits in quarantine.");
        assertOnTrail("discard from quarantine", "only a test");
        assertSays(po.get("/operations/incoming?body=1"), 200, "Discarded", "only a test");
        assertSays(po.post("/operations/quarantine?body=1", with(form, "why", "again")), 404, "No longer here");
    }

    @Test
    void aDeadLetterIsReplayed() {
        DeadLetter letter = deadLetter();
        EndpointResponse list = po.get("/operations/dead-letters");
        assertSays(list, 200, "open #" + letter.id(), "jira");
        String path = "/operations/dead-letters?letter=" + letter.id();
        EndpointResponse page = po.get(path);
        assertSays(page, 200, "<pre id=\"cause\"", "Do it again", "Lay it aside");

        assertSays(
                done(path, form(page, "replay-" + letter.id())),
                200,
                "Dead letter " + letter.id() + " will be done again.");
        live();
        assertThat(world.jira.createdIssues()).isEqualTo(1);
        assertOnTrail("replay", "planned again");
        assertThat(po.post(path, form(page, "replay-" + letter.id())).status()).isEqualTo(404);
    }

    @Test
    void everythingAtATrackerIsTakenUpAgain() {
        deadLetter();
        EndpointResponse page = po.get("/operations/dead-letters");
        assertSays(
                done("/operations/dead-letters", form(page, "replay-all-jira")),
                200,
                "pieces of work at jira are taken up again.",
                "Nothing has been given up.");
        live();
        assertThat(world.jira.createdIssues()).isEqualTo(1);
        assertOnTrail("take up again", "planned again");
    }

    @Test
    void aDeadLetterIsLaidAsideWithAReason() {
        DeadLetter letter = deadLetter();
        String path = "/operations/dead-letters?letter=" + letter.id();
        Map<String, String> form = form(po.get(path), "drop-" + letter.id());
        assertSays(po.post(path, form), 422, "Enter why: it stays on record");
        assertSays(
                done(path, with(form, "why", "the user has left")),
                200,
                "Dead letter " + letter.id() + " is laid aside.");
        assertOnTrail("drop", "the user has left");
        assertThat(world.bridge().deadLetters().find(letter.id())).isEmpty();
    }

    @Test
    void aTrackerIsSwitchedOffAndOn() {
        EndpointResponse page = po.get("/operations/connections");
        Map<String, String> off = form(page, "switch-off-jira");
        assertThat(po.post("/operations/connections", off).status()).isEqualTo(422);
        EndpointResponse after = done("/operations/connections", with(off, "why", "Jira is being <b>moved</b>"));
        assertSays(
                after, 200, "jira is switched off.", "switched off", "Jira is being &lt;b&gt;moved&lt;/b&gt;", "d.po");
        assertThat(world.bridge().holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.by()).contains("d.po"));
        assertOnTrail("switch-off", "Jira is being");

        assertSays(
                done("/operations/connections", form(after, "switch-on-jira")),
                200,
                "jira is switched on.",
                "Nothing is held.");
        assertThat(world.bridge().holds()).isEmpty();
        assertOnTrail("switch-on", "on");
    }

    @Test
    void connectionsAreTestedWhenSomebodyAsksForIt() {
        int calls = world.jira.requests().all().size();
        EndpointResponse page = po.get("/operations/connections");
        assertThat(page.bodyText()).doesNotContain("Connection OK");
        assertThat(world.jira.requests().all()).hasSize(calls);

        world.jira.revoke(world.jira.account(), JiraPermission.CREATE_ISSUES);
        EndpointResponse after = done("/operations/connections", form(page, "test-connections"));
        assertSays(
                after,
                200,
                "The connections were tested.",
                "EPM of " + world.epm.tenantId(),
                "Connection OK",
                "Does not work",
                "by d.po");
        assertOnTrail("test", "1 of 2 do not work");
        assertSays(client().as(Viewer.of("e.xu", Role.ADMIN)).get("/operations/connections"), 200, "by d.po");
    }

    @Test
    void anotherTicketIsOpenedForOneThatIsGone() {
        world.requestApplication();
        JitRequestRef request = world.requestAdmin();
        live();
        EndpointResponse page = po.get(story(request));
        String form = "open-again-jira_ADMIN_" + request.requestId();
        assertSays(po.post(story(request), form(page, form)), 409, "The request has a ticket at jira");
        assertOnTrail("open another ticket at jira", "refused");

        world.jira.as(world.jira.approver()).delete(world.ticket(request).key());
        world.approve(request);
        world.live(Duration.ofMinutes(5));
        assertSays(done(story(request), form(page, form)), 200, "Another ticket will be opened at jira.");
        live();
        assertThat(world.tickets(request)).hasSize(1);
        assertOnTrail("open another ticket at jira", "planned");
    }

    // ---- what it does not do

    @Test
    void anApproverCannotOrderAnything() {
        DeadLetter letter = deadLetter();
        String path = "/operations/dead-letters?letter=" + letter.id();
        Map<String, String> replay = form(po.get(path), "replay-" + letter.id());
        assertThat(client().as(LEE).get(path).status()).isEqualTo(403);
        assertThat(client().as(LEE).post(path, replay).status()).isEqualTo(403);
        assertThat(client().post(path, replay).status()).isEqualTo(403);
        assertThat(world.bridge().deadLetters().find(letter.id())).isPresent();
        assertThat(orders()).isEmpty();
    }

    @Test
    void aFormOrdersOnlyWhatItsPageWasMadeFor() {
        DeadLetter letter = deadLetter();
        String path = "/operations/dead-letters?letter=" + letter.id();
        EndpointResponse page = po.get(path);
        Map<String, String> replay = form(page, "replay-" + letter.id());
        String drop = form(page, "drop-" + letter.id()).get("token");

        List<Map<String, String>> forged = List.of(
                with(replay, "token", ""),
                with(replay, "token", drop),
                with(replay, "token", replay.get("token") + "A"),
                with(replay, "subject", Long.toString(letter.id() + 1)),
                with(replay, "do", "replay-all"),
                Map.of("do", "replay", "subject", Long.toString(letter.id())));
        for (Map<String, String> form : forged) {
            assertSays(po.post(path, form), 403, "Nothing was done");
        }
        assertThat(po.post("/operations/quarantine", replay).status()).isEqualTo(403);
        assertThat(client().as(Viewer.of("e.xu", Role.ADMIN)).post(path, replay).status())
                .isEqualTo(403);
        for (Map.Entry<String, String> foreign : Map.of(
                        "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
                .entrySet()) {
            PageClient elsewhere = client().as(PO);
            if (foreign.getKey().equals("Origin")) {
                elsewhere.sending("Sec-Fetch-Site", "same-site");
            }
            assertThat(elsewhere
                            .sending(foreign.getKey(), foreign.getValue())
                            .post(path, replay)
                            .status())
                    .isEqualTo(403);
        }
        world.clock.advance(Duration.ofHours(5));
        assertSays(po.post(path, replay), 403, "This form was open for too long");
        assertThat(world.bridge().deadLetters().find(letter.id())).isPresent();
        assertThat(orders()).isEmpty();
    }

    @Test
    void bodiesThatAreNoFormsAreRefused() {
        assertThat(client().as(PO)
                        .sending("Content-Type", "application/json")
                        .post("/operations/connections", Map.of())
                        .status())
                .isEqualTo(415);
        assertThat(po.post("/operations/connections", Map.of("why", "x".repeat(100_000)))
                        .status())
                .isEqualTo(413);
        assertThat(po.post("/operations/nowhere", Map.of("do", "test")).status())
                .isEqualTo(404);
    }

    @Test
    void newsThatNobodyHasToldIsNotShown() {
        for (String mark : List.of("", "1.A", "9999999999." + "A".repeat(43))) {
            EndpointResponse page = po.get("/operations/connections?done=switch-off:all%20is%20lost&mark=" + mark);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.bodyText()).doesNotContain("all is lost", "id=\"news\"");
        }
    }

    // ---- what is taken away

    @Test
    void requestsAndTheTrailAreDownloadedAndThatStandsOnTheTrail() {
        JitRequestRef request = world.requestAdmin(Map.of("UserName", "=cmd|' /C calc'!A0"));
        live();
        EndpointResponse csv = po.get("/operations/requests.csv?since=&until=");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Disposition")).contains("attachment; filename=\"requests.csv\"");
        assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.header("Cache-Control")).contains("no-store");
        assertThat(csv.bodyText()).contains(request.requestId(), "'=cmd");
        assertOnTrail("download", "1 written");

        assertThat(po.get("/operations/requests.ndjson").bodyText()).contains(request.requestId());
        assertThat(po.get("/operations/trail.ndjson").bodyText()).contains("download");
        String day = world.clock.instant().toString().substring(0, 10);
        assertThat(po.get("/operations/requests.csv?since=" + day + "&until=" + day)
                        .bodyText())
                .contains(request.requestId());
        assertThat(po.get("/operations/requests.csv?until=2001-01-01").bodyText())
                .doesNotContain(request.requestId());
        assertSays(
                po.get("/operations/requests.csv?since=yesterday"),
                422,
                "href=\"#since\">Enter days as year, month and day");
        assertThat(client().as(PO)
                        .sending("Sec-Fetch-Site", "cross-site")
                        .get("/operations/requests.csv")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theSupportBundleIsDownloaded() throws IOException {
        JitRequestRef request = world.requestAdmin();
        live();
        assertThat(files(po.get("/operations/support.zip")))
                .contains("settings.txt")
                .doesNotContain("request.txt");
        assertThat(files(po.get(story(request).replace("/request?", "/support.zip?"))))
                .contains("request.txt")
                .noneMatch(name -> name.startsWith("bodies/"));
        assertOnTrail("download", request.requestId());
    }

    private static Set<String> files(EndpointResponse answer) throws IOException {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/zip");
        Set<String> names = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
