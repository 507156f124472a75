package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static io.epmjit.testkit.server.RequestMatcher.post;

import io.epmjit.bridge.AttackTable.Cell;
import io.epmjit.bridge.AttackTable.WayIn;
import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.Approvers;
import io.epmjit.decision.DecisionCase;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionRule;
import io.epmjit.decision.DecisionRules;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.IdentityMapping;
import io.epmjit.decision.RuleOpinion;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.DecisionOrigin;
import io.epmjit.testkit.epm.DeliveryPolicy;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import io.epmjit.webhook.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attacks one bridge on every way in to its decisions. What a rule of the policy is for, the users' names say. */
final class Attacks implements AutoCloseable {

    private static final ConnectorId JIRA = ConnectorId.of("jira");
    private static final ConnectorId OTHER = ConnectorId.of("snow");
    private static final String KEY = ProgramCall.key("the key of the Jira connector!!!");
    private static final String OTHER_KEY = ProgramCall.key("the key of another connector, snow");
    private static final String HEADER = "X-Jit-Secret";
    private static final String SECRET = "a secret for automation";
    private static final String OTHER_SECRET = "the other connector's secret";
    private static final RequestMatcher READ = get("/management-api/v3/AdminAccessRequest/{id}");
    private static final RequestMatcher LIST = get("/management-api/v3/AdminAccessRequest");
    private static final RequestMatcher DECIDE = post("/management-api/v3/AdminAccessRequest/approval");
    private static final Map<String, String> APPROVAL =
            Map.of("decision", "approve", "duration", "minutes", "amount", "30", "reason", "change CHG0042");
    private static final Pattern RULE = Pattern.compile("\"rule\":\"([A-Z_]+)\"");
    private static final URI PUBLIC_URL = URI.create("https://jit.acme.example");
    private static final Duration LIFE_OF_LINKS = Duration.ofHours(8);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private static final List<WayIn> PEOPLE = List.of(WayIn.PAGE, WayIn.SIGNED, WayIn.SECRET, WayIn.CODE);
    private static final String ORDINARY = "user";
    private static final String GUARDED = "guarded";
    private static final String WATCHED = "watched";
    private static final String RULED = "ruled";
    private static final String WORDY = "wordy";

    /** The four usual forms, a function of somebody's own for badges. */
    private static final IdentityMapping DIRECTORY = IdentityMapping.downLevel("ACME", "acme.example")
            .or(IdentityMapping.userPrincipalNames("acme.example"))
            .or(IdentityMapping.emails(Map.of("mail.acme.com", "acme.example")))
            .or(IdentityMapping.accounts(Map.of("a.lee", "a.lee@acme.example", "712020:own", "own@acme.example")))
            .or(badge -> badge.startsWith("badge of ")
                    ? Optional.of(badge.substring("badge of ".length()) + "@acme.example")
                    : Optional.empty());

    private final List<Cell> cells = new ArrayList<>();
    private final World world;
    private final Endpoint calls;
    private final Endpoint page;
    private final Path directory;
    private int trials;

    Attacks(Path directory) {
        this.directory = directory;
        DecisionPolicy policy = DecisionPolicy.builder()
                .identities(DIRECTORY)
                .permitAssertedApprovers()
                .approvers(Approvers.people("b.ray@acme.example").forRequests(about -> isOf(about, GUARDED)))
                .secondApprover(about -> isOf(about, WATCHED), Duration.ofHours(24))
                .build();
        DecisionRules rules = DecisionRules.builder()
                .rule("brief", rule(RULED, "a quarter of an hour is always fine"))
                .rule("wordy", rule(WORDY, "because ".repeat(1_000)))
                .build();
        world = new World(
                directory,
                FakeEpm.builder().severalOpenRequests(),
                bridge -> bridge.decisionPolicy(policy)
                        .decisionRules(rules)
                        .reconciler(ReconcilerSettings.off())
                        .publicUrl(PUBLIC_URL)
                        .approvalLinks(LIFE_OF_LINKS));
        page = ApprovalPage.of(world.bridge(), PageClient::signedIn);
        calls = DecisionEndpoint.of(world.bridge())
                .key(JIRA, Secret.of(KEY))
                .key(OTHER, Secret.of(OTHER_KEY))
                .secretHeader(JIRA, HEADER, Secret.of(SECRET))
                .secretHeader(OTHER, HEADER, Secret.of(OTHER_SECRET))
                .build();
    }

