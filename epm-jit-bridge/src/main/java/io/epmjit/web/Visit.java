package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Messages;
import io.epmjit.web.internal.PageFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request for a page.
 *
 * @param request the request
 * @param path what follows the page's mount
 * @param styleSheet where the style sheet is, from here
 * @param says what pages say, in the language of whoever asks
 * @param viewer who asks; empty only where pages are shown to anybody
 */
record Visit(EndpointRequest request, List<String> path, String styleSheet, Messages says, Optional<Viewer> viewer) {

    Visit by(Viewer known) {
        return new Visit(request, path, styleSheet, says, Optional.of(known));
    }

    PageFrame frame(String title) {
        return new PageFrame(says, title, styleSheet, viewer.map(Viewer::name).orElse(""));
    }

    /** A page that says no, in the words that the messages have under {@code problem.<name>}. */
    EndpointResponse problem(int status, String name) {
        String title = says.text("problem." + name + ".title");
        return Templates.page(
                status,
                "problem",
                Map.of("frame", frame(title), "heading", title, "text", says.text("problem." + name + ".text")));
    }
}
