package io.epmjit.testkit.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate made for one server, and the authority that a client has to trust for it. */
final class TlsIdentity {

    private final HeldCertificate authority = authority();
    private final HeldCertificate client = new HeldCertificate.Builder()
            .commonName("Test client")
            .signedBy(authority)
            .build();
    private final HandshakeCertificates shown;

    TlsIdentity(TlsCertificate which) {
        HeldCertificate issuer = which == TlsCertificate.UNTRUSTED ? authority() : authority;
        HeldCertificate.Builder certificate = new HeldCertificate.Builder().signedBy(issuer);
        if (which == TlsCertificate.OTHER_HOST) {
            certificate.commonName("other.example").addSubjectAlternativeName("other.example");
        } else {
            certificate
                    .commonName("localhost")
                    .addSubjectAlternativeName("localhost")
                    .addSubjectAlternativeName("127.0.0.1");
        }
        Instant now = Instant.now();
        Instant end = which == TlsCertificate.EXPIRED ? now.minus(Duration.ofDays(1)) : now.plus(Duration.ofDays(1));
        certificate.validityInterval(now.minus(Duration.ofDays(2)).toEpochMilli(), end.toEpochMilli());
        this.shown = new HandshakeCertificates.Builder()
                .heldCertificate(certificate.build(), issuer.certificate())
                .addTrustedCertificate(authority.certificate())
                .build();
    }

    private static HeldCertificate authority() {
        return new HeldCertificate.Builder()
                .commonName("Test authority")
                .certificateAuthority(0)
                .build();
    }

    SSLSocketFactory serverSockets() {
        return shown.sslSocketFactory();
    }

    X509Certificate authorityCertificate() {
        return authority.certificate();
    }

    SSLContext clientContext() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .heldCertificate(client)
                .build()
                .sslContext();
    }

    KeyStore clientKeys(char[] password) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            X509Certificate[] chain = {client.certificate(), authority.certificate()};
            keys.setKeyEntry("client", client.keyPair().getPrivate(), password, chain);
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a key store", e);
        }
    }
}
