package io.epmjit.web;

import io.epmjit.endpoint.EndpointResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What browsers are told about every answer of a page, whatever it is. */
final class PageHeaders {

    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        ALL.put("X-Frame-Options", "DENY");
        ALL.put("Referrer-Policy", "no-referrer");
        ALL.put("Cross-Origin-Opener-Policy", "same-origin");
        ALL.put("Cross-Origin-Resource-Policy", "same-origin");
        ALL.put(
                "Permissions-Policy",
                "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()");
        ALL.put("X-Robots-Tag", "noindex, nofollow");
    }

    private PageHeaders() {}

    static EndpointResponse on(EndpointResponse answer) {
        EndpointResponse guarded = answer;
        for (Map.Entry<String, String> header : ALL.entrySet()) {
            guarded = guarded.withHeader(header.getKey(), header.getValue());
        }
        return guarded;
    }
}
