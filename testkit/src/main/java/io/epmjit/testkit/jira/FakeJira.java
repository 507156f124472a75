package io.epmjit.testkit.jira;

import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Faults;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestLog;
import io.epmjit.testkit.server.ServerOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Jira Cloud as a real HTTP server: REST API v3 and the service desk's comments, with accounts, projects, workflows and
 * a search that lags behind. It follows Atlassian's documents, not any client.
 *
 * <pre>{@code
 * try (FakeJira jira = FakeJira.start()) {
 *     // jira.url(), jira.account().email(), jira.account().token(), jira.serviceDesk().key(), FakeJira.STAMP_FIELD
 *     jira.faults().once(post("/rest/api/3/issue"), Fault.dropReply());
 *     jira.as(jira.approver()).setStatus("PMCJIT-1", "In Progress");
 *     jira.issue("PMCJIT-1").orElseThrow().internalNotes();
 * }
 * }</pre>
 *
 * <p>Unless other projects are given there is a service project {@code PMCJIT} and a plain one, {@code OPS}, both with
 * the issue type {@code Access Request} and the field {@link #STAMP_FIELD}. Thread-safe.
 */
public final class FakeJira implements AutoCloseable {

    /** The custom field {@code beyondTrustEpmJitRequestSystemId} of the default projects, a single line of text. */
    public static final String STAMP_FIELD = "customfield_10001";

    private static final JiraAccount STRANGER = JiraAccount.of("anonymous", "Anonymous", "");

    private final Site site;
    private final JiraRateLimits limits = new JiraRateLimits();
    private final Documents documents = new Documents();
    private final CommentResource comments;
    private final TransitionResource transitions;
    private final ServiceDeskResource serviceDesk;
    private final FakeServer server;
    private volatile RejectedCredentials rejected = RejectedCredentials.REFUSED;

    private FakeJira(Builder builder) {
        this.site = builder.site(this::url);
        Render render = new Render(site);
        this.comments = new CommentResource(site, render, documents);
        this.transitions = new TransitionResource(site, render, comments);
        this.serviceDesk = new ServiceDeskResource(site, comments);
        this.server = routes(FakeServer.builder(builder), render).start();
    }

    /** Jira with its defaults, on a free port. */
    public static FakeJira start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    private FakeServer.Builder routes(FakeServer.Builder routes, Render render) {
        IssueResource issues = new IssueResource(site, render, documents, transitions);
        SearchResource search = new SearchResource(site, render);
        PeopleResource people = new PeopleResource(site, render);
        ProjectResource projects = new ProjectResource(site, render);
        RemoteLinkResource links = new RemoteLinkResource(site);
        Api api = new Api(routes.gate(this::refuseBrowsers).otherwise(this::unknown));

        api.open("GET", "/rest/api/3/serverInfo", call -> projects.serverInfo());
        api.open("GET", "/rest/servicedeskapi/info", serviceDesk::info);

        api.known("GET", "/rest/api/3/myself", people::myself);
        api.route("GET", "/rest/api/3/mypermissions", people::permissions);
        api.route("GET", "/rest/api/3/user/search", people::search);
        api.route("GET", "/rest/api/3/user/assignable/search", people::assignable);

        api.route("GET", "/rest/api/3/field", projects::fields);
        api.route("GET", "/rest/api/3/statuscategory", projects::statusCategories);
        api.route("GET", "/rest/api/3/project/{project}", projects::project);
        api.route("GET", "/rest/api/3/project/{project}/statuses", projects::statuses);
        api.route("GET", "/rest/api/3/project/{project}/roledetails", projects::roleDetails);
        api.route("GET", "/rest/api/3/issue/createmeta/{project}/issuetypes", projects::createIssueTypes);
        api.route("GET", "/rest/api/3/issue/createmeta/{project}/issuetypes/{type}", projects::createFields);

        api.route("GET", "/rest/api/3/search", call -> search.removed());
        api.route("POST", "/rest/api/3/search", call -> search.removed());
        api.route("GET", "/rest/api/3/search/jql", search::get);
        api.route("POST", "/rest/api/3/search/jql", search::post);
        api.route("POST", "/rest/api/3/search/approximate-count", search::approximateCount);

        api.route("POST", "/rest/api/3/issue", issues::create);
        api.route("GET", "/rest/api/3/issue/{issue}", issues::get);
        api.route("PUT", "/rest/api/3/issue/{issue}", issues::edit);
        api.route("DELETE", "/rest/api/3/issue/{issue}", issues::delete);
        api.route("GET", "/rest/api/3/issue/{issue}/editmeta", issues::editFields);
        api.route("PUT", "/rest/api/3/issue/{issue}/assignee", issues::assign);
        api.route("GET", "/rest/api/3/issue/{issue}/properties", issues::propertyKeys);
        api.route("GET", "/rest/api/3/issue/{issue}/properties/{key}", issues::property);
        api.route("PUT", "/rest/api/3/issue/{issue}/properties/{key}", issues::setProperty);
        api.route("GET", "/rest/api/3/issue/{issue}/transitions", transitions::list);
        api.route("POST", "/rest/api/3/issue/{issue}/transitions", transitions::post);
        api.route("GET", "/rest/api/3/issue/{issue}/comment", comments::list);
        api.route("POST", "/rest/api/3/issue/{issue}/comment", comments::post);
        api.route("GET", "/rest/api/3/issue/{issue}/comment/{id}", comments::get);
        api.route("GET", "/rest/api/3/issue/{issue}/remotelink", links::list);
        api.route("POST", "/rest/api/3/issue/{issue}/remotelink", links::post);

        api.route("GET", "/rest/servicedeskapi/request/{issue}/comment", serviceDesk::list);
        api.route("POST", "/rest/servicedeskapi/request/{issue}/comment", serviceDesk::post);
        api.route("GET", "/rest/servicedeskapi/request/{issue}/comment/{id}", serviceDesk::get);
        return routes;
    }

    /** Puts limits, identity and refusals around every route. */
    private final class Api {

        private final FakeServer.Builder routes;

        Api(FakeServer.Builder routes) {
            this.routes = routes;
        }

        /** For everybody. */
        void open(String method, String path, Function<Call, Reply> work) {
            add(method, path, request -> STRANGER, work);
        }

        /** For whom the site knows; a stranger may be let in and finds nothing. */
        void route(String method, String path, Function<Call, Reply> work) {
            add(method, path, FakeJira.this::caller, work);
        }

        /** For whom the site knows, without exception. */
        void known(String method, String path, Function<Call, Reply> work) {
            add(method, path, request -> authenticated(request).orElseThrow(() -> refused(request)), work);
        }

        private void add(
                String method, String path, Function<ReceivedRequest, JiraAccount> who, Function<Call, Reply> work) {
            boolean ofAnIssue = path.contains("{issue}");
            routes.route(method, path, request -> {
                Optional<String> issue =
                        ofAnIssue ? site.find(request.parameter("issue")).map(found -> found.id) : Optional.empty();
                Optional<Reply> limited = limits.check(method, path, issue, site.now());
                if (limited.isPresent()) {
                    return limited.get();
                }
                try {
                    return work.apply(new Call(request, who.apply(request), site));
                } catch (JiraRefusal refusal) {
                    return refusal.reply();
                }
            });
        }
    }

    private JiraAccount caller(ReceivedRequest request) {
        return authenticated(request).orElseGet(() -> {
            if (rejected == RejectedCredentials.REFUSED) {
                throw refused(request);
            }
            return STRANGER;
        });
    }

    private Optional<JiraAccount> authenticated(ReceivedRequest request) {
        return credentials(request).flatMap(pair -> {
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : site.authenticated(pair.substring(0, colon), pair.substring(colon + 1));
        });
    }

    private static Optional<String> credentials(ReceivedRequest request) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
                .flatMap(value -> {
                    try {
                        byte[] pair =
                                Base64.getDecoder().decode(value.substring(6).strip());
                        return Optional.of(new String(pair, StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException noBase64) {
                        return Optional.empty();
                    }
                });
    }

    private JiraRefusal refused(ReceivedRequest request) {
        Reply reply = Reply.status(401)
                .body("text/html;charset=UTF-8", "Client must be authenticated to access this resource.")
                .header(
                        "WWW-Authenticate",
                        "OAuth realm=\"" + url().toString().replace(":", "%3A").replace("/", "%2F") + "\"");
        boolean namesSomebody =
                credentials(request).filter(pair -> pair.indexOf(':') > 0).isPresent();
        return JiraRefusal.with(namesSomebody ? reply.header("X-Seraph-LoginReason", "AUTHENTICATED_FAILED") : reply);
    }

    /** Changes from a browser need a header that no foreign page can make it send. */
    private Optional<Reply> refuseBrowsers(ReceivedRequest request) {
        boolean browser = request.header("User-Agent").orElse("").startsWith("Mozilla/");
        boolean meant = request.header("X-Atlassian-Token")
                .map(token -> token.toLowerCase(Locale.ROOT))
                .filter(Set.of("no-check", "nocheck")::contains)
                .isPresent();
        return browser && !request.method().equals("GET") && !meant
                ? Optional.of(Reply.status(403).body("text/plain;charset=UTF-8", "XSRF check failed"))
                : Optional.empty();
    }

    private Reply unknown(ReceivedRequest request) {
        if (!request.path().startsWith("/rest/")) {
            return Reply.html(404, "Oops, you've found a dead link.");
        }
        return Json.reply(
                404,
                Json.object()
                        .put("message", "null for uri: " + url() + request.path())
                        .put("status-code", 404));
    }

    // Where it is, and what arrived

    /** Without a slash at the end. */
    public URI url() {
        return server.url();
    }

    /** The server itself: to go down and come up again, and for its certificate authority. */
    public FakeServer server() {
        return server;
    }

    public RequestLog requests() {
        return server.requests();
    }

    public Faults faults() {
        return server.faults();
    }

    public JiraRateLimits rateLimits() {
        return limits;
    }

    // Who and what there is

    /** The first account: the one that an integration is given. */
    public JiraAccount account() {
        return site.accounts().get(0);
    }

    /** The second account: an agent who decides. */
    public JiraAccount approver() {
        return site.accounts().get(1);
    }

    /** The account of a customer of the service desk, without an agent's rights. */
    public JiraAccount customer() {
        return site.accounts().get(2);
    }

    public List<JiraAccount> accounts() {
        return site.accounts();
    }

    /** The first service project. */
    public JiraProject serviceDesk() {
        return first(JiraProject.Kind.SERVICE_DESK);
    }

    /** The first project without a service desk. */
    public JiraProject plainProject() {
        return first(JiraProject.Kind.SOFTWARE);
    }

    private JiraProject first(JiraProject.Kind kind) {
        return site.projects().stream()
                .filter(project -> project.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this site has no such project"));
    }

    /** Every issue that is there, the oldest first. */
    public List<JiraIssue> issues() {
        return server.exclusively(
                () -> site.issues().stream().map(Issue::snapshot).toList());
    }

    /** One issue, by id or key. */
    public Optional<JiraIssue> issue(String idOrKey) {
        return server.exclusively(() -> site.find(idOrKey).map(Issue::snapshot));
    }

    /** Every issue whose field is exactly this text, the oldest first. */
    public List<JiraIssue> issuesWith(String fieldId, String text) {
        return issues().stream()
                .filter(issue -> issue.text(fieldId).filter(text::equals).isPresent())
                .toList();
    }

    /** How many issues were ever made, clones and those that have been deleted included. */
    public int createdIssues() {
        return server.exclusively(site::created);
    }

    // What people do

    /** Somebody to act in the tracker by hand. */
    public JiraPerson as(JiraAccount account) {
        return new JiraPerson(account, site, server);
    }

    // Switches

    /** Takes rights away. Without {@link JiraPermission#BROWSE_PROJECTS} issues are not there and searches find nothing. */
    public void revoke(JiraAccount account, JiraPermission... permissions) {
        server.exclusively(() -> site.revoke(account, Set.of(permissions)));
    }

    /** Gives rights back. */
    public void grant(JiraAccount account, JiraPermission... permissions) {
        server.exclusively(() -> site.grant(account, Set.of(permissions)));
    }

    /** How long a search does not see what is new or has changed. */
    public void searchDelay(Duration delay) {
        server.exclusively(() -> site.index().delay(delay));
    }

    /** For this long no search finds this issue, though it finds others that are newer; an index loses one now and then. */
    public void hideFromSearch(String issue, Duration time) {
        server.exclusively(() -> site.index()
                .hide(
                        site.find(issue).orElseThrow(() -> new IllegalArgumentException("there is no issue " + issue)),
                        site.now().plus(time)));
    }

    /** From now on notes lose their mark, and comments their role, on the way: they become public, and the answer says so. */
    public void makeNotesPublic() {
        server.exclusively(() -> comments.loseMarks(true));
    }

    /** From now on notes stay what they are meant to be. */
    public void keepNotesInternal() {
        server.exclusively(() -> comments.loseMarks(false));
    }

    /**
     * From now on issues without a request type are no customer requests: Service Management's API does not know them. None
     * that is created here has one. Seen at real sites; Atlassian does not document it, and by default every issue of a
     * service project is a request.
     */
    public void requestTypeDemanded() {
        server.exclusively(serviceDesk::demandRequestType);
    }

    /** Answers the next so many valid transitions with 409. */
    public void conflictOnTransitions(int times) {
        server.exclusively(() -> transitions.conflictNext(times));
    }

    public void rejectedCredentials(RejectedCredentials treatment) {
        this.rejected = treatment;
    }

    public void contentLimit(ContentLimit limit) {
        server.exclusively(() -> documents.limit(limit));
    }

    @Override
    public void close() {
        server.close();
    }

    /** Chooses how Jira is set up; not for use by several threads. */
    public static final class Builder extends ServerOptions<Builder> {

        private final List<JiraProject> projects = new ArrayList<>();
        private final List<JiraAccount> more = new ArrayList<>();
        private JiraAccount integration =
                JiraAccount.of("epm-integration@acme.example", "EPM Integration", "jira-api-token");
        private Duration searchDelay = Duration.ofSeconds(5);

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** Adds a project; the default ones are there only if none is added. */
        public Builder project(JiraProject project) {
            projects.add(project);
            return this;
        }

        /** The account that an integration is given. */
        public Builder account(JiraAccount account) {
            this.integration = account;
            return this;
        }

        /** Adds somebody else. */
        public Builder person(JiraAccount account) {
            more.add(account);
            return this;
        }

        /** How long a search does not see what is new or has changed, by the clock; five seconds by default. */
        public Builder searchDelay(Duration delay) {
            this.searchDelay = delay;
            return this;
        }

        private Site site(Supplier<URI> url) {
            List<JiraAccount> accounts = new ArrayList<>();
            accounts.add(integration);
            accounts.add(JiraAccount.of("a.lee@acme.example", "Alex Lee", "token-of-alex"));
            JiraAccount customer = JiraAccount.of("c.moore@acme.example", "Casey Moore", "token-of-casey");
            accounts.add(customer);
            accounts.addAll(more);
            List<JiraProject> chosen = projects.isEmpty() ? defaultProjects() : projects;
            Site site = new Site(clock(), url, journal(), chosen, accounts, searchDelay);
            site.revoke(
                    customer,
                    Set.of(
                            JiraPermission.EDIT_ISSUES,
                            JiraPermission.ASSIGN_ISSUES,
                            JiraPermission.DELETE_ISSUES,
                            JiraPermission.ASSIGNABLE_USER,
                            JiraPermission.LINK_ISSUES,
                            JiraPermission.ADMINISTER_PROJECTS,
                            JiraPermission.MODIFY_REPORTER,
                            JiraPermission.TRANSITION_ISSUES,
                            JiraPermission.SERVICEDESK_AGENT,
                            JiraPermission.USER_PICKER));
            return site;
        }

        private static List<JiraProject> defaultProjects() {
            JiraField stamp = JiraField.singleLine(STAMP_FIELD, "beyondTrustEpmJitRequestSystemId");
            return List.of(
                    JiraProject.serviceDesk("PMCJIT")
                            .name("Privilege requests")
                            .field(stamp)
                            .build(),
                    JiraProject.plain("OPS").name("Operations").field(stamp).build());
        }

        public FakeJira start() {
            return new FakeJira(this);
        }
    }
}
