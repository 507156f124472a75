package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a form that was sent; what was sent twice counts as not sent. */
final class Form {

    private static final int LONGEST = 64 << 10;

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads a form.
     *
     * @throws io.epmjit.endpoint.BodyTooLargeException if it is longer than any page's
     */
    static Form of(EndpointRequest request) {
        return new Form(request.form(LONGEST));
    }

    /** What was typed, with line ends as everywhere else; empty if nothing was. */
    String text(String field) {
        return only(field).map(text -> text.replace("\r\n", "\n")).orElse("");
    }

    private Optional<String> only(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
