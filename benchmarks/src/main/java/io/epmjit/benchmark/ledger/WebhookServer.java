package io.epmjit.benchmark.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.JitChange;
import io.epmjit.client.EpmClient;
import io.epmjit.connector.jira.JiraConnector;
import io.epmjit.connector.jira.JiraSettings;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.BaseUrl;
import io.epmjit.ledger.Ledger;
import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service with a bridge in it: takes webhooks by HTTP, and works them off meanwhile. */
final class WebhookServer {

    private static final int THREADS = 64;
    private static final int BACKLOG = 1_024;

    private WebhookServer() {}

    /** What the fakes told, in this order: the ledger's file, EPM's and Jira's particulars. */
    static List<String> arguments(Path ledger, Jvm fakes) {
        return List.of(
                ledger.toString(),
                fakes.told("EPM_URL"),
                fakes.told("EPM_CLIENT_ID"),
                fakes.told("EPM_CLIENT_SECRET"),
                fakes.told("EPM_TENANT_ID"),
                fakes.told("JIRA_URL"),
                fakes.told("JIRA_USER"),
                fakes.told("JIRA_TOKEN"),
                fakes.told("JIRA_PROJECT"),
                fakes.told("JIRA_ISSUE_TYPE"),
                fakes.told("JIRA_FIELD"));
    }

    public static void main(String[] told) throws IOException {
        AtomicInteger opened = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        try (EpmClient epm = EpmClient.builder()
                        .host(told[1])
                        .credentials(told[2], Secret.of(told[3]))
                        .build();
                JitBridge bridge = JitBridge.builder()
                        .ledger(Ledger.sqlite(Path.of(told[0])))
                        .source(Webhook.source(told[4]), epm)
                        .connector(JiraConnector.of(JiraSettings.builder()
                                .url(BaseUrl.of(told[5]))
                                .email(told[6])
                                .apiToken(Secret.of(told[7]))
                                .projectKey(told[8])
                                .issueTypeName(told[9])
                                .customFieldId(told[10])
                                .build()))
                        .listener(change -> {
                            if (change instanceof JitChange.TicketOpened) {
                                opened.incrementAndGet();
                            }
                        })
                        .build()) {
            bridge.start();
            server.createContext("/", exchange -> answer(bridge.webhooks(), exchange));
            server.setExecutor(threads);
            server.start();
            System.out.println("URL=http://127.0.0.1:" + server.getAddress().getPort() + Webhook.PATH);
            System.out.println("READY");
            while (System.in.read() >= 0) {
                System.out.println("OPENED=" + opened);
            }
            server.stop(0);
        } finally {
            threads.shutdownNow();
        }
        System.out.println("OPENED=" + opened);
    }

    private static void answer(Endpoint endpoint, HttpExchange exchange) throws IOException {
        try (exchange) {
            EndpointResponse response = endpoint.handle(EndpointRequest.builder(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString())
                    .headers(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()))
                    .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
                    .body(exchange.getRequestBody())
                    .build());
            response.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
