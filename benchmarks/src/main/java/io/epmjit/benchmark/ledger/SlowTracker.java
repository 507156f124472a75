package io.epmjit.benchmark.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A tracker that answers after a while, by HTTP, and counts its calls. */
final class SlowTracker implements AutoCloseable {

    private static final Duration TIME = Duration.ofMillis(50);

    private final Map<String, AtomicInteger> callsByStamp = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    SlowTracker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::open);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void open(HttpExchange exchange) throws IOException {
        long due = System.nanoTime() + TIME.toNanos();
        try (exchange) {
            String stamp = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            callsByStamp.computeIfAbsent(stamp, any -> new AtomicInteger()).incrementAndGet();
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            exchange.sendResponseHeaders(204, -1);
            answered.incrementAndGet();
        }
    }

    /** How many calls have been answered so far. */
    long answered() {
        return answered.get();
    }

    /** How many tickets have been asked for more than once. */
    long repeated() {
        return callsByStamp.values().stream().filter(calls -> calls.get() > 1).count();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
