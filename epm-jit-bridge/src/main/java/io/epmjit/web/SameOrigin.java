package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a form was sent from a page of our own. Browsers say so in {@code Sec-Fetch-Site}; those that do not, in {@code
 * Origin}, which is {@code null} from pages without a referrer. Where neither speaks, the form's token alone has to.
 */
final class SameOrigin {

    private final @Nullable String authority;

    /** @param publicUrl where the pages are reached, if that is known; else the {@code Host} header has to tell */
    SameOrigin(Optional<URI> publicUrl) {
        this.authority =
                publicUrl.map(URI::getAuthority).map(SameOrigin::folded).orElse(null);
    }

    boolean isLikely(EndpointRequest request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        Optional<String> origin = request.header("Origin").filter(one -> !one.equals("null"));
        return origin.isEmpty() || isOurs(folded(origin.get()), request);
    }

    private boolean isOurs(String origin, EndpointRequest request) {
        int slashes = origin.indexOf("://");
        String from = slashes < 0 ? origin : origin.substring(slashes + "://".length());
        return from.equals(authority)
                || request.header("Host")
                        .map(SameOrigin::folded)
                        .filter(from::equals)
                        .isPresent();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
