package io.epmjit.endpoint;

/**
 * Something that answers HTTP requests, whatever server it runs in: mount it with {@link EndpointServlet}, or call it
 * from any framework. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Endpoint {

    /** Answers one request. May block while it reads the body; does not close it. */
    EndpointResponse handle(EndpointRequest request);
}
