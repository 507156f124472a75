package io.epmjit.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an API lives: {@code https}, a host, perhaps a port and a path; nothing else. Plain {@code http} is accepted for
 * this very machine only, so that no credential ever travels in the clear. Immutable.
 */
public final class BaseUrl {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI uri;

    private BaseUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads what an administrator types or pastes: with or without {@code https://}, with or without a trailing slash.
     *
     * @throws IllegalArgumentException if it is no such address; the message says what is wrong with it, and repeats
     *     nothing that could be a credential
     */
    public static BaseUrl of(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the address is empty: enter a host such as jira.example.com");
        }
        URI uri = parse(text.contains("://") ? text : "https://" + text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        @Nullable String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("the address has no valid host name: enter it as https://host/path");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the address holds a user name or password before the @: remove it, credentials are settings of their own");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the address holds a ? or #: enter it without what follows that sign");
        }
        if (scheme.equals("http") && !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "http:// would send credentials in the clear to " + host + ": enter https:// instead");
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the address begins with " + scheme + "://: enter https:// instead");
        }
        return new BaseUrl(URI.create(scheme + "://" + host.toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + withoutTrailingSlash(uri.getRawPath())));
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException notAnAddress) {
            // Without the cause: its message repeats the text, and somebody may have pasted a secret there.
            throw new IllegalArgumentException("the address is not a valid URL: enter it as https://host/path");
        }
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? withoutTrailingSlash(path.substring(0, path.length() - 1)) : path;
    }

    /** The address, without a slash at its end. */
    public URI uri() {
        return uri;
    }

    public String host() {
        return uri.getHost();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BaseUrl that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
