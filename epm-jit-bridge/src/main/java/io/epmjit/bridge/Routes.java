package io.epmjit.bridge;

import io.epmjit.ledger.Origin;
import io.epmjit.model.JitEvent;
import io.epmjit.model.RequestKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes of a bridge. What none of them takes, and what one of them fails at, is held; nothing is lost by a route. */
final class Routes {

    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final List<Route> routes;
    private final Set<String> all;

    /** @param all the ids of all connectors, to which everything goes while nobody has declared a route */
    Routes(List<Route> routes, Set<String> all) {
        this.routes = List.copyOf(routes);
        this.all = Set.copyOf(all);
    }

    /** Asks code of the user's: never inside a transaction. */
    Routing of(String tenant, JitEvent request) {
        if (routes.isEmpty()) {
            return Routing.to(all);
        }
        Set<String> connectors = new TreeSet<>();
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            try {
                if (route.takes(tenant, request)) {
                    connectors.addAll(route.connectors());
                }
            } catch (RuntimeException e) {
                log.warn("The condition of route {} ({}) failed; the request is held", i + 1, route, e);
                return Routing.held("the condition of route " + (i + 1) + " (" + route + ") failed with "
                        + e.getClass().getSimpleName());
            }
        }
        return connectors.isEmpty()
                ? Routing.held("no route takes " + kindOf(request) + " of tenant " + tenant)
                : Routing.to(connectors);
    }

    Routing of(Origin origin) {
        return of(Requests.tenant(origin), Requests.event(origin));
    }

    private static String kindOf(JitEvent request) {
        return request.request().kind() == RequestKind.ADMIN ? "this admin request" : "this application request";
    }
}
