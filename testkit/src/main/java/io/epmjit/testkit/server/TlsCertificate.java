package io.epmjit.testkit.server;

/** Which certificate a server shows. All but {@link #UNTRUSTED} are issued by the server's own authority. */
public enum TlsCertificate {
    /** In order, for {@code localhost} and {@code 127.0.0.1}. */
    VALID,
    /** Ended yesterday. */
    EXPIRED,
    /** For another host's name. */
    OTHER_HOST,
    /** Issued by an authority that nobody was given. */
    UNTRUSTED
}
