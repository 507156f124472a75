package io.epmjit.client;

import io.epmjit.http.BaseUrl;
import java.net.URI;
import java.util.Optional;

/**
 * Where EPM's services are, read from what people type or paste: a host, a host with {@code https://}, or a whole URL
 * copied from the browser, of which only the host counts.
 *
 * <p>EPM's API lives on {@code <tenant>-services.<domain>}. Where {@code -services} is missing it is inserted for hosts
 * under {@code beyondtrustcloud.com} alone; for any other host it is only suggested, since credentials must not go to a
 * host that nobody named.
 */
final class EpmAddress {

    private static final String VENDOR_DOMAIN = ".beyondtrustcloud.com";
    private static final String SERVICES = "-services";

    private final BaseUrl url;

    private EpmAddress(BaseUrl url) {
        this.url = url;
    }

    static EpmAddress of(String typed) {
        URI pasted = BaseUrl.of(hostOnly(typed.strip())).uri();
        String host = pasted.getHost();
        boolean insert = host.endsWith(VENDOR_DOMAIN) && !namesServices(host);
        return new EpmAddress(BaseUrl.of(pasted.getScheme() + "://" + (insert ? withServices(host) : host)
                + (pasted.getPort() < 0 ? "" : ":" + pasted.getPort())));
    }

    private static String hostOnly(String typed) {
        int begin = typed.contains("://") ? typed.indexOf("://") + 3 : 0;
        for (int i = begin; i < typed.length(); i++) {
            if ("/?#\\".indexOf(typed.charAt(i)) >= 0) {
                return typed.substring(0, i);
            }
        }
        return typed;
    }

    BaseUrl url() {
        return url;
    }

    String host() {
        return url.host();
    }

    /** The host to try where this one turns out not to be EPM's; empty if {@code -services} is there already. */
    Optional<String> suggestion() {
        String host = host();
        boolean couldBeATenant = host.indexOf('.') > 0 && !host.matches("[0-9.]+") && !host.startsWith("[");
        return couldBeATenant && !namesServices(host) ? Optional.of(withServices(host)) : Optional.empty();
    }

    /** Where people open EPM's console: the same host without {@code -services}. INFERRED from working integrations. */
    URI console() {
        String host = host();
        String consoleHost = namesServices(host) ? host.replaceFirst(SERVICES + "(?=\\.)", "") : host;
        int port = url.uri().getPort();
        return URI.create(url.uri().getScheme() + "://" + consoleHost + (port < 0 ? "" : ":" + port));
    }

    private static boolean namesServices(String host) {
        int end = host.indexOf('.');
        return host.substring(0, end < 0 ? host.length() : end).endsWith(SERVICES);
    }

    private static String withServices(String host) {
        int end = host.indexOf('.');
        return host.substring(0, end) + SERVICES + host.substring(end);
    }
}
