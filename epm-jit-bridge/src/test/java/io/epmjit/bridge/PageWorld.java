package io.epmjit.bridge;

import io.epmjit.browser.Browser;
import io.epmjit.browser.WebSite;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.web.ApprovalPage;
import io.epmjit.web.ApproverResolver;
import io.epmjit.web.OperationsPage;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A world with a host application that signs people in and has the bridge's pages mounted, and a browser before it. */
final class PageWorld implements AutoCloseable {

    private static final String COOKIE = "host-session";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Browser browser = Browser.fresh();
    final World world;
    final WebSite site = new WebSite();
    private final Map<String, Viewer> sessions = new ConcurrentHashMap<>();

    PageWorld(Path directory) {
        this(directory, UnaryOperator.identity());
    }

    PageWorld(Path directory, UnaryOperator<JitBridge.Builder> more) {
        this(directory, FakeEpm.builder(), more);
    }

    PageWorld(Path directory, FakeEpm.Builder epm, UnaryOperator<JitBridge.Builder> more) {
        this(directory, epm, more, ApprovalPage::of);
    }

    /** A world whose host application does not tell the approval page who looks at it. */
    static PageWorld withoutViewers(Path directory) {
        return new PageWorld(
                directory,
                FakeEpm.builder(),
                UnaryOperator.identity(),
                (bridge, unused) -> ApprovalPage.builder(bridge).build());
    }

    private PageWorld(
            Path directory,
            FakeEpm.Builder epm,
            UnaryOperator<JitBridge.Builder> more,
            BiFunction<JitBridge, ApproverResolver, ApprovalPage> approvalPage) {
        world = new World(directory, epm, bridge -> more.apply(bridge.publicUrl(site.at("/jit"))));
        site.mount("/sign-in", this::signIn)
                .mount("/jit/requests", approvalPage.apply(world.bridge(), this::signedIn))
                .mount("/jit/operations", OperationsPage.of(world.bridge(), this::signedIn))
                .start();
    }

    /** Hands out a session, as a host application does after it has seen a password. */
    private EndpointResponse signIn(EndpointRequest request) {
        return EndpointResponse.text(200, "You are signed in")
                .withHeader(
                        "Set-Cookie",
                        COOKIE + "=" + request.queryParameter("session").orElseThrow() + "; Path=/; HttpOnly");
    }

    private Optional<Viewer> signedIn(EndpointRequest request) {
        Cookie[] cookies = request.hostRequest()
                .map(HttpServletRequest.class::cast)
                .map(HttpServletRequest::getCookies)
                .orElse(new Cookie[0]);
        return Stream.of(cookies)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(cookie -> sessions.get(cookie.getValue()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** From now on this approver sits before the browser. */
    PageWorld as(String approver) {
        return as(Viewer.of(approver, Role.USER));
    }

    PageWorld as(Viewer viewer) {
        String session = UUID.randomUUID().toString();
        sessions.put(session, viewer);
        browser.open(site.at("/sign-in?session=" + session));
        return this;
    }

    /** A user asks for an application, and there is a ticket. */
    JitRequestRef application() {
        return withTicket(world.requestApplication());
    }

    /** A user asks to be administrator, and there is a ticket. */
    JitRequestRef admin() {
        return withTicket(world.requestAdmin());
    }

    JitRequestRef application(Map<String, String> values) {
        return withTicket(world.requestApplication(values));
    }

    JitRequestRef admin(Map<String, String> values) {
        return withTicket(world.requestAdmin(values));
    }

    private JitRequestRef withTicket(JitRequestRef request) {
        world.live(Duration.ofMinutes(1));
        return request;
    }

    /** An administrator denies a request in EPM's own console, and the bridge has seen it. */
    void denyInConsole(JitRequestRef request) {
        world.epm.console().deny(request.requestId(), "console.admin");
        world.epm
                .webhooks()
                .await(
                        1,
                        delivery -> delivery.requestId().equals(request.requestId()) && isDecision(delivery.event()),
                        PATIENCE);
        world.live(Duration.ofMinutes(2));
    }

    private static boolean isDecision(EpmEvent event) {
        return event == EpmEvent.APPLICATION_DECISION_UPDATED || event == EpmEvent.ADMIN_DECISION_UPDATED;
    }

    /** Fills in the form for an approval, and sends it. */
    void approveFor(int minutes, String reason) {
        browser.click("#decision-approve");
        browser.click("#duration-minutes");
        browser.fill("#amount", Integer.toString(minutes));
        browser.fill("#reason", reason);
        browser.follow("#submit");
    }

    /** Fills in the form for a denial, and sends it. */
    void deny(String reason) {
        browser.click("#decision-deny");
        browser.fill("#reason", reason);
        browser.follow("#submit");
    }

    /** Sends the form as a browser does that checks nothing. */
    void sendUnchecked() {
        browser.script("document.querySelector('form').noValidate = true;");
        browser.follow("#submit");
    }

    /** Nothing of this request has been decided, at EPM or here. */
    boolean isUndecided(JitRequestRef request) {
        world.live(Duration.ofMinutes(1));
        return world.atEpm(request).received().isEmpty()
                && world.bridge()
                        .history()
                        .find(new TenantRequest(world.epm.tenantId(), request))
                        .orElseThrow()
                        .decisions()
                        .isEmpty();
    }

    /** All sessions end. */
    void signOutEverybody() {
        sessions.clear();
    }

    /** The link to a request's page, as its ticket has it. */
    URI link(JitRequestRef request) {
        return URI.create(world.bridge().approvalLinks().to(new TenantRequest(world.epm.tenantId(), request)));
    }

    /** Opens a request's page. */
    void open(JitRequestRef request) {
        browser.open(link(request));
    }

    @Override
    public void close() {
        site.close();
        world.close();
    }
}
