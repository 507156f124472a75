package io.epmjit.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.epmjit.endpoint.EndpointResponse;
import java.util.Map;

/** The pages' templates, which were compiled when this was built; everything that they are given is escaped. */
final class Templates {

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "io.epmjit.web.internal.templates");

    private Templates() {}

    static EndpointResponse page(int status, String template, Map<String, Object> values) {
        StringOutput html = new StringOutput();
        ENGINE.render(template + ".jte", values, html);
        return EndpointResponse.content(status, "text/html; charset=utf-8", html.toString());
    }
}
