package io.epmjit.webhook;

import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.endpoint.EndpointServlet;
import io.epmjit.webhook.WebhookArrival.Accepted;
import io.epmjit.webhook.WebhookArrival.Quarantined;
import io.epmjit.webhook.WebhookArrival.Refused;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Lets only authentic webhooks through to an application of one's own. Everybody else is answered here: 401, 403, 404,
 * 405 or 413.
 *
 * <p>What comes through has its event in the request attribute {@link #EVENT}; or, where the body is not what its source
 * should say, the {@link io.epmjit.model.JitWebhookParseException} in {@link #REFUSAL}, and the application answers. The
 * body can be read again in either case.
 *
 * <p>Map it to the webhook's path, before anything that reads the body. Safe for use by several threads.
 */
public final class JitWebhookFilter implements Filter {

    /** The request attribute with the {@link io.epmjit.model.JitEvent}. */
    public static final String EVENT = "io.epmjit.webhook.event";

    /** The request attribute with the exception that says why there is no event. */
    public static final String REFUSAL = "io.epmjit.webhook.refusal";

    private final WebhookSource source;

    public JitWebhookFilter(WebhookSource source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("webhooks come by HTTP");
        }
        WebhookArrival arrival = source.accept(EndpointServlet.requestOf(http));
        if (arrival instanceof Accepted accepted) {
            http.setAttribute(EVENT, accepted.event());
            chain.doFilter(new ReadableAgain(http, accepted.body()), response);
        } else if (arrival instanceof Quarantined quarantined) {
            http.setAttribute(REFUSAL, quarantined.why());
            chain.doFilter(new ReadableAgain(http, quarantined.body()), response);
        } else if (arrival instanceof Refused refused) {
            send(refused.response(), answer);
        }
    }

    private static void send(EndpointResponse refusal, HttpServletResponse answer) throws IOException {
        answer.setStatus(refusal.status());
        refusal.headers().forEach(answer::setHeader);
        answer.getOutputStream().write(refusal.body());
    }
}
