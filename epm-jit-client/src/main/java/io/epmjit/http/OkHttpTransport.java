package io.epmjit.http;

import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Connections: time-outs, proxy, certificates. OkHttp underneath, with everything by which it would send a request twice
 * or to another place switched off: its own retries, redirects, authentication answers, cookies and cache.
 *
 * <p>Immutable and safe for use by several threads. Pipelines may share one; close it when none is left.
 */
public final class OkHttpTransport implements AutoCloseable {

    static final String RETRY_AFTER = "X-Epmjit-Retry-After";
    private static final int DEFAULT_CALLS_PER_HOST = 32;

    /** Shorter than the minute after which many balancers forget an idle connection, and tell nobody. */
    private static final int IDLE_SECONDS = 50;

    private final OkHttpClient client;
    private final int callsPerHost;
    private final boolean ownsClient;

    private OkHttpTransport(OkHttpClient client, int callsPerHost, boolean ownsClient) {
        this.client = client;
        this.callsPerHost = callsPerHost;
        this.ownsClient = ownsClient;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Uses the host application's own client: its connections, time-outs, proxy, certificates and interceptors. What would
     * repeat or divert a request is switched off for our calls; the client itself stays as it is and is not closed by us.
     *
     * <p>An interceptor of that client sees requests with their credentials, and one that calls {@code proceed} twice
     * sends a request twice: whoever hands in such a client answers for it.
     */
    public static OkHttpTransport of(OkHttpClient client) {
        return new OkHttpTransport(withoutRepetition(client.newBuilder()), DEFAULT_CALLS_PER_HOST, false);
    }

    private static OkHttpClient withoutRepetition(OkHttpClient.Builder builder) {
        return builder.retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .addNetworkInterceptor(chain -> withHiddenRetryAfter(chain.proceed(chain.request())))
                .build();
    }

    /** OkHttp repeats a GET by itself on 503 with {@code Retry-After: 0}, whatever its settings; so it does not see the header. */
    private static Response withHiddenRetryAfter(Response answer) {
        @Nullable String value = answer.header("Retry-After");
        if (value == null) {
            return answer;
        }
        return answer.newBuilder()
                .removeHeader("Retry-After")
                .header(RETRY_AFTER, value)
                .build();
    }

    OkHttpClient client() {
        return client;
    }

    int callsPerHost() {
        return callsPerHost;
    }

    /** Closes idle connections; those in use close when their calls end. A client that was handed in stays as it is. */
    @Override
    public void close() {
        if (ownsClient) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder {

        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(30);
        private Duration writeTimeout = Duration.ofSeconds(30);
        private Duration callTimeout = Duration.ofSeconds(30);
        private int callsPerHost = DEFAULT_CALLS_PER_HOST;
        private @Nullable Proxy proxy;
        private Authenticator proxyAuthenticator = Authenticator.NONE;
        private final List<X509Certificate> anchors = new ArrayList<>();
        private @Nullable KeyStore clientKeys;
        private @Nullable Secret clientKeysPassword;

        private Builder() {}

        /** How long one address may take to accept a connection, TLS included; ten seconds by default. */
        public Builder connectTimeout(Duration time) {
            this.connectTimeout = positive(time);
            return this;
        }

        /** How long the server may be silent while an answer is awaited or read; 30 seconds by default. */
        public Builder readTimeout(Duration time) {
            this.readTimeout = positive(time);
            return this;
        }

        /** How long the server may refuse to take more of a request; 30 seconds by default. */
        public Builder writeTimeout(Duration time) {
            this.writeTimeout = positive(time);
            return this;
        }

        /** How long one attempt may take from its beginning to the last byte of its answer; 30 seconds by default. */
        public Builder callTimeout(Duration time) {
            this.callTimeout = positive(time);
            return this;
        }

        /** How many asynchronous calls a pipeline has on their way at once, and how many connections are kept; 32 by default. */
        public Builder callsPerHost(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("at least one call at once must be possible");
            }
            this.callsPerHost = most;
            return this;
        }

        /** An HTTP proxy. Without this, the JVM's own settings count ({@code https.proxyHost}). */
        public Builder proxy(String host, int port) {
            this.proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
            return this;
        }

        /** User and password for the proxy (Basic); the password is asked for whenever a connection is made. */
        public Builder proxyCredentials(String user, Supplier<Secret> password) {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
            this.proxyAuthenticator = (route, refused) -> {
                if (refused.request().header("Proxy-Authorization") != null) {
                    return null; // refused once: asking again would only lock the account
                }
                String value = Credentials.basic(user, password.get().reveal());
                return refused.request()
                        .newBuilder()
                        .header("Proxy-Authorization", value)
                        .build();
            };
            return this;
        }

        /** Certificates of issuers to be trusted besides those that Java trusts, such as a company's own. */
        public Builder trust(X509Certificate... issuers) {
            anchors.addAll(List.of(issuers));
            return this;
        }

        /**
         * Like {@link #trust(X509Certificate...)}, from a file in PEM or DER form with one or more certificates.
         *
         * @throws IllegalArgumentException if the file cannot be read as such
         */
        public Builder trust(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                for (Certificate issuer :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    anchors.add((X509Certificate) issuer);
                }
                return this;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("cannot read certificates from " + file + ": is it PEM or DER?", e);
            }
        }

        /** The certificate and key by which this client shows who it is (mTLS). */
        public Builder clientCertificate(KeyStore keys, Secret password) {
            this.clientKeys = Objects.requireNonNull(keys, "keys");
            this.clientKeysPassword = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Like {@link #clientCertificate(KeyStore, Secret)}, from a PKCS #12 or JKS file.
         *
         * @throws IllegalArgumentException if the file cannot be read with that password
         */
        public Builder clientCertificate(Path file, Secret password) {
            try {
                KeyStore keys =
                        KeyStore.getInstance(file.toFile(), password.reveal().toCharArray());
                return clientCertificate(keys, password);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "cannot open " + file + ": is it a PKCS #12 or JKS file, and the password right?", e);
            }
        }

        /** @throws IllegalArgumentException if Java cannot use the certificates or keys */
        public OkHttpTransport build() {
            OkHttpClient.Builder builder = new OkHttpClient.Builder()
                    .connectTimeout(connectTimeout)
                    .readTimeout(readTimeout)
                    .writeTimeout(writeTimeout)
                    .callTimeout(callTimeout)
                    .connectionPool(new ConnectionPool(callsPerHost, IDLE_SECONDS, TimeUnit.SECONDS))
                    .proxyAuthenticator(proxyAuthenticator);
            if (proxy != null) {
                builder.proxy(proxy);
            }
            if (!anchors.isEmpty() || clientKeys != null) {
                Tls.configure(builder, anchors, clientKeys, clientKeysPassword);
            }
            return new OkHttpTransport(withoutRepetition(builder), callsPerHost, true);
        }

        private static Duration positive(Duration time) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("a time-out must be at least a millisecond");
            }
            return time;
        }
    }
}
