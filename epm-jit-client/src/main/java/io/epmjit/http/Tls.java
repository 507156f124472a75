package io.epmjit.http;

import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Puts a company's own issuers, and a client's own certificate, into a client's TLS. */
final class Tls {

    private Tls() {}

    static void configure(
            OkHttpClient.Builder builder,
            List<X509Certificate> anchors,
            @Nullable KeyStore clientKeys,
            @Nullable Secret clientKeysPassword) {
        try {
            X509TrustManager trust = trusting(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(clientKeys, clientKeysPassword), new TrustManager[] {trust}, null);
            builder.sslSocketFactory(context.getSocketFactory(), trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificates or keys cannot be used for TLS", e);
        }
    }

    /** What Java trusts, and the given issuers besides: one store, so that chains through both work. */
    private static X509TrustManager trusting(List<X509Certificate> anchors)
            throws GeneralSecurityException, IOException {
        if (anchors.isEmpty()) {
            return manager(null);
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (X509Certificate issuer : manager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("java-" + number++, issuer);
        }
        for (X509Certificate issuer : anchors) {
            all.setCertificateEntry("added-" + number++, issuer);
        }
        return manager(all);
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyManager @Nullable [] keys(@Nullable KeyStore store, @Nullable Secret password)
            throws GeneralSecurityException {
        if (store == null || password == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.reveal().toCharArray());
        return factory.getKeyManagers();
    }
}
