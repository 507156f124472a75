package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import java.util.Optional;

/**
 * Says who looks at a page: the host application, which has signed them in. It is asked for every request, and believed.
 *
 * <pre>{@code
 * ApproverResolver signedIn = request -> request.hostRequest()
 *         .map(HttpServletRequest.class::cast)
 *         .map(HttpServletRequest::getUserPrincipal)
 *         .map(user -> Viewer.of(user.getName(), Role.USER));
 * }</pre>
 *
 * <p>Never take the name from a header or a parameter that a browser could send. Safe for use by several threads.
 */
@FunctionalInterface
public interface ApproverResolver {

    /** Who has sent this request; empty if nobody is signed in. What it throws is answered by an error page. */
    Optional<Viewer> resolve(EndpointRequest request);
}
