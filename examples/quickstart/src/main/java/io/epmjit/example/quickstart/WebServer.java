package io.epmjit.example.quickstart;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointServlet;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with the bridge's webhook endpoint under {@code /webhooks/*}. */
final class WebServer implements AutoCloseable {

    private final Server server;
    private final ServletContextHandler context;

    WebServer(String host, int port) {
        this.server = new Server(new InetSocketAddress(host, port));
        this.context = new ServletContextHandler("/");
        server.setHandler(context);
    }

    WebServer mount(Endpoint webhooks) {
        context.addServlet(new ServletHolder(new EndpointServlet(webhooks)), "/webhooks/*");
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
        return URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
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
