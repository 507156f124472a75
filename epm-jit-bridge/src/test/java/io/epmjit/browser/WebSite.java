package io.epmjit.browser;

import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.endpoint.EndpointServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A web application in Jetty, on a port that is known before anything is mounted. */
public final class WebSite implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/");

    public WebSite() {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        try {
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers at a path by this endpoint, and below it. */
    public WebSite mount(String path, Endpoint endpoint) {
        context.addServlet(new ServletHolder(new EndpointServlet(endpoint)), path + "/*");
        return this;
    }

    /** Shows this at a path. */
    public WebSite page(String path, String html) {
        return mount(path, request -> EndpointResponse.content(200, "text/html; charset=utf-8", html));
    }

    public WebSite start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not start", e);
        }
        return this;
    }

    /** The address of a path. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    /** The address of a path by another name of this machine: to a browser, another site. */
    public URI elsewhereAt(String path) {
        return URI.create("http://localhost:" + connector.getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }
}
