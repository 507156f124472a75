package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import java.util.Locale;

/** What kind of body a request says that it has; parameters, such as a character set, do not matter. */
final class ContentType {

    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";

    private ContentType() {}

    static boolean isOf(EndpointRequest request, String type) {
        return request.header("Content-Type")
                .map(said -> said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type::equals)
                .isPresent();
    }
}
