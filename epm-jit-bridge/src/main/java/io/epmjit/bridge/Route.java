package io.epmjit.bridge;

import io.epmjit.model.JitEvent;
import io.epmjit.model.RequestKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which requests get a ticket in which trackers.
 *
 * <pre>{@code
 * Route.to("jira").kind(RequestKind.APPLICATION)
 * Route.to("jira", "servicenow").tenant("7f3a…").kind(RequestKind.ADMIN)
 * Route.to("servicenow").when(request -> request.text(Placeholder.HOST_NAME).orElse("").startsWith("SRV"))
 * }</pre>
 *
 * <p>A route takes a request that meets all of its conditions. A request gets a ticket in every connector of every route
 * that takes it, one in each. Immutable.
 */
public final class Route {

    private final Set<String> connectors;
    private final Set<String> tenants;
    private final Set<RequestKind> kinds;
    private final List<Predicate<? super JitEvent>> conditions;

    private Route(
            Set<String> connectors,
            Set<String> tenants,
            Set<RequestKind> kinds,
            List<Predicate<? super JitEvent>> conditions) {
        this.connectors = connectors;
        this.tenants = tenants;
        this.kinds = kinds;
        this.conditions = conditions;
    }

    /**
     * A route for all requests to these connectors.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Route to(String... connectorIds) {
        if (connectorIds.length == 0) {
            throw new IllegalArgumentException("a route leads to at least one connector: name its id, such as jira");
        }
        return new Route(
                Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(connectorIds))),
                Set.of(),
                Set.of(),
                List.of());
    }

    /** The same route, for requests of this tenant of EPM only; called again, of either. */
    public Route tenant(String id) {
        Set<String> more = new LinkedHashSet<>(tenants);
        more.add(folded(id));
        return new Route(connectors, more, kinds, conditions);
    }

    /** The same route, for requests of this kind only. */
    public Route kind(RequestKind only) {
        Set<RequestKind> more = kinds.isEmpty() ? EnumSet.of(only) : EnumSet.copyOf(kinds);
        more.add(only);
        return new Route(connectors, tenants, more, conditions);
    }

    /**
     * The same route, for requests only of which this holds. It is asked once, on the thread that takes the webhook, so it
     * must be quick and is asked by several threads at once. What it reads may have been chosen by an end user: route by
     * it, but do not decide by it. If it throws, the request is held, and asked about again a minute later.
     */
    public Route when(Predicate<? super JitEvent> condition) {
        List<Predicate<? super JitEvent>> more = new ArrayList<>(conditions);
        more.add(Objects.requireNonNull(condition, "condition"));
        return new Route(connectors, tenants, kinds, List.copyOf(more));
    }

    /** The ids of the connectors that it leads to. */
    public Set<String> connectors() {
        return connectors;
    }

    /** The tenants that it is for; empty if it is for all. */
    Set<String> tenants() {
        return tenants;
    }

    boolean takes(String tenant, JitEvent request) {
        return (tenants.isEmpty() || tenants.contains(folded(tenant)))
                && (kinds.isEmpty() || kinds.contains(request.request().kind()))
                && conditions.stream().allMatch(condition -> condition.test(request));
    }

    static String folded(String tenant) {
        return tenant.toLowerCase(Locale.ROOT);
    }

    /** Where it leads and for what; a condition of yours shows only as that. */
    @Override
    public String toString() {
        String of = tenants.isEmpty() ? "" : " of tenant " + String.join(" or ", tenants);
        String kind = kinds.isEmpty()
                ? ""
                : " of kind " + kinds.stream().map(Enum::name).collect(Collectors.joining(" or "));
        return "route to " + String.join(" and ", connectors) + of + kind
                + (conditions.isEmpty() ? "" : " under a condition");
    }
}
