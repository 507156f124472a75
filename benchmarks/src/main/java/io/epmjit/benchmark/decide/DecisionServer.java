package io.epmjit.benchmark.decide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** As little of EPM as a decision needs, so that what is measured is the client. */
final class DecisionServer implements AutoCloseable {

    private static final byte[] TOKEN =
            "{\"access_token\":\"benchmark-token\",\"expires_in\":3600}".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_BODY = -1;

    /** A decision as it arrived. */
    record Arrived(String path, Map<String, List<String>> headers, byte[] body) {}

    private final HttpServer server;
    private final AtomicReference<@Nullable Arrived> last = new AtomicReference<>();

    DecisionServer() throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/oauth/", DecisionServer::token);
        server.createContext("/management-api/", this::decision);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Arrived last() {
        return Objects.requireNonNull(last.get(), "nothing has arrived");
    }

    private static void token(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, TOKEN.length);
        exchange.getResponseBody().write(TOKEN);
        exchange.close();
    }

    private void decision(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        last.set(new Arrived(exchange.getRequestURI().getPath(), headers, body));
        exchange.sendResponseHeaders(200, NO_BODY);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
