package io.epmjit.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP/1.1 server on the loopback interface: routes, a log of what arrived, and faults on demand.
 *
 * <p>Requests arrive and are answered in parallel, but the work of routes is done one request at a time: state that is
 * only touched by handlers, and elsewhere within {@link #exclusively}, needs no locks of its own. Faults that wait do so
 * outside of the work. Thread-safe.
 */
public final class FakeServer implements AutoCloseable {

    /** It tells every request line at INFO. Held here, since loggers are collected together with their level. */
    private static final Logger WEB_SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

    static {
        WEB_SERVER_LOG.setLevel(Level.WARNING);
    }

    private final InstantSource clock;
    private final Journal journal;
    private final Routes routes;
    private final RequestLog log;
    private final Faults faults = new Faults();
    private final Optional<TlsIdentity> tls;
    private final boolean requiresClientCertificate;
    private final ReentrantLock work = new ReentrantLock();
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;
    private boolean closed;
    private final AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
    private Exchange exchange;
    private @Nullable Socket reservation;

    private FakeServer(Builder builder) {
        ServerOptions<?> options = builder.options;
        this.clock = options.clock();
        this.journal = options.journal();
        this.routes = builder.routes();
        this.log = new RequestLog(options.requestLogLimit());
        this.tls = options.certificate().map(TlsIdentity::new);
        this.requiresClientCertificate = options.requiresClientCertificate();
        this.exchange = listen(options.port());
        this.port = exchange.web.getPort();
    }

    /** A server with these options, which has no routes yet. */
    public static Builder builder(ServerOptions<?> options) {
        return new Builder(options);
    }

    /** Where it is, without a slash at the end: {@code http://127.0.0.1:41234}. */
    public URI url() {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** What arrived. */
    public RequestLog requests() {
        return log;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** The authority that issued this server's certificate (or ought to have): what a client has to trust. */
    public X509Certificate certificateAuthority() {
        return identity().authorityCertificate();
    }

    /** For a client that trusts {@link #certificateAuthority()} and nobody else, and has {@link #clientKeys}. */
    public SSLContext clientSslContext() {
        return identity().clientContext();
    }

    /** The certificate that {@link ServerOptions#requiringClientCertificate} asks for, and its key. */
    public KeyStore clientKeys(char[] password) {
        return identity().clientKeys(password);
    }

    private TlsIdentity identity() {
        return tls.orElseThrow(() -> new IllegalStateException("this server speaks http: start it with https(…)"));
    }

    /**
     * Does this while no request's work is done.
     *
     * @return what it returned
     */
    public <T> T exclusively(Supplier<T> action) {
        work.lock();
        try {
            return action.get();
        } finally {
            work.unlock();
        }
    }

    /** Does this while no request's work is done. */
    public void exclusively(Runnable action) {
        exclusively(() -> {
            action.run();
            return true;
        });
    }

    /**
     * Ends every connection and refuses new ones, until {@link #comeUp()}. State, log and port are kept; what is held by a
     * fault is let go without a reply.
     */
    public void goDown() {
        lifecycle.lock();
        try {
            if (reservation == null && !closed) {
                exchange.end();
                try {
                    exchange.web.close();
                } finally {
                    reservation = reserve(port);
                }
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /** Accepts connections again, at the same address. */
    public void comeUp() {
        lifecycle.lock();
        try {
            if (reservation != null) {
                release();
                exchange = listen(port);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Ends the server. What is held by a fault is let go without a reply.
     *
     * @throws IllegalStateException if a handler failed meanwhile, with what it threw first: then the fake was wrong, and
     *     what a test has seen proves nothing
     */
    @Override
    public void close() {
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            exchange.end();
            release();
            exchange.web.close();
            journal.close();
        } finally {
            lifecycle.unlock();
        }
        RuntimeException first = defect.get();
        if (first != null) {
            throw new IllegalStateException("the fake failed while it answered a request: " + first, first);
        }
    }

    private Exchange listen(int wanted) {
        Exchange next = new Exchange();
        MockWebServer web = next.web;
        web.setServerSocketFactory(next.accepted);
        web.setProtocols(List.of(Protocol.HTTP_1_1));
        web.setDispatcher(next);
        tls.ifPresent(identity -> web.useHttps(identity.serverSockets()));
        if (requiresClientCertificate) {
            web.requireClientAuth();
        }
        try {
            web.start(loopback(), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + wanted, e);
        }
        return next;
    }

    /** A socket that is bound but does not listen: connections are refused, and nobody else gets the port. */
    private static Socket reserve(int port) {
        try {
            Socket bound = new Socket();
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(loopback(), port));
            return bound;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep port " + port, e);
        }
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    }

    private void release() {
        if (reservation != null) {
            try {
                reservation.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            reservation = null;
        }
    }

    private Reply work(ReceivedRequest request) {
        work.lock();
        try {
            return journal.during(request, () -> routes.handle(request));
        } catch (RuntimeException e) {
            // A defect of the fake, which must not pass for an answer of what it imitates: close() tells it.
            defect.compareAndSet(null, e);
            return Reply.status(500).body("text/plain; charset=utf-8", "the fake failed: " + e);
        } finally {
            work.unlock();
        }
    }

    /** Takes requests from the web server and gives it replies. */
    private final class Exchange extends Dispatcher {

        private final MockWebServer web = new MockWebServer();
        private final AcceptedSockets accepted = new AcceptedSockets();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final int firstConnection = connections.get();

        /** Lets go of every request that is held: the web server waits for them when it closes. */
        void end() {
            ended.countDown();
        }

        @Override
        public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
            // The web server keeps every request for whoever asks; nobody does, and a fake may run for days.
            web.takeRequest(0, TimeUnit.NANOSECONDS);
            ReceivedRequest request = received(recorded);
            log.add(request);
            journal.write("arrived", summary(request));
            Optional<Fault> fault = faults.next(request);
            Transmission transmission = new Transmission(accepted.socket(recorded.getConnectionIndex()), ended);
            try {
                Reply reply = answer(request, fault, transmission);
                journal.write("request", summary(request, reply, fault));
            } catch (Transmission.AbandonedException e) {
                transmission.drop();
            }
            return transmission.response().build();
        }

        private Reply answer(ReceivedRequest request, Optional<Fault> fault, Transmission transmission) {
            if (fault.isPresent()) {
                return fault.get().strike(transmission, FakeServer.this::work, request);
            }
            Reply reply = work(request);
            transmission.prepare(reply);
            return reply;
        }

        private ReceivedRequest received(RecordedRequest recorded) {
            Headers headers = Headers.none();
            for (int i = 0; i < recorded.getHeaders().size(); i++) {
                headers = headers.and(
                        recorded.getHeaders().name(i), recorded.getHeaders().value(i));
            }
            HttpUrl url = recorded.getUrl();
            Map<String, List<String>> query = new LinkedHashMap<>();
            for (int i = 0; i < url.querySize(); i++) {
                String value = url.queryParameterValue(i);
                query.computeIfAbsent(url.queryParameterName(i), name -> new ArrayList<>())
                        .add(value == null ? "" : value);
            }
            query.replaceAll((name, values) -> List.copyOf(values));
            ByteString body = recorded.getBody();
            connections.accumulateAndGet(firstConnection + recorded.getConnectionIndex() + 1, Math::max);
            return new ReceivedRequest(
                    numbers.incrementAndGet(),
                    clock.instant(),
                    firstConnection + recorded.getConnectionIndex(),
                    recorded.getMethod(),
                    url.encodedPath(),
                    Map.copyOf(query),
                    headers,
                    body == null ? new byte[0] : body.toByteArray(),
                    Map.of());
        }

        private static Map<String, Object> summary(ReceivedRequest request) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("call", request.number());
            summary.put("at", request.at().toString());
            summary.put("method", request.method());
            summary.put("path", request.path());
            return summary;
        }

        private static Map<String, Object> summary(ReceivedRequest request, Reply reply, Optional<Fault> fault) {
            Map<String, Object> summary = summary(request);
            summary.put("status", reply.status());
            fault.ifPresent(struck -> summary.put("fault", struck.toString()));
            return summary;
        }
    }

    /** Knows the socket of each connection, so that one can be reset rather than closed. */
    private static final class AcceptedSockets extends ServerSocketFactory {

        private final Map<Integer, Socket> sockets = new ConcurrentHashMap<>();
        private final AtomicInteger count = new AtomicInteger();

        Socket socket(int connection) {
            sockets.values().removeIf(Socket::isClosed);
            Socket socket = sockets.get(connection);
            return socket == null ? new Socket() : socket;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                /** Always: its connections outlive it for a while, and the port is taken again at once. */
                @Override
                public void setReuseAddress(boolean ignored) throws SocketException {
                    super.setReuseAddress(true);
                }

                @Override
                public Socket accept() throws IOException {
                    Socket socket = super.accept();
                    // The web server writes head and body apart; without this a reply takes 40 ms.
                    socket.setTcpNoDelay(true);
                    sockets.put(count.getAndIncrement(), socket);
                    return socket;
                }
            };
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw new UnsupportedOperationException();
        }
    }

    /** Collects the routes of a server. */
    public static final class Builder {

        private final ServerOptions<?> options;
        private final List<Routes.Route> routes = new ArrayList<>();
        private Function<ReceivedRequest, Optional<Reply>> gate = request -> Optional.empty();
        private RequestHandler otherwise = request -> Reply.status(404);
        private boolean lenient;

        private Builder(ServerOptions<?> options) {
            this.options = options;
        }

        /** Case and a slash at the end of a path do not matter, as at servers made with ASP.NET. */
        public Builder ignoringCase() {
            this.lenient = true;
            return this;
        }

        /**
         * Sends requests with this method and path to a handler; of several routes that fit, the first gets the request.
         * A known path with another method is answered with 405.
         *
         * @param path <code>{name}</code> stands for one segment, {@code **} at the end for all the rest
         */
        public Builder route(String method, String path, RequestHandler handler) {
            routes.add(new Routes.Route(method, path, handler));
            return this;
        }

        /** Asked before every route, also for paths that do not exist: what it replies is the answer. */
        public Builder gate(Function<ReceivedRequest, Optional<Reply>> check) {
            this.gate = check;
            return this;
        }

        /** Answers requests for paths that do not exist; without it they get an empty 404. */
        public Builder otherwise(RequestHandler handler) {
            this.otherwise = handler;
            return this;
        }

        Routes routes() {
            return new Routes(routes, gate, otherwise, lenient);
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if it cannot listen on its port
         */
        public FakeServer start() {
            return new FakeServer(this);
        }
    }
}
