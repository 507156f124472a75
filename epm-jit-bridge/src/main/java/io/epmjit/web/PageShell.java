package io.epmjit.web;

import io.epmjit.endpoint.BodyTooLargeException;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.LedgerException;
import io.epmjit.web.internal.Messages;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all pages have in common: who is let in, which forms are taken, and what is told to browsers with every answer. What
 * goes wrong is answered by a page that gives nothing away.
 */
final class PageShell {

    private static final Logger log = LoggerFactory.getLogger(PageShell.class);

    private final String mount;
    private final PageSettings settings;
    private final Role role;
    private final SameOrigin sameOrigin;
    private final Page page;

    /**
     * @param mount the last segment of the path at which the page is
     * @param role which role somebody needs to be let in
     */
    PageShell(String mount, PageSettings settings, Role role, SameOrigin sameOrigin, Page page) {
        this.mount = mount;
        this.settings = settings;
        this.role = role;
        this.sameOrigin = sameOrigin;
        this.page = page;
    }

    EndpointResponse handle(EndpointRequest request) {
        List<String> path = request.segmentsAfter(mount).orElse(List.of());
        boolean wantsStyle = StyleSheet.isMeantBy(path) && !request.method().equals("POST");
        return PageHeaders.on(wantsStyle ? StyleSheet.SHARED.answer(request, path) : answer(visit(request, path)));
    }

    private Visit visit(EndpointRequest request, List<String> path) {
        int below = path.size() + (request.path().endsWith("/") ? 1 : 0);
        return new Visit(
                request,
                path,
                StyleSheet.SHARED.from(mount, below),
                settings.language()
                        .map(language -> Messages.in(language, settings.zone()))
                        .orElseGet(() -> Messages.accepted(request.header("Accept-Language"), settings.zone())),
                Optional.empty());
    }

    private EndpointResponse answer(Visit visit) {
        try {
            return switch (visit.request().method()) {
                case "GET", "HEAD" -> letIn(visit, page::show);
                case "POST" -> letIn(visit, this::take);
                default -> visit.problem(405, "method").withHeader("Allow", "GET, HEAD, POST");
            };
        } catch (LedgerException e) {
            log.error("A page cannot be shown: the ledger does not answer", e);
            return visit.problem(503, "not-now").withHeader("Retry-After", "60");
        } catch (RuntimeException e) {
            log.error("A page cannot be shown", e);
            return visit.problem(500, "broken");
        }
    }

    private interface Step {
        EndpointResponse answer(Visit visit);
    }

    private EndpointResponse letIn(Visit visit, Step next) {
        Optional<ApproverResolver> resolver = settings.resolver();
        if (resolver.isEmpty()) {
            return next.answer(visit);
        }
        Optional<Viewer> viewer = resolver.get().resolve(visit.request());
        if (viewer.isEmpty()) {
            return visit.problem(403, "not-signed-in");
        }
        return viewer.get().has(role) ? next.answer(visit.by(viewer.get())) : visit.problem(403, "role-missing");
    }

    private EndpointResponse take(Visit visit) {
        if (visit.viewer().isEmpty()) {
            return visit.problem(403, "not-signed-in");
        }
        if (!sameOrigin.isLikely(visit.request())) {
            log.warn("A form was refused: it was not sent from a page of ours");
            return visit.problem(403, "foreign-form");
        }
        if (!ContentType.isOf(visit.request(), ContentType.FORM)) {
            return visit.problem(415, "no-form");
        }
        try {
            return page.take(visit, Form.of(visit.request()));
        } catch (BodyTooLargeException e) {
            return visit.problem(413, "too-large");
        } catch (UncheckedIOException e) {
            return visit.problem(400, "no-form");
        }
    }
}
