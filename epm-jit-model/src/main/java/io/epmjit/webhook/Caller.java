package io.epmjit.webhook;

import io.epmjit.endpoint.EndpointRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Who really called, and over what: behind trusted proxies their {@code X-Forwarded-For} and {@code X-Forwarded-Proto}
 * say it, from anybody else these headers mean nothing.
 */
final class Caller {

    private final EndpointRequest request;
    private final List<AddressRange> trustedProxies;
    private final Optional<InetAddress> peer;

    Caller(EndpointRequest request, List<AddressRange> trustedProxies) {
        this.request = request;
        this.trustedProxies = trustedProxies;
        this.peer = AddressRange.address(request.remoteAddress());
    }

    /** The address nearest to us that is no trusted proxy; empty where nobody can tell. */
    Optional<InetAddress> address() {
        Optional<InetAddress> nearest = peer;
        List<String> forwarded = forwardedFor();
        for (int i = forwarded.size() - 1; i >= 0 && isTrusted(nearest); i--) {
            nearest = AddressRange.address(withoutPort(forwarded.get(i)));
        }
        return nearest;
    }

    /** Whether the request came over TLS, at least to the proxy. */
    boolean usedTls(boolean proxyEndsTls) {
        if (request.secure()) {
            return true;
        }
        Optional<String> protocol = isTrusted(peer) ? request.header("X-Forwarded-Proto") : Optional.empty();
        return proxyEndsTls && protocol.map("https"::equalsIgnoreCase).orElse(true);
    }

    /** Whether the caller is on this very machine, and nobody forwarded anything. */
    boolean isLoopback() {
        return peer.filter(InetAddress::isLoopbackAddress).isPresent()
                && forwardedFor().isEmpty();
    }

    private boolean isTrusted(Optional<InetAddress> address) {
        return address.filter(known -> trustedProxies.stream().anyMatch(range -> range.contains(known)))
                .isPresent();
    }

    private List<String> forwardedFor() {
        List<String> addresses = new ArrayList<>();
        for (String header : request.headers("X-Forwarded-For")) {
            StringTokenizer parts = new StringTokenizer(header, ",");
            while (parts.hasMoreTokens()) {
                addresses.add(parts.nextToken().strip());
            }
        }
        return addresses;
    }

    /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String address) {
        if (address.startsWith("[") && address.indexOf(']') > 0) {
            return address.substring(1, address.indexOf(']'));
        }
        int colon = address.indexOf(':');
        return colon > 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }
}
