package io.epmjit.http;

import io.epmjit.http.TransportException.Problem;
import io.epmjit.model.Retryability;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong on a connection into words, and into what it means for the request. */
final class ConnectionFailures {

    private static final String PROXY_REFUSED_CREDENTIALS = "Failed to authenticate with proxy";
    private static final String PROXY_REFUSED_TUNNEL = "Unexpected response code for CONNECT";

    private static final String FATAL_ALERT = "Received fatal alert";
    private static final List<String> ABOUT_CERTIFICATES = List.of("certificate", "unknown_ca", "access_denied");

    private final String name;
    private final String host;

    ConnectionFailures(String name, String host) {
        this.name = name;
        this.host = host;
    }

    TransportException notSent(ApiRequest request, Problem problem, String why) {
        return new TransportException(name + ": " + request + ": " + why, problem, Retryability.SAFE, null);
    }

    TransportException of(OngoingCall call, IOException failure, boolean bodyMayHaveLeft) {
        ApiRequest request = call.request();
        Problem problem = problem(call, failure, bodyMayHaveLeft);
        boolean unknown = bodyMayHaveLeft && !request.isRepeatable();
        String message = name + ": " + request + ": " + words(problem, failure)
                + (unknown ? "; it may have been carried out: look before you repeat it" : "");
        return new TransportException(
                message, problem, unknown ? Retryability.OUTCOME_UNKNOWN : Retryability.SAFE, cause(failure));
    }

    private static Problem problem(OngoingCall call, IOException failure, boolean bodyMayHaveLeft) {
        if (call.cancellation().isCancelled() || Thread.currentThread().isInterrupted()) {
            return Problem.CANCELLED;
        }
        if (failure instanceof UnknownHostException) {
            return Problem.UNKNOWN_HOST;
        }
        if (failure instanceof SSLException && !bodyMayHaveLeft) {
            return isBroken(failure) ? Problem.NO_CONNECTION : Problem.TLS;
        }
        if (failure instanceof InterruptedIOException) {
            return Problem.TIMEOUT;
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException || isOfProxy(failure)) {
            return Problem.NO_CONNECTION;
        }
        return Problem.CONNECTION_LOST;
    }

    private String words(Problem problem, IOException failure) {
        return switch (problem) {
            case UNKNOWN_HOST -> "there is no host named " + host + ": check the name, and this machine's DNS";
            case NO_CONNECTION ->
                isOfProxy(failure)
                        ? proxyWords(failure)
                        : host
                                + " takes no connection: check host and port, whether a firewall or proxy is in the way, and whether the server runs";
            case TLS -> tlsWords(failure);
            case TIMEOUT ->
                failure instanceof SocketTimeoutException
                        ? "time-out: " + host + " was silent for too long"
                        : "time-out: no whole answer came from " + host + " in the time given";
            case CONNECTION_LOST ->
                failure instanceof ProtocolException
                        ? host + " answered with something that is not proper HTTP"
                        : "the connection to " + host + " broke before its answer was complete";
            case RATE_LIMIT -> "the client's own rate limit had no place";
            case CANCELLED -> "the call was cancelled";
        };
    }

    /** The connection ended within the handshake: of a server or balancer that restarts, not of a wrong certificate. */
    private static boolean isBroken(IOException failure) {
        return caused(failure, EOFException.class) || caused(failure, SocketException.class);
    }

    /** What the other side says of our certificate comes as an alert, which Java has no exception of its own for. */
    private static boolean isAlertAboutOurCertificate(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains(FATAL_ALERT) && ABOUT_CERTIFICATES.stream().anyMatch(text::contains);
    }

    /** OkHttp has no exception of its own for these. */
    private static boolean isOfProxy(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.startsWith(PROXY_REFUSED_CREDENTIALS) || text.startsWith(PROXY_REFUSED_TUNNEL);
    }

    private String proxyWords(IOException failure) {
        return String.valueOf(failure.getMessage()).startsWith(PROXY_REFUSED_CREDENTIALS)
                ? "the proxy refused user and password: check the proxy's credentials"
                : "the proxy refused to connect to " + host + ": check whether it allows that host";
    }

    private String tlsWords(IOException failure) {
        if (isAlertAboutOurCertificate(failure)) {
            return host + " refused the certificate that this client shows, or misses one: set clientCertificate to one"
                    + " that it trusts";
        }
        if (caused(failure, CertificateExpiredException.class)) {
            return "the certificate of " + host
                    + " has expired: it must be renewed there, unless this machine's clock is wrong";
        }
        if (caused(failure, CertificateNotYetValidException.class)) {
            return "the certificate of " + host + " is not valid yet: this machine's clock is probably wrong";
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return "the certificate that " + host + " shows is made out to another host: check the host name";
        }
        if (caused(failure, java.security.cert.CertificateException.class)
                || caused(failure, java.security.cert.CertPathBuilderException.class)) {
            return "the certificate of " + host
                    + " is not trusted: if a company's own authority or a TLS proxy issued it, add that issuer to the trusted ones";
        }
        return "no TLS connection to " + host
                + " could be agreed on: check that the port speaks TLS 1.2 or later, and whether it wants a client certificate";
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** A protocol fault's message repeats what the server wrote, which is nothing for a log. */
    private static @Nullable Throwable cause(IOException failure) {
        return failure instanceof ProtocolException ? null : failure;
    }
}
