package io.epmjit.testkit.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy on the loopback interface, as stands between a company and the internet: it opens tunnels ({@code
 * CONNECT}) for those who give its user and password, and answers everybody else with 407. What is no tunnel gets 405, so
 * it is for https. Thread-safe.
 */
public final class FakeProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 16 * 1024;

    private final @Nullable String credential;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    private FakeProxy(@Nullable String credential) {
        this.credential = credential;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
        threads.execute(this::accept);
    }

    /** A proxy for everybody. */
    public static FakeProxy open() {
        return new FakeProxy(null);
    }

    /** A proxy that wants Basic authentication. */
    public static FakeProxy requiring(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new FakeProxy("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Where tunnels were opened to, as {@code host:port}, in order. */
    public List<String> tunnels() {
        return List.copyOf(tunnels);
    }

    /** The first lines of requests that were turned away, in order. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(FakeProxy::closeQuietly);
        threads.shutdownNow();
        try {
            // Until then the operating system may still take connections.
            boolean unused = threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<String> head = head(client.getInputStream());
            while (head.isPresent() && !tunnel(client, head.get())) {
                head = head(client.getInputStream());
            }
        } catch (IOException gone) {
            // Either side may end a connection at any time.
        } finally {
            open.remove(client);
        }
    }

    /** Serves one request; says whether the connection is used up by it. */
    private boolean tunnel(Socket client, String head) throws IOException {
        String requestLine = head.substring(0, head.indexOf("\r\n"));
        if (!isWelcome(head)) {
            refused.add(requestLine);
            reply(client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
            return false;
        }
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("CONNECT")) {
            refused.add(requestLine);
            reply(client, "405 Method Not Allowed", "Connection: close\r\n");
            return true;
        }
        int colon = parts[1].lastIndexOf(':');
        try (Socket target =
                new Socket(parts[1].substring(0, colon), Integer.parseInt(parts[1].substring(colon + 1)))) {
            open.add(target);
            tunnels.add(parts[1]);
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> pump(target, client));
            pump(client, target);
            open.remove(target);
        }
        return true;
    }

    private boolean isWelcome(String head) {
        return credential == null
                || head.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:"))
                        .anyMatch(line ->
                                line.substring(line.indexOf(':') + 1).strip().equals(credential));
    }

    private static void reply(Socket client, String status, String header) throws IOException {
        String reply = "HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\n\r\n";
        client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
    }

    /** A request up to its empty line; nothing if the client has ended. */
    private static Optional<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
            if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                return Optional.of(head.toString());
            }
        }
        return Optional.empty();
    }

    private static void pump(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException ended) {
            // The other direction ends with it.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // It is closed as far as anybody can close it.
        }
    }
}