    private static boolean isOf(DecisionCase about, String users) {
        return about.requester()
                .filter(name -> name.startsWith("ACME\\" + users))
                .isPresent();
    }

    private static DecisionRule rule(String users, String reason) {
        return reported -> reported.requester()
                .filter(name -> name.startsWith("ACME\\" + users))
                .map(name -> RuleOpinion.approve(AccessDuration.minutes(15), reason))
                .orElseGet(RuleOpinion::none);
    }

    List<Cell> all() {
        calls();
        links();
        people();
        meanwhile();
        bodies();
        return cells;
    }

    @Override
    public void close() {
        world.close();
    }

    // ---- one attack on one way in

    /** A request with its ticket, and how many decisions on it EPM got before the attack. */
    private final class Trial {

        private final String user;
        private final JitRequestRef request;
        private final String ticket;
        private int before;
        private Optional<OpenForm> form = Optional.empty();

        Trial(String user, JitRequestRef request, String ticket) {
            this.user = user;
            this.request = request;
            this.ticket = ticket;
        }

        ProgramCall call(String approver) {
            return call(approver, "");
        }

        ProgramCall call(String approver, String more) {
            ProgramCall call = new ProgramCall(
                    calls, world.clock.instant(), """
                    {"ticket":"%s","decision":"approve","duration":"30m","approver":"%s","reason":"change CHG0042"%s}""".formatted(ticket, approver.replace("\\", "\\\\"), more));
            call.id = "msg_" + ++trials;
            return call;
        }

        DecisionProposal.Builder proposal(String approver) {
            return DecisionProposal.approve(request, AccessDuration.minutes(30))
                    .by(approver)
                    .reason("change CHG0042");
        }

        /** Somebody opens the request's page in their browser. */
        OpenForm open(String viewer) {
            String path = link();
            PageClient browser = browserOf(viewer);
            OpenForm opened = new OpenForm(browser, path, PageClient.tokenOf(browser.get(path)));
            form = Optional.of(opened);
            return opened;
        }

