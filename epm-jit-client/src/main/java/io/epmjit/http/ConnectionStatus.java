package io.epmjit.http;

import java.util.Objects;

/**
 * What a connection test found: that it works, or what is wrong and what to do about it, in words for an administrator.
 * Immutable.
 */
public final class ConnectionStatus {

    /** What a connection test can find. */
    public enum Finding {
        /** Everything works. */
        OK,
        /** No such host, or no connection. */
        UNREACHABLE,
        /** The host answers, but is not the product that it should be. */
        WRONG_HOST,
        /** TLS could not be agreed on: a foreign, expired or unknown certificate. */
        TLS,
        /** The credentials were refused. */
        WRONG_CREDENTIALS,
        /** The credentials are good, but a right is missing. */
        MISSING_RIGHT,
        /** A setting names something that is not there. */
        WRONG_SETTING,
        /** The clocks of the two sides differ too much. */
        CLOCK,
        /** The other side answers with an error of its own. */
        FAILING
    }

    private static final ConnectionStatus CONNECTION_OK = new ConnectionStatus(Finding.OK, "Connection OK");

    private final Finding finding;
    private final String message;

    private ConnectionStatus(Finding finding, String message) {
        this.finding = finding;
        this.message = message;
    }

    /** The guide's success message, word for word: {@code Connection OK}. */
    public static ConnectionStatus ok() {
        return CONNECTION_OK;
    }

    /** A fault, with one or two sentences that say what is wrong and what to do. */
    public static ConnectionStatus fault(Finding finding, String message) {
        if (finding == Finding.OK || message.isBlank()) {
            throw new IllegalArgumentException("a fault needs a finding other than OK, and a message");
        }
        return new ConnectionStatus(finding, message);
    }

    public boolean isOk() {
        return finding == Finding.OK;
    }

    public Finding finding() {
        return finding;
    }

    /** {@code Connection OK}, or what is wrong and what to do. Never holds a secret. */
    public String message() {
        return Objects.requireNonNull(message);
    }

    @Override
    public String toString() {
        return finding + ": " + message;
    }
}
