package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.Viewer;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's browser sends to a page, and what comes back. The host application, which a resolver asks, is this client:
 * the viewer travels as the host's own request.
 */
final class PageClient {

    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]*)\"");

    private final Endpoint page;
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable Viewer viewer;

    PageClient(Endpoint page) {
        this.page = page;
    }

    /** What the host application would say of this client's requests. */
    static Optional<Viewer> signedIn(EndpointRequest request) {
        return request.hostRequest().map(Viewer.class::cast);
    }

    PageClient as(Viewer who) {
        viewer = who;
        return this;
    }

    PageClient sending(String header, String value) {
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return this;
    }

    EndpointResponse get(String path) {
        return send("GET", path, new byte[0]);
    }

    EndpointResponse send(String method, String path, byte[] body) {
        EndpointRequest.Builder request = EndpointRequest.builder(method, path)
                .headers(name -> headers.containsKey(name.toLowerCase(Locale.ROOT))
                        ? List.of(headers.get(name.toLowerCase(Locale.ROOT)))
                        : List.of())
                .body(new ByteArrayInputStream(body));
        if (viewer != null) {
            request.hostRequest(viewer);
        }
        EndpointResponse answer = page.handle(request.build());
        assertGuarded(answer);
        return answer;
    }

    /** Sends a form as a browser does, from a page of our own. */
    EndpointResponse post(String path, Map<String, String> fields) {
        return post(path, fields, "");
    }

    /** The same, with something that no browser would add. */
    EndpointResponse post(String path, Map<String, String> fields, String more) {
        headers.putIfAbsent("content-type", "application/x-www-form-urlencoded");
        headers.putIfAbsent("sec-fetch-site", "same-origin");
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send("POST", path, body.append(more).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Opens the page, fills its form with what the test gives, and sends it. */
    EndpointResponse decide(String path, Map<String, String> fields) {
        return post(path, with(tokenOf(get(path)), fields));
    }

    static Map<String, String> with(String token, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("token", token);
        return all;
    }

    static String tokenOf(EndpointResponse form) {
        Matcher token = TOKEN.matcher(form.bodyText());
        assertThat(token.find()).as("a form in %s %s", form, form.bodyText()).isTrue();
        return token.group(1);
    }

    /** Every answer, whatever it is, tells browsers what must not happen to it, and has nothing that runs. */
    private static void assertGuarded(EndpointResponse answer) {
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none';"
                        + " base-uri 'none'");
        assertThat(answer.header("X-Frame-Options")).contains("DENY");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.header("Permissions-Policy").orElse("")).contains("camera=()");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        if (answer.header("Content-Type").orElse("").startsWith("text/html")) {
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.bodyText())
                    .doesNotContainIgnoringCase("<script")
                    .doesNotContainIgnoringCase("<style")
                    .doesNotContainPattern("<[a-z][^>]*\\s(?:style|on[a-z]+)=")
                    .doesNotContainIgnoringCase("javascript:");
        }
    }
}
