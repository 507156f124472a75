package io.epmjit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.model.JitEvent;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.JitWebhookFilter;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servlet and the filter in a real container, over HTTP. */
class EndpointServletTest {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        context.addServlet(new ServletHolder(new EndpointServlet(EndpointServletTest::echo)), "/jit/*");
        context.addServlet(new ServletHolder(new Application()), "/own/*");
        WebhookSource source = WebhookSource.of("acme")
                .tenantId("t-1")
                .authentication(WebhookAuthentication.tokenHeader("X-Token", Secret.of("secret")))
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
        context.addFilter(new FilterHolder(new JitWebhookFilter(source)), "/own/*", EnumSet.of(DispatcherType.REQUEST));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private static EndpointResponse echo(EndpointRequest request) {
        try {
            return EndpointResponse.text(
                            201,
                            String.join(
                                    "|",
                                    request.method(),
                                    request.path(),
                                    request.segmentsAfter("webhooks")
                                            .orElseThrow()
                                            .toString(),
                                    request.queryParameter("q").orElse("-"),
                                    request.header("x-one").orElse("-"),
                                    request.remoteAddress(),
                                    Boolean.toString(request.secure()),
                                    Boolean.toString(request.hostRequest().orElseThrow() instanceof HttpServletRequest),
                                    new String(request.body(100), StandardCharsets.UTF_8)))
                    .withHeader("X-Answer", "yes");
        } catch (BodyTooLargeException e) {
            return EndpointResponse.of(413);
        }
    }

    /** An application of one's own behind the filter: says what it found, and reads the body again. */
    private static final class Application extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object found = request.getAttribute(JitWebhookFilter.EVENT) instanceof JitEvent event
                    ? event.request()
                    : ((JitWebhookParseException) request.getAttribute(JitWebhookFilter.REFUSAL)).reason();
            response.getWriter().print(found + " " + request.getReader().lines().count());
        }
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEndpointSeesTheRequestAndItsAnswerArrives() throws Exception {
        HttpResponse<String> answer = post("/jit/webhooks/acme/a%20b+c/?q=x%20y", "hello", "X-One", "1");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("POST|/jit/webhooks/acme/a%20b+c/|[acme, a b+c]|x y|1|127.0.0.1|false|true|hello");
        assertThat(answer.headers().firstValue("X-Answer")).contains("yes");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void aBodyBeyondTheLimitIsNotRead() throws Exception {
        assertThat(post("/jit/webhooks/acme", "x".repeat(101)).statusCode()).isEqualTo(413);
        assertThat(post("/jit/webhooks/acme", "x".repeat(100)).statusCode()).isEqualTo(201);
    }

    @Test
    void theFilterLetsNobodyThroughWithoutTheCredential() throws Exception {
        assertThat(post("/own/acme", body()).statusCode()).isEqualTo(401);
        assertThat(post("/own/acme", body(), "X-Token", "guess").statusCode()).isEqualTo(401);
        HttpRequest get = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/own/acme"))
                .build();
        assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        assertThat(post("/own/acme", "x".repeat(3 << 20), "X-Token", "secret").statusCode())
                .isEqualTo(413);
    }

    @Test
    void theFilterLeavesTheEventAndABodyThatCanBeReadAgain() throws Exception {
        HttpResponse<String> answer = post("/own/acme", body(), "X-Token", "secret");
        assertThat(answer.body()).isEqualTo("ADMIN r-1 " + body().lines().count());
    }

    @Test
    void aBodyThatCannotBeReadIsTheApplicationsToAnswer() throws Exception {
        assertThat(post("/own/acme", "{}", "X-Token", "secret").body()).isEqualTo("NOT_THE_TEMPLATE 1");
    }

    private static String body() {
        return WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(Map.of("RequestId", "r-1"));
    }
}
