package io.epmjit.web;

import io.epmjit.endpoint.EndpointResponse;

/** What is particular to a page. Whoever comes here has been let in by {@link PageShell}. */
interface Page {

    EndpointResponse show(Visit visit);

    /** Takes a form; whether its token is genuine is the page's own question, for it knows what the form was for. */
    EndpointResponse take(Visit visit, Form form);
}
