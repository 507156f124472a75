package io.epmjit.web;

import io.epmjit.bridge.JitBridge;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import java.util.List;
import java.util.Optional;

/**
 * The page for whoever runs the integration: how the bridge is and why, what came in, what became of it, what waits for a
 * person, and what to enter in EPM's console. Mounted where its path ends in {@code /operations} and {@code /operations/*}.
 *
 * <pre>{@code
 * Endpoint page = OperationsPage.of(bridge, request -> whoIsSignedIn(request));
 * }</pre>
 *
 * <p>For those with {@link Role#ADMIN}, whom the resolver names; without a resolver for nobody. It reads quarantine again,
 * discards from it, replays and drops dead letters, switches trackers off and on, tests connections, and opens tickets once
 * more; each of that, and each download, stands on the audit trail under the viewer's name, with {@code page} as the way in.
 * {@code operations?number=EPM000123} leads to a request by EPM's number, a tracker's key, or its id.
 *
 * <p>Needs no JavaScript and no images. Answers: 200, 303 after something was done, 403 not signed in, without the role or with
 * a form that is not ours, 404, 405, 409 it cannot be done (any more), 413, 415, 422 something is missing or out of range, 503
 * not now. Safe for use by several threads.
 */
public final class OperationsPage implements Endpoint {

    static final String MOUNT = "operations";

    private static final Section START = new HealthSection();

    private final JitBridge bridge;
    private final FormTokens tokens;
    private final PageShell shell;
    private final List<Section> sections;

    private OperationsPage(Builder builder) {
        PageSettings settings = builder.settings();
        this.bridge = builder.bridge();
        this.tokens = new FormTokens(bridge.seal("operations"), bridge.clock());
        this.sections = List.of(
                START,
                new RequestsSection(),
                new RequestSection(),
                new IncomingSection(),
                new DecisionsSection(),
                new QuarantineSection(),
                new DeadLettersSection(),
                new ConnectionsSection(),
                new UrlsSection(),
                new TrailSection(),
                new DownloadsSection(settings.zone()),
                new DownloadSection("requests.csv", settings.zone()),
                new DownloadSection("requests.ndjson", settings.zone()),
                new DownloadSection("trail.ndjson", settings.zone()),
                new SupportSection());
        this.shell = new PageShell(MOUNT, settings, Role.ADMIN, new SameOrigin(bridge.publicUrl()), new Page() {
            @Override
            public EndpointResponse show(Visit visit) {
                return OperationsPage.this.show(visit);
            }

            @Override
            public EndpointResponse take(Visit visit, Form form) {
                return OperationsPage.this.take(visit, form);
            }
        });
    }

    /** The page for whom the resolver knows. */
    public static OperationsPage of(JitBridge bridge, ApproverResolver resolver) {
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

    private EndpointResponse show(Visit visit) {
        return visit.viewer()
                .map(viewer -> section(visit)
                        .map(section -> section.show(visit(visit, viewer, section)))
                        .orElseGet(() -> visit.problem(404, "no-section")))
                .orElseGet(() -> visit.problem(403, "not-signed-in"));
    }

    private EndpointResponse take(Visit visit, Form form) {
        Viewer viewer = visit.viewer().orElseThrow();
        Optional<Section> meant = section(visit);
        if (meant.isEmpty()) {
            return visit.problem(404, "no-section");
        }
        Section section = meant.get();
        Order order = Order.of(form);
        OperationsVisit operations = visit(visit, viewer, section);
        return switch (tokens.judge(form.text("token"), viewer, order.purpose(section))) {
            case FALSE -> visit.problem(403, "foreign-form");
            case OLD -> operations.refused(403, order, "", visit.says().text("fault.old-form"));
            case GENUINE -> section.carryOut(operations, order);
        };
    }

    private OperationsVisit visit(Visit visit, Viewer viewer, Section section) {
        return new OperationsVisit(bridge, visit, viewer, tokens, section);
    }

    private Optional<Section> section(Visit visit) {
        List<String> path = visit.path();
        boolean isBelow = visit.request().segmentsAfter(MOUNT).isPresent();
        if (!isBelow
                || path.size() > 1
                || (path.size() == 1 && visit.request().path().endsWith("/"))) {
            return Optional.empty();
        }
        String name = path.isEmpty() ? START.name() : path.get(0);
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** Collects a page; not for use by several threads. */
    public static final class Builder extends PageOptions<Builder> {

        private Builder(JitBridge bridge) {
            super(bridge);
        }

        @Override
        Builder self() {
            return this;
        }

        public OperationsPage build() {
            return new OperationsPage(this);
        }
    }
}
