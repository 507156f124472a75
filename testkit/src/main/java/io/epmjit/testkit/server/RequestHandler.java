package io.epmjit.testkit.server;

/** Does the work of a request and says what to reply. */
@FunctionalInterface
public interface RequestHandler {

    Reply handle(ReceivedRequest request);
}
