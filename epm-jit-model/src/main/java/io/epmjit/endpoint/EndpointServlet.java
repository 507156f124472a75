package io.epmjit.endpoint;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * Mounts an {@link Endpoint} in a servlet container, for all methods and at any path: {@code new
 * EndpointServlet(bridge.webhooks())} at {@code /webhooks/*}. The endpoint sees the servlet's own request as
 * {@link EndpointRequest#hostRequest()}.
 *
 * <p>Let nothing in front of it read the body, such as a filter that asks for parameters: a webhook is verified as it
 * came.
 */
public final class EndpointServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Endpoint endpoint;

    public EndpointServlet(Endpoint endpoint) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EndpointResponse answer = endpoint.handle(requestOf(request));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] body = answer.body();
        response.setContentLength(body.length);
        if (!request.getMethod().equalsIgnoreCase("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    /**
     * A servlet request as an endpoint sees it, for code that has one and no servlet: a filter, or a controller.
     *
     * @throws IOException if the body cannot be opened
     */
    public static EndpointRequest requestOf(HttpServletRequest request) throws IOException {
        String query = request.getQueryString();
        String uri = request.getRequestURI() + (query == null ? "" : "?" + query);
        return EndpointRequest.builder(request.getMethod(), uri)
                .headers(name -> listOf(request.getHeaders(name)))
                .remoteAddress(Objects.requireNonNullElse(request.getRemoteAddr(), ""))
                .secure(request.isSecure())
                .body(request.getInputStream())
                .hostRequest(request)
                .build();
    }

    private static List<String> listOf(Enumeration<String> values) {
        return values == null ? List.of() : Collections.list(values);
    }
}
