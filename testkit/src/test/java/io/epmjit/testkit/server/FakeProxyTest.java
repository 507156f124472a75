package io.epmjit.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeProxyTest {

    private final FakeServer server = FakeServer.builder(new Options().https(TlsCertificate.VALID))
            .route("GET", "/", request -> Reply.json(200, "{}"))
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void opensATunnelForWhoeverKnowsThePassword() throws Exception {
        try (FakeProxy proxy = FakeProxy.requiring("jdoe", "secret");
                Socket socket = connect(proxy)) {
            assertThat(ask(socket, connectLine())).startsWith("HTTP/1.1 407");
            String credential = Base64.getEncoder().encodeToString("jdoe:secret".getBytes(StandardCharsets.UTF_8));
            assertThat(ask(socket, connectLine() + "proxy-authorization: Basic " + credential + "\r\n"))
                    .startsWith("HTTP/1.1 200");

            SSLSocket secure = (SSLSocket)
                    server.clientSslContext().getSocketFactory().createSocket(socket, "localhost", server.port(), true);
            assertThat(ask(secure, "GET / HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 200");
            assertThat(proxy.tunnels()).containsExactly(target());
            assertThat(proxy.refused()).containsExactly("CONNECT " + target() + " HTTP/1.1");
        }
    }

    @Test
    void opensATunnelForEverybodyIfNobodyNeedsAPassword() throws Exception {
        try (FakeProxy proxy = FakeProxy.open();
                Socket socket = connect(proxy)) {
            assertThat(ask(socket, connectLine())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void isForTunnelsOnly() throws Exception {
        try (FakeProxy proxy = FakeProxy.open();
                Socket socket = connect(proxy)) {
            assertThat(ask(socket, "GET http://localhost/ HTTP/1.1\r\n")).startsWith("HTTP/1.1 405");
            assertThat(proxy.tunnels()).isEmpty();
        }
    }

    @Test
    void endsWhatIsOpenWhenItIsClosed() throws Exception {
        FakeProxy proxy = FakeProxy.open();
        try (Socket socket = connect(proxy)) {
            ask(socket, connectLine());
            proxy.close();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            assertThatThrownBy(() -> connect(proxy)).isInstanceOf(IOException.class);
        }
    }

    private String target() {
        URI url = server.url();
        return url.getHost() + ":" + url.getPort();
    }

    private String connectLine() {
        return "CONNECT " + target() + " HTTP/1.1\r\nHost: " + target() + "\r\n";
    }

    private static Socket connect(FakeProxy proxy) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(proxy.host(), proxy.port()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(Socket socket, String head) throws IOException {
        socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static final class Options extends ServerOptions<Options> {
        @Override
        protected Options self() {
            return this;
        }
    }
}
