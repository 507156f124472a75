package io.epmjit.example.quickstart;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointServlet;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with the bridge's endpoints. Its port is open, and its address known, before anything is mounted. */
final class WebServer implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/");

    WebServer(String host, int port) throws IOException {
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(context);
        connector.open();
    }

    /** Answers by this endpoint below a path such as {@code /webhooks}. */
    WebServer mount(String path, Endpoint endpoint) {
        context.addServlet(new ServletHolder(new EndpointServlet(endpoint)), path + "/*");
        return this;
    }

    WebServer start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not start: " + e.getMessage(), e);
        }
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop: " + e.getMessage(), e);
        }
    }
}
