package io.epmjit.web;

import io.epmjit.endpoint.EndpointResponse;

/** One of the places within the operations page. Stateless. */
interface Section {

    /** The segment of its path, and its name in messages. */
    String name();

    EndpointResponse show(OperationsVisit visit);

    /** Carries out what a form orders, whose token is genuine. */
    default EndpointResponse carryOut(OperationsVisit visit, Order order) {
        return visit.problem(404, "no-section");
    }
}
