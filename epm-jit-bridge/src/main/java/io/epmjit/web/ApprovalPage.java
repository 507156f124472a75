package io.epmjit.web;

import io.epmjit.bridge.ApprovalLink;
import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.RequestRecord;
import io.epmjit.decision.Approver;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.decision.Refusal;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Binding;
import io.epmjit.model.DurationLimits;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import io.epmjit.web.internal.ApprovalView;
import io.epmjit.web.internal.Banner;
import io.epmjit.web.internal.DecisionForm.Choices;
import io.epmjit.web.internal.Fault;
import io.epmjit.web.internal.Messages;
import io.epmjit.web.internal.TicketLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a person decides a request: what the guides' approval forms show, and Approve or Deny. Mounted where its
 * path ends in {@code /requests/*}; reached by a {@linkplain JitBridge#approvalLinks() link}, which bridges put into tickets
 * if they are {@linkplain JitBridge.Builder#approvalLinks told to}.
 *
 * <pre>{@code
 * Endpoint page = ApprovalPage.of(bridge, request -> whoIsSignedIn(request));
 * }</pre>
 *
 * <p>A link says which request is meant, and lets nobody in: the resolver says who looks, and the page is for those with
 * {@link Role#USER}. They are confirmed approvers for the {@link DecisionPolicy}, under their name. Without a resolver the page
 * can only be read, and shows how the request stands, but no details.
 *
 * <p>Needs no JavaScript and no images. Answers: 200, 303 to itself after a decision, 403 not signed in, without the role or
 * with a form that is not ours, 404, 405, 409 the request cannot be decided (any more), 410 the link has expired, 413, 415, 422
 * something is missing or out of range, 503 not now. Safe for use by several threads.
 */
public final class ApprovalPage implements Endpoint {

    private static final String MOUNT = "requests";
    private static final String EVERYTHING = "all";

    private final JitBridge bridge;
    private final boolean showsDetailsToAnybody;
    private final FormTokens tokens;
    private final PageShell shell;

    private ApprovalPage(Builder builder) {
        this.bridge = builder.bridge();
        this.showsDetailsToAnybody = builder.showsDetailsToAnybody;
        this.tokens = new FormTokens(bridge.seal("approval form"), bridge.clock());
        this.shell =
                new PageShell(MOUNT, builder.settings(), Role.USER, new SameOrigin(bridge.publicUrl()), new Page() {
                    @Override
                    public EndpointResponse show(Visit visit) {
                        return onRequest(visit, (link, record) -> page(200, visit, link, record, List.of(), null));
                    }

                    @Override
                    public EndpointResponse take(Visit visit, Form form) {
                        return onRequest(visit, (link, record) -> judge(visit, link, record, form));
                    }
                });
    }

    /** The page for whom the resolver knows. */
    public static ApprovalPage of(JitBridge bridge, ApproverResolver resolver) {
        return builder(bridge).resolver(resolver).build();
    }

    /** Begins a page of this bridge. */
    public static Builder builder(JitBridge bridge) {
        return new Builder(bridge);
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        return shell.handle(request);
    }

    private interface Step {
        EndpointResponse answer(ApprovalLink link, RequestRecord record);
    }

    private EndpointResponse onRequest(Visit visit, Step step) {
        Optional<ApprovalLink> link =
                visit.path().size() == 1 && !visit.request().path().endsWith("/")
                        ? bridge.approvalLinks().read(visit.path().get(0))
                        : Optional.empty();
        if (link.isEmpty()) {
            return visit.problem(404, "not-found");
        }
        if (link.get().isExpiredAt(bridge.clock().instant())) {
            return visit.problem(410, "link-expired");
        }
        return bridge.history()
                .find(link.get().request())
                .map(record -> step.answer(link.get(), record))
                .orElseGet(() -> visit.problem(404, "not-found"));
    }

    private EndpointResponse judge(Visit visit, ApprovalLink link, RequestRecord record, Form form) {
        Viewer viewer = visit.viewer().orElseThrow();
        TypedDecision typed = TypedDecision.of(form);
        return switch (tokens.judge(form.text("token"), viewer, purpose(link))) {
            case FALSE -> visit.problem(403, "foreign-form");
            case OLD -> {
                Fault tooOld = new Fault("", visit.says().text("fault.old-form"));
                yield page(403, visit, link, record, List.of(tooOld), typed);
            }
            case GENUINE -> decide(visit, viewer, link, record, typed);
        };
    }

    private EndpointResponse decide(
            Visit visit, Viewer viewer, ApprovalLink link, RequestRecord record, TypedDecision typed) {
        List<Fault> faults = typed.faults(choices(record), visit.says());
        if (!faults.isEmpty()) {
            return page(422, visit, link, record, faults, typed);
        }
        DecisionVerdict verdict = bridge.decisions()
                .submit(typed.proposal(link.request())
                        .by(Approver.confirmed(viewer.name()).in(viewer.groups()))
                        .wayIn("page")
                        .build());
        return verdict.refusal()
                .map(refusal -> refused(visit, link, refusal, verdict, typed))
                .orElseGet(() -> EndpointResponse.of(303)
                        .withHeader("Location", visit.path().get(0)));
    }

    private EndpointResponse refused(
            Visit visit, ApprovalLink link, Refusal refusal, DecisionVerdict verdict, TypedDecision typed) {
        RequestRecord now = bridge.history().find(link.request()).orElseThrow();
        String why = (refusal == Refusal.BEING_SENT ? story(now, visit).winner() : Optional.<String>empty())
                .or(() -> visit.says().find("refusal." + refusal.name()))
                .orElse(verdict.message());
        Fault fault = new Fault(TypedDecision.fieldOf(refusal), why);
        return page(DecisionAnswer.status(refusal), visit, link, now, List.of(fault), typed);
    }

    private EndpointResponse page(
            int status,
            Visit visit,
            ApprovalLink link,
            RequestRecord record,
            List<Fault> faults,
            @Nullable TypedDecision typed) {
        boolean showsDetails = visit.viewer().isPresent() || showsDetailsToAnybody;
        Messages says = visit.says();
        RequestDetails details = new RequestDetails(record, says, showsAll(visit));
        RequestStory story = story(record, visit);
        Choices choices = choices(record);
        String heading = says.text("heading." + record.request().kind().name());
        String title = faults.isEmpty() ? heading : says.text("fault.prefix") + " " + heading;
        ApprovalView view = new ApprovalView(
                visit.frame(title),
                record.request().kind(),
                faults,
                story.banner(showsDetails).or(() -> readOnly(visit)),
                says.text(showsDetails ? trust(record) : "trust.hidden"),
                showsDetails ? details.first() : List.of(),
                showsDetails ? details.others() : List.of(),
                showsDetails && (details.isCut() || story.isCut()),
                showsDetails ? tickets(record) : List.of(),
                showsDetails ? story.happenings() : List.of(),
                visit.viewer()
                        .filter(viewer -> story.isOpen())
                        .map(viewer -> (typed == null ? TypedDecision.asRequested(requested(record), choices) : typed)
                                .form(tokens.issue(viewer, purpose(link)), choices)));
        return Templates.page(status, "approval", Map.of("view", view));
    }

    private static RequestStory story(RequestRecord record, Visit visit) {
        return new RequestStory(record, visit.says(), showsAll(visit));
    }

    private static boolean showsAll(Visit visit) {
        return visit.request().queryParameter("show").filter(EVERYTHING::equals).isPresent();
    }

    private static Optional<Banner> readOnly(Visit visit) {
        return visit.viewer().isPresent()
                ? Optional.empty()
                : Optional.of(new Banner(
                        "", visit.says().text("read-only"), visit.says().text("read-only.text")));
    }

    private static String trust(RequestRecord record) {
        return "trust."
                + record.event()
                        .map(event -> event.binding() == Binding.ASSUMED ? Binding.NONE : event.binding())
                        .map(Binding::name)
                        .orElse("unknown");
    }

    private static List<TicketLine> tickets(RequestRecord record) {
        return record.tickets().stream()
                .map(ticket -> new TicketLine(
                        ticket.key(),
                        ticket.url()
                                .filter(url -> "https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                                .map(Object::toString)
                                .orElse("")))
                .toList();
    }

    private static Optional<AccessDuration> requested(RequestRecord record) {
        return record.event()
                .flatMap(event -> event.text(Placeholder.DURATION_REQUESTED))
                .flatMap(AccessDuration::fromWire);
    }

    private Choices choices(RequestRecord record) {
        DecisionPolicy policy = bridge.decisions().policy();
        DurationLimits limits = policy.limits();
        return new Choices(
                !RequestStory.isOpenForDenialsOnly(record),
                record.request().kind() == RequestKind.APPLICATION || policy.allowsOnceForAdmin(),
                limits.fewestMinutes(),
                limits.mostMinutes(),
                limits.mostHours(),
                DecisionPolicy.LONGEST_REASON);
    }

    /** A form decides the one request that its page was about. */
    private static String purpose(ApprovalLink link) {
        JitRequestRef request = link.request().request();
        return request.kind() + "\n" + request.requestId() + "\n"
                + link.request().tenant();
    }

    /** Collects a page; not for use by several threads. */
    public static final class Builder extends PageOptions<Builder> {

        private boolean showsDetailsToAnybody;

        private Builder(JitBridge bridge) {
            super(bridge);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Shows the details of a request to whoever has a link to it, where there is no resolver: names, files and what users
         * typed. For pages that something else protects.
         */
        public Builder showDetailsToAnybody() {
            this.showsDetailsToAnybody = true;
            return this;
        }

        public ApprovalPage build() {
            return new ApprovalPage(this);
        }
    }
}
