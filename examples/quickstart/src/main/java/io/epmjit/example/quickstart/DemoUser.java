package io.epmjit.example.quickstart;

import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.web.ApproverResolver;
import io.epmjit.web.Role;
import io.epmjit.web.Viewer;
import java.util.Optional;

/**
 * FOR THE DEMO ONLY: takes everybody for one and the same person, with all rights. It lets nobody in but from this very
 * machine. In an application of yours the resolver asks whoever signs people in, such as {@code request.getUserPrincipal()}.
 */
final class DemoUser implements ApproverResolver {

    static final String NAME = "demo.user@acme.example";

    private static final Viewer EVERYBODY = Viewer.of(NAME, Role.USER, Role.ADMIN);

    @Override
    public Optional<Viewer> resolve(EndpointRequest request) {
        return request.remoteAddress().equals("127.0.0.1") ? Optional.of(EVERYBODY) : Optional.empty();
    }
}
