package io.epmjit.testkit.server;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for every fake: its port, https, its clock. A fake's own builder extends this one.
 *
 * @param <B> the builder itself
 */
public abstract class ServerOptions<B extends ServerOptions<B>> {

    private int port;
    private int requestLogLimit = 100_000;
    private InstantSource clock = InstantSource.system();
    private Journal journal = Journal.none();
    private @Nullable TlsCertificate certificate;
    private boolean clientCertificate;

    protected ServerOptions() {}

    protected abstract B self();

    /** Where to listen, on the loopback interface only. Without it a free port is taken. */
    public B port(int number) {
        this.port = number;
        return self();
    }

    /** Speaks https with this certificate, instead of http. */
    public B https(TlsCertificate which) {
        this.certificate = which;
        return self();
    }

    /** Speaks https with a valid certificate, and only to clients that show one by {@link FakeServer#clientKeys}. */
    public B requiringClientCertificate() {
        this.clientCertificate = true;
        return https(TlsCertificate.VALID);
    }

    /** The time as the fake sees it; by default that of the machine. */
    public B clock(InstantSource source) {
        this.clock = source;
        return self();
    }

    /** How many requests the log keeps; 100,000 by default. */
    public B requestLogLimit(int requests) {
        this.requestLogLimit = requests;
        return self();
    }

    /** Where the fake writes down what it did; by default nowhere. The journal is closed together with the fake. */
    public B journal(Journal where) {
        this.journal = where;
        return self();
    }

    int port() {
        return port;
    }

    int requestLogLimit() {
        return requestLogLimit;
    }

    /** The clock that was chosen. */
    protected InstantSource clock() {
        return clock;
    }

    /** The journal that was chosen. */
    protected Journal journal() {
        return journal;
    }

    boolean requiresClientCertificate() {
        return clientCertificate;
    }

    Optional<TlsCertificate> certificate() {
        return Optional.ofNullable(certificate);
    }
}