        String link() {
            return URI.create(world.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), request)))
                    .getPath();
        }

        /** What came of a form that was sent: its status, and the rule that the trail has. */
        String said(EndpointResponse answer) {
            String status = answer.status() == 303 ? "taken: 303" : Integer.toString(answer.status());
            return trailOf(request, "page").stream()
                    .reduce((earlier, later) -> later)
                    .flatMap(TrailEntry::rule)
                    .map(rule -> status + " " + rule)
                    .orElse(status);
        }

        /** What came up to now was as it should be. */
        void honestUpToHere() {
            world.live(A_WHILE);
            before = sent();
        }

        int sent() {
            return (int) world.atEpm(request).received().stream()
                    .filter(decision -> decision.origin() == DecisionOrigin.API)
                    .count();
        }
    }

    /** A form that somebody has before them. */
    private record OpenForm(PageClient browser, String path, String token) {

        EndpointResponse send() {
            return browser.post(path, approval());
        }

        Map<String, String> approval() {
            return PageClient.with(token, APPROVAL);
        }
    }

    private PageClient browserOf(String viewer) {
        return new PageClient(page).as(Viewer.of(viewer, Role.USER));
    }

    private Trial ordinary() {
        return of(ORDINARY);
    }

    private Trial of(String users) {
        return by(users + ++trials);
    }

    private Trial by(String user) {
        JitRequestRef request = world.requestAdmin(Map.of("UserName", "ACME\\" + user));
        world.live(A_WHILE);
        return new Trial(user, request, world.ticket(request).key());
    }

    /** A request that EPM has, and of which no webhook of its own arrives. */
    private Trial unheard(String users) {
        String user = users + ++trials;
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.suppressed());
        String id = world.epm.requestAdmin(Map.of("UserName", "ACME\\" + user)).requestId();
        world.epm.webhooks().policy(EpmEvent.ADMIN_TICKET_CREATED, DeliveryPolicy.automatic());
        return new Trial(user, JitRequestRef.admin(id), "");
    }

    /** A trial in which no rule is asked before EPM can be read again. */
    private Trial unread(String users) {
        world.epm.faults().always(READ, Fault.status(503));
        return of(users);
    }

    private Trial unconfirmed() {
        Trial trial = ordinary();
        world.epm.faults().always(READ, Fault.status(404));
        world.epm.faults().always(LIST, Fault.status(404));
        world.epm.faults().once(DECIDE, Fault.status(500));
        world.approve(trial.request);
        world.live(Duration.ofMinutes(10));
        world.epm.faults().clear();
        return trial;
    }

    /** What comes of an approval by one of the ways by which people decide. */
    private String approved(WayIn way, Trial trial, String approver) {
        return switch (way) {
            case PAGE ->
                trial.said(trial.form.orElseGet(() -> trial.open(approver)).send());
            case SIGNED -> said(trial.call(approver).signed(KEY).send());
            case SECRET -> said(trial.call(approver).showing(HEADER, SECRET).send());
            case CODE ->
                said(world.bridge().decisions().submit(trial.proposal(approver).build()));
            case RULE, REPEAT -> throw new IllegalArgumentException("nobody decides by " + way);
        };
    }

    private static String said(EndpointResponse answer) {
        Matcher rule = RULE.matcher(answer.bodyText());
        String status = answer.status() == 200 ? "taken: 200" : Integer.toString(answer.status());
        return rule.find() ? status + " " + rule.group(1) : status;
    }

    private static String said(DecisionVerdict verdict) {
        return verdict.refusal()
                .map(rule -> "refused: " + rule)
                .orElse(verdict.isAccepted() ? "taken: accepted" : "noted");
    }

    /** What came of a rule's proposal, once EPM can be read. */
    private String ruled(Trial trial) {
        world.epm.faults().clear();
        world.live(A_WHILE.multipliedBy(3));
        List<TrailEntry> said = trailOf(trial.request, "rule");
        if (said.isEmpty()) {
            return "no rule decides";
        }
        TrailEntry last = said.get(said.size() - 1);
        return last.rule().map(rule -> "refused: " + rule).orElse("taken: " + last.outcome());
    }

    private List<TrailEntry> trailOf(JitRequestRef request, String wayIn) {
        return world.trail().stream()
                .filter(entry -> entry.wayIn().filter(wayIn::equals).isPresent())
                .filter(entry -> entry.subject().endsWith(request.requestId()))
                .toList();
    }

    private String repeated(Trial trial) {
        return said(world.bridge().decisions().repeat(decisionOf(trial), "operator"));
    }

    private long decisionOf(Trial trial) {
        return world.changes(JitChange.DecisionFailed.class).stream()
                .filter(failed -> failed.request().requestId().equals(trial.request.requestId()))
                .findFirst()
                .orElseThrow()
                .decision();
    }

    // ---- rows

    private final class Row {

        private final String attack;

        Row(String attack) {
            this.attack = attack;
        }

        Row tried(WayIn way, Supplier<Trial> begin, Function<Trial, String> what) {
            Trial trial = begin.get();
            String outcome = what.apply(trial);
            world.live(A_WHILE.multipliedBy(2));
            cells.add(new Cell(attack, way, outcome, true, trial.sent() - trial.before));
            return this;
        }

        Row triedByPeople(Supplier<Trial> begin, Consumer<Trial> meanwhile, Function<Trial, String> approver) {
            for (WayIn way : PEOPLE) {
                tried(way, begin, trial -> {
                    if (way == WayIn.PAGE) {
                        trial.open(approver.apply(trial));
                    }
                    meanwhile.accept(trial);
                    return approved(way, trial, approver.apply(trial));
                });
            }
            return this;
        }

        /** The attack has a meaning nowhere else. */
        void neverElsewhere(String why) {
            for (WayIn way : WayIn.values()) {
                if (cells.stream().noneMatch(cell -> cell.attack().equals(attack) && cell.way() == way)) {
                    never(way, why);
                }
            }
        }

        Row never(WayIn way, String why) {
            cells.add(new Cell(attack, way, "cannot happen: " + why, false, 0));
            return this;
        }
    }

    private Row row(String attack) {
        return new Row(attack);
    }

    // ---- calls that are not what they claim to be

    private void calls() {
        row("no credential")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(new PageClient(page).post(form.path(), form.approval()));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example").send()))
                .tried(WayIn.SECRET, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example");
                    call.secure = true;
                    return said(call.send());
                })
                .never(WayIn.CODE, "whoever has the bridge decides here")
                .never(WayIn.RULE, "a rule is the administrator's own")
                .never(WayIn.REPEAT, "whoever has the bridge repeats here");
        row("replay, after EPM has acknowledged the first")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    form.send();
                    trial.honestUpToHere();
                    return trial.said(form.send());
                })
                .tried(WayIn.SIGNED, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").signed(KEY);
                    EndpointResponse first = call.send();
                    trial.honestUpToHere();
                    EndpointResponse again = call.send();
                    return again.status() == 200 && again.bodyText().equals(first.bodyText())
                            ? "first answer again, nothing done"
                            : said(again);
                })
                .tried(WayIn.SECRET, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").showing(HEADER, SECRET);
                    call.send();
                    trial.honestUpToHere();
                    return said(call.send());
                })
                .tried(WayIn.CODE, this::ordinary, trial -> {
                    DecisionProposal proposal =
                            trial.proposal("a.lee@acme.example").build();
                    world.bridge().decisions().submit(proposal);
                    trial.honestUpToHere();
                    return said(world.bridge().decisions().submit(proposal));
                })
                .tried(WayIn.RULE, () -> of(RULED), trial -> {
                    trial.honestUpToHere();
                    int asked = trailOf(trial.request, "rule").size();
                    world.deliver(created(trial.request, trial.user));
                    world.live(A_WHILE);
                    return trailOf(trial.request, "rule").size() == asked ? "no rule is asked again" : ruled(trial);
                })
                .tried(WayIn.REPEAT, this::unconfirmed, trial -> {
                    repeated(trial);
                    trial.honestUpToHere();
                    return repeated(trial);
                });
        row("old: signed six minutes ago, or a form of five hours ago")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    world.clock.advance(Duration.ofHours(5));
                    return trial.said(form.send());
                })
                .tried(WayIn.SIGNED, this::ordinary, trial -> signedAt(trial, Duration.ofMinutes(-6)))
                .tried(WayIn.SECRET, this::ordinary, trial -> withSecretAt(trial, Duration.ofMinutes(-6)))
                .never(WayIn.CODE, "a call in the process is made now")
                .never(WayIn.RULE, "a rule is asked when EPM has just been read")
                .never(WayIn.REPEAT, "a call in the process is made now");
        row("future: signed for in six minutes, or a form whose end was put off")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    String later = form.token().replaceFirst("^\\d", "9");
                    return trial.said(form.browser().post(form.path(), PageClient.with(later, APPROVAL)));
                })
                .tried(WayIn.SIGNED, this::ordinary, trial -> signedAt(trial, Duration.ofMinutes(6)))
                .tried(WayIn.SECRET, this::ordinary, trial -> withSecretAt(trial, Duration.ofMinutes(6)))
                .never(WayIn.CODE, "a call in the process is made now")
                .never(WayIn.RULE, "a rule is asked when EPM has just been read")
                .never(WayIn.REPEAT, "a call in the process is made now");
        row("other body than was signed")
                .never(WayIn.PAGE, "whoever looks fills the form in; its mark is for viewer and request")
                .tried(WayIn.SIGNED, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").signed(KEY);
                    call.body = trial.call("b.ray@acme.example").body;
                    return said(call.send());
                })
                .never(WayIn.SECRET, "nothing is signed; whoever sees the secret may say anything with it")
                .never(WayIn.CODE, "there is no body")
                .never(WayIn.RULE, "there is no body")
                .never(WayIn.REPEAT, "there is no body");
        row("other body under an id that was used")
                .never(WayIn.PAGE, "forms have no id")
                .tried(WayIn.SIGNED, this::ordinary, trial -> {
                    Trial used = ordinary();
                    ProgramCall first = used.call("a.lee@acme.example").signed(KEY);
                    first.send();
                    ProgramCall other = trial.call("a.lee@acme.example");
                    other.id = first.id;
                    return said(other.signed(KEY).send());
                })
                .never(WayIn.SECRET, "such calls have no id")
                .never(WayIn.CODE, "proposals have no id")
                .never(WayIn.RULE, "a rule is asked once for each request")
                .never(WayIn.REPEAT, "it names a decision, and says nothing of it");
        row("credential shown twice, once rightly")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().post(form.path(), form.approval(), "&token=guess"));
                })
                .tried(WayIn.SIGNED, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").signed(KEY);
                    return said(call.header("webhook-signature", "v1,bm90IGl0", call.header("webhook-signature"))
                            .send());
                })
                .tried(WayIn.SECRET, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").showing(HEADER, SECRET);
                    return said(call.header(HEADER, "a guess", SECRET).send());
                })
                .never(WayIn.CODE, "there is no credential")
                .never(WayIn.RULE, "there is no credential")
                .never(WayIn.REPEAT, "there is no credential");
        row("other connector's key")
                .never(WayIn.PAGE, "there is no key")
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example")
                                .signed(OTHER_KEY)
                                .send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example")
                                .showing(HEADER, OTHER_SECRET)
                                .send()))
                .never(WayIn.CODE, "there is no key")
                .never(WayIn.RULE, "there is no key")
                .never(WayIn.REPEAT, "there is no key");
        row("own key, other connector's ticket")
                .never(WayIn.PAGE, "a link names a request, not a ticket")
                .tried(WayIn.SIGNED, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").signed(OTHER_KEY);
                    call.path = "/jit/decisions/snow";
                    return said(call.send());
                })
                .tried(WayIn.SECRET, this::ordinary, trial -> {
                    ProgramCall call = trial.call("a.lee@acme.example").showing(HEADER, OTHER_SECRET);
                    call.path = "/jit/decisions/snow";
                    return said(call.send());
                })
                .tried(
                        WayIn.CODE,
                        this::ordinary,
                        trial -> said(world.bridge()
                                .decisions()
                                .submit(trial.proposal("a.lee@acme.example")
                                        .cameThrough(OTHER)
                                        .build())))
                .never(WayIn.RULE, "a rule does not come through a ticket")
                .never(WayIn.REPEAT, "it names a decision, not a ticket");
        tickets();
        row("other tenant")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    TenantRequest elsewhere = new TenantRequest("another", trial.request);
                    String path = URI.create(world.bridge().approvalLinks().to(elsewhere))
                            .getPath();
                    return trial.said(form.browser().post(path, form.approval()));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", ",\"tenant\":\"another\"")
                                .signed(KEY)
                                .send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", ",\"tenant\":\"another\"")
                                .showing(HEADER, SECRET)
                                .send()))
                .tried(
                        WayIn.CODE,
                        this::ordinary,
                        trial -> said(world.bridge()
                                .decisions()
                                .submit(trial.proposal("a.lee@acme.example")
                                        .tenant("another")
                                        .build())))
                .never(WayIn.RULE, "a rule sees what the request's own tenant reports")
                .never(WayIn.REPEAT, "the decision on record says whose it is");
        forms();
    }

    private void tickets() {
        row("other ticket, with the same stamp")
                .never(WayIn.PAGE, "a link names a request, not a ticket")
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(throughClone(trial).signed(KEY).send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial ->
                                said(throughClone(trial).showing(HEADER, SECRET).send()))
                .never(WayIn.CODE, "code names the request, not a ticket")
                .never(WayIn.RULE, "a rule does not come through a ticket")
                .never(WayIn.REPEAT, "it names a decision, not a ticket");
        row("ticket that carries another request's stamp now")
                .triedByPeople(
                        this::ordinary,
                        trial -> world.jira
                                .as(world.jira.account())
                                .editField(trial.ticket, FakeJira.STAMP_FIELD, "another-request"),
                        trial -> "a.lee@acme.example")
                .tried(WayIn.RULE, () -> unread(RULED), trial -> {
                    world.jira
                            .as(world.jira.account())
                            .editField(trial.ticket, FakeJira.STAMP_FIELD, "another-request");
                    return ruled(trial);
                })
                .never(WayIn.REPEAT, "it names a decision, not a ticket");
    }

    /** A call that names another ticket, which carries the request's stamp, too. */
    private ProgramCall throughClone(Trial trial) {
        String other = world.jira.as(world.jira.approver()).cloneIssue(trial.ticket);
        ProgramCall call = trial.call("a.lee@acme.example");
        call.body = new String(call.body, StandardCharsets.UTF_8)
                .replace("\"" + trial.ticket + "\"", "\"" + other + "\"")
                .getBytes(StandardCharsets.UTF_8);
        return call;
    }

    private String signedAt(Trial trial, Duration off) {
        ProgramCall call = trial.call("a.lee@acme.example");
        call.at = call.at.plus(off);
        return said(call.signed(KEY).send());
    }

    /** The time stands in a header that nobody has signed, so nobody looks at it. */
    private String withSecretAt(Trial trial, Duration off) {
        ProgramCall call = trial.call("a.lee@acme.example").showing(HEADER, SECRET);
        call.header("webhook-timestamp", Long.toString(call.at.plus(off).getEpochSecond()));
        return said(call.send());
    }

    private void forms() {
        row("wrong method")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().send("PUT", form.path(), new byte[0]));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> byGet(trial.call("a.lee@acme.example").signed(KEY)))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> byGet(trial.call("a.lee@acme.example").showing(HEADER, SECRET)))
                .never(WayIn.CODE, "it is no HTTP")
                .never(WayIn.RULE, "it is no HTTP")
                .never(WayIn.REPEAT, "it is no HTTP");
        row("wrong content type")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser()
                            .sending("Content-Type", "application/json")
                            .post(form.path(), form.approval()));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example")
                                .signed(KEY)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example")
                                .showing(HEADER, SECRET)
                                .header("Content-Type", "text/plain")
                                .send()))
                .never(WayIn.CODE, "it is no HTTP")
                .never(WayIn.RULE, "it is no HTTP")
                .never(WayIn.REPEAT, "it is no HTTP");
        row("oversized")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(
                            form.browser().post(form.path(), form.approval(), "&more=" + "x".repeat(64 << 10)));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", " ".repeat(64 << 10))
                                .signed(KEY)
                                .send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", " ".repeat(64 << 10))
                                .showing(HEADER, SECRET)
                                .send()))
                .tried(
                        WayIn.CODE,
                        this::ordinary,
                        trial -> said(world.bridge()
                                .decisions()
                                .submit(trial.proposal("a.lee@acme.example")
                                        .reason("because ".repeat(1_000))
                                        .build())))
                .tried(WayIn.RULE, () -> of(WORDY), this::ruled)
                .never(WayIn.REPEAT, "it says again what was short enough");
        row("duplicate JSON keys, or fields of a form")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().post(form.path(), form.approval(), "&decision=deny"));
                })
                .tried(
                        WayIn.SIGNED,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", ",\"approver\":\"b.ray@acme.example\"")
                                .signed(KEY)
                                .send()))
                .tried(
                        WayIn.SECRET,
                        this::ordinary,
                        trial -> said(trial.call("a.lee@acme.example", ",\"\\u0061pprover\":\"b.ray@acme.example\"")
                                .showing(HEADER, SECRET)
                                .send()))
                .never(WayIn.CODE, "there is no JSON")
                .never(WayIn.RULE, "there is no JSON")
                .never(WayIn.REPEAT, "there is no JSON");
    }

    private static String byGet(ProgramCall call) {
        call.method = "GET";
        return said(call.send());
    }

    // ---- links and forms that are not what they should be

    private void links() {
        row("forged link")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    char last = form.path().charAt(form.path().length() - 2);
                    String forged = form.path().substring(0, form.path().length() - 2) + (last == 'x' ? "yy" : "xx");
                    return trial.said(form.browser().post(forged, form.approval()));
                })
                .neverElsewhere("there is no link");
        row("expired link")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    String old = trial.link();
                    world.clock.advance(LIFE_OF_LINKS.plusSeconds(1));
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().post(old, form.approval()));
                })
                .neverElsewhere("there is no link");
        row("foreign link: of another bridge")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().post(linkOfAnotherBridge(trial), form.approval()));
                })
                .neverElsewhere("there is no link");
        row("link to another request, with this one's form")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = ordinary().open("a.lee@acme.example");
                    return trial.said(form.browser().post(trial.link(), form.approval()));
                })
                .neverElsewhere("there is no link");
        row("missing CSRF token")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser().post(form.path(), APPROVAL));
                })
                .neverElsewhere("no browser is signed in to it");
        row("stolen CSRF token: of another viewer")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm stolen = trial.open("b.ray@acme.example");
                    return trial.said(browserOf("a.lee@acme.example").post(stolen.path(), stolen.approval()));
                })
                .neverElsewhere("no browser is signed in to it");
        row("foreign origin")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser()
                            .sending("Sec-Fetch-Site", "cross-site")
                            .post(form.path(), form.approval()));
                })
                .neverElsewhere("no browser is signed in to it");
        row("viewer without the role")
                .tried(WayIn.PAGE, this::ordinary, trial -> {
                    OpenForm form = trial.open("a.lee@acme.example");
                    return trial.said(form.browser()
                            .as(Viewer.of("a.lee@acme.example", Role.ADMIN))
                            .post(form.path(), form.approval()));
                })
                .neverElsewhere("there are no roles; a key or the bridge itself is what it takes");
    }

    private String linkOfAnotherBridge(Trial trial) {
        Path elsewhere = directory.resolve("another.db");
        try (Ledger ledger = Ledger.sqlite(elsewhere);
                JitBridge another = world.bridgeOn(ledger)) {
            return URI.create(another.approvalLinks().to(new TenantRequest(world.epm.tenantId(), trial.request)))
                    .getPath();
        }
    }

    // ---- people who may not

    private void people() {
        selfApproval("DOMAIN\\user", this::ordinary, trial -> "ACME\\" + trial.user);
        selfApproval(
                "DOMAIN\\user in other letters",
                this::ordinary,
                trial -> "acme\\" + trial.user.toUpperCase(Locale.ROOT));
        selfApproval("UPN", this::ordinary, trial -> trial.user + "@acme.example");
        selfApproval("e-mail address", this::ordinary, trial -> trial.user + "@mail.acme.com");
        selfApproval("account id", () -> by("own"), trial -> "712020:own");
        selfApproval("name of a function of one's own", this::ordinary, trial -> "badge of " + trial.user);
        byStranger(
                "self-approval under a name in look-alike letters", trial -> "ACME\\\uFF55" + trial.user.substring(1));
        byStranger("unmapped approver", trial -> "who.is.this");
        row("approver who is not allowed")
                .triedByPeople(() -> of(GUARDED), trial -> {}, trial -> "a.lee@acme.example")
                .never(WayIn.RULE, "a rule is the administrator's own")
                .never(WayIn.REPEAT, "nobody decides anew");
        row("second approver is the first one")
                .triedByPeople(
                        () -> of(WATCHED),
                        trial -> world.bridge()
                                .decisions()
                                .submit(trial.proposal("a.lee@acme.example").build()),
                        trial -> "ACME\\A.Lee")
                .never(WayIn.RULE, "a rule is asked once for each request")
                .never(WayIn.REPEAT, "nobody decides anew");
    }

    private void selfApproval(String form, Supplier<Trial> begin, Function<Trial, String> name) {
        row("self-approval as " + form)
                .triedByPeople(begin, trial -> {}, name)
                .never(WayIn.RULE, "a rule is nobody's requester")
                .never(WayIn.REPEAT, "nobody decides anew");
    }

    private void byStranger(String attack, Function<Trial, String> name) {
        row(attack)
                .triedByPeople(this::ordinary, trial -> {}, name)
                .never(WayIn.RULE, "a rule is nobody's requester")
                .never(WayIn.REPEAT, "nobody decides anew");
    }

    // ---- requests that are no longer what they were

    private void meanwhile() {
        row("decided meanwhile")
                .triedByPeople(this::ordinary, this::deniedMeanwhile, trial -> "a.lee@acme.example")
                .tried(WayIn.RULE, () -> unread(RULED), trial -> {
                    world.deny(trial.request);
                    String outcome = ruled(trial);
                    trial.before = 1;
                    return outcome;
                })
                .tried(WayIn.REPEAT, this::unconfirmed, trial -> {
                    deniedMeanwhile(trial);
                    return repeated(trial);
                });
        row("decided in EPM's console meanwhile, as EPM has told")
                .triedByPeople(this::ordinary, this::deniedInConsole, trial -> "a.lee@acme.example")
                .tried(WayIn.RULE, () -> unread(RULED), trial -> {
                    world.epm.console().deny(trial.request.requestId(), "console");
                    return ruled(trial);
                })
                .tried(WayIn.REPEAT, this::unconfirmed, trial -> {
                    deniedInConsole(trial);
                    return repeated(trial);
                });
        row("decided in EPM's console meanwhile, and nobody has told")
                .tried(WayIn.PAGE, this::ordinary, trial -> untold(trial, WayIn.PAGE))
                .tried(WayIn.SIGNED, this::ordinary, trial -> untold(trial, WayIn.SIGNED))
                .tried(WayIn.SECRET, this::ordinary, trial -> untold(trial, WayIn.SECRET))
                .tried(WayIn.CODE, this::ordinary, trial -> untold(trial, WayIn.CODE))
                .tried(WayIn.RULE, () -> unread(RULED), trial -> {
                    deniedUntold(trial);
                    return ruled(trial);
                })
                .tried(WayIn.REPEAT, this::unconfirmed, trial -> {
                    deniedUntold(trial);
                    return becameOf(trial, repeated(trial));
                });
        world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, DeliveryPolicy.automatic());
        row("inactive ticket")
                .triedByPeople(this::ordinary, this::cancel, trial -> "a.lee@acme.example")
                .tried(WayIn.RULE, () -> unread(RULED), trial -> {
                    cancel(trial);
                    return ruled(trial);
                })
                .tried(WayIn.REPEAT, this::unconfirmed, trial -> {
                    cancel(trial);
                    return repeated(trial);
                });
    }

    private void deniedMeanwhile(Trial trial) {
        world.deny(trial.request);
        trial.honestUpToHere();
    }

    private void deniedInConsole(Trial trial) {
        world.epm.console().deny(trial.request.requestId(), "console");
        world.epm
                .webhooks()
                .await(
                        1,
                        told -> told.event() == EpmEvent.ADMIN_DECISION_UPDATED
                                && told.requestId().equals(trial.request.requestId()),
                        Duration.ofSeconds(60));
        trial.honestUpToHere();
    }

    private void deniedUntold(Trial trial) {
        world.epm.webhooks().policy(EpmEvent.ADMIN_DECISION_UPDATED, DeliveryPolicy.suppressed());
        world.epm.console().deny(trial.request.requestId(), "console");
    }

    private String untold(Trial trial, WayIn way) {
        deniedUntold(trial);
        return becameOf(trial, approved(way, trial, "a.lee@acme.example"));
    }

    /** A decision that was taken is sent only if EPM, read right before, says that it may be. */
    private String becameOf(Trial trial, String first) {
        world.live(A_WHILE);
        return world.changes(JitChange.DecisionFailed.class).stream()
                .filter(failed -> failed.request().requestId().equals(trial.request.requestId()))
                .reduce((earlier, later) -> later)
                .map(failed -> first.replace("taken: ", "") + ", then not sent: " + failed.state())
                .orElse(first);
    }

    private void cancel(Trial trial) {
        world.jira.as(world.jira.approver()).setStatus(trial.ticket, "Canceled");
    }

    // ---- what webhooks say of requests

    private void bodies() {
        row("webhook that fits no declared template")
                .tried(WayIn.PAGE, () -> unheard(ORDINARY), trial -> {
                    world.deliver(unbound(trial));
                    return trial.said(browserOf("a.lee@acme.example").get(trial.link()));
                })
                .never(WayIn.SIGNED, "it waits in quarantine, so there is no ticket to be named")
                .never(WayIn.SECRET, "it waits in quarantine, so there is no ticket to be named")
                .tried(WayIn.CODE, () -> unheard(ORDINARY), trial -> {
                    world.deliver(unbound(trial));
                    return approved(WayIn.CODE, trial, "a.lee@acme.example");
                })
                .tried(WayIn.RULE, () -> unheard(RULED), trial -> {
                    world.deliver(unbound(trial));
                    return ruled(trial);
                })
                .never(WayIn.REPEAT, "nothing of it has been decided");
        row("webhook that says what EPM does not report")
                .never(WayIn.PAGE, "people see what the webhook says; see below")
                .never(WayIn.SIGNED, "people see what the webhook says; see below")
                .never(WayIn.SECRET, "people see what the webhook says; see below")
                .never(WayIn.CODE, "people see what the webhook says; see below")
                .tried(WayIn.RULE, () -> unheard(ORDINARY), trial -> {
                    world.deliver(created(trial.request, RULED));
                    return ruled(trial);
                })
                .never(WayIn.REPEAT, "EPM is read again before it is sent");
    }

    /** What a template that nobody has declared would make of a request. */
    private String unbound(Trial trial) {
        return created(trial.request, trial.user).replace("\"UserName\"", "\"Approved\":\"yes\",\"UserName\"");
    }

    private String created(JitRequestRef request, String user) {
        return WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(Map.of(
                "RequestId", request.requestId(), "TenantId", world.epm.tenantId(), "UserName", "ACME\\" + user));
    }
}
