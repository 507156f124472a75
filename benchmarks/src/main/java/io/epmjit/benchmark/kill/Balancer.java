package io.epmjit.benchmark.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands in front of several nodes: passes a webhook to any of them, and to the next one if that does not answer. Now
 * and then it loses the answer.
 */
final class Balancer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int NOBODY_THERE = 502;
    private static final int LOST_ONE_IN = 50;

    private final List<URI> nodes;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AtomicInteger passed = new AtomicInteger();

    Balancer(List<URI> nodes) {
        this.nodes = List.copyOf(nodes);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        List<URI> inAnyOrder = new ArrayList<>(nodes);
        Collections.shuffle(inAnyOrder);
        int status = NOBODY_THERE;
        for (URI node : inAnyOrder) {
            status = send(node, authorization, body);
            if (status != NOBODY_THERE) {
                break;
            }
        }
        boolean isLost = passed.incrementAndGet() % LOST_ONE_IN == 0;
        exchange.sendResponseHeaders(isLost ? NOBODY_THERE : status, -1);
        exchange.close();
    }

    private int send(URI node, String authorization, byte[] body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(node)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("Authorization", authorization)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NOBODY_THERE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOBODY_THERE;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
