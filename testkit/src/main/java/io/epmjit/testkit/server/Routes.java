package io.epmjit.testkit.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds the handler of a request. */
final class Routes implements RequestHandler {

    record Route(String method, String path, RequestHandler handler) {}

    private record Compiled(String method, PathPattern path, RequestHandler handler) {}

    private final List<Compiled> routes;
    private final Function<ReceivedRequest, Optional<Reply>> gate;
    private final RequestHandler otherwise;

    Routes(
            List<Route> routes,
            Function<ReceivedRequest, Optional<Reply>> gate,
            RequestHandler otherwise,
            boolean lenient) {
        this.routes = routes.stream()
                .map(route -> new Compiled(route.method(), new PathPattern(route.path(), lenient), route.handler()))
                .toList();
        this.gate = gate;
        this.otherwise = otherwise;
    }

    @Override
    public Reply handle(ReceivedRequest request) {
        return gate.apply(request).orElseGet(() -> dispatch(request));
    }

    private Reply dispatch(ReceivedRequest request) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Compiled route : routes) {
            Optional<Map<String, String>> parameters = route.path().match(request.path());
            if (parameters.isPresent()) {
                if (route.method().equals(request.method())) {
                    return route.handler().handle(request.with(parameters.get()));
                }
                allowed.add(route.method());
            }
        }
        return allowed.isEmpty()
                ? otherwise.handle(request)
                : Reply.status(405).header("Allow", String.join(", ", allowed));
    }
}
