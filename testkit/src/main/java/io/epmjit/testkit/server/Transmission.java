package io.epmjit.testkit.server;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/** One reply on its way to the caller, with the connection that it goes over. */
final class Transmission {

    private static final long CLOSED_CHECK_MILLIS = 20;

    private final Socket connection;
    private final CountDownLatch serverGone;
    private final MockResponse.Builder response = new MockResponse.Builder();

    Transmission(Socket connection, CountDownLatch serverGone) {
        this.connection = connection;
        this.serverGone = serverGone;
    }

    MockResponse.Builder response() {
        return response;
    }

    void prepare(Reply reply) {
        response.clearHeaders().code(reply.status());
        byte[] body = reply.bytes();
        if (reply.status() != 204 && reply.status() != 304) {
            response.body(new Buffer().write(body));
        }
        reply.headers().asMap().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }

    void drop() {
        response.onResponseStart(new SocketEffect.CloseSocket());
    }

    /** Closes with a reset, at once: the web server's own way to close says good-bye first. */
    void reset() {
        try {
            connection.setSoLinger(true, 0);
            connection.close();
        } catch (IOException alreadyClosed) {
            // Then the caller has gone, and there is nothing left to disturb.
        }
        drop();
    }

    void endInTheMiddle() {
        response.onResponseBody(new SocketEffect.CloseSocket());
    }

    void chunked(MockResponseBody body) {
        response.removeHeader("Content-Length")
                .setHeader("Transfer-Encoding", "chunked")
                .body(body);
    }

    /** Waits for the latch. Ends the connection if the server is closed, or goes down, first. */
    void hold(CountDownLatch until) {
        try {
            while (!until.await(CLOSED_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (serverGone.getCount() == 0) {
                    throw new AbandonedException();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AbandonedException();
        }
    }

    /** Waits at the gate, and ends the connection if the gate says so. */
    void hold(Gate gate) {
        gate.reached();
        hold(gate.opened());
        if (gate.isLost()) {
            throw new AbandonedException();
        }
    }

    /** Does this later, unless the server is closed, or goes down, first. */
    void later(Duration time, Runnable work) {
        CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(() -> {
            if (serverGone.getCount() > 0) {
                work.run();
            }
        });
    }

    /** A call that was held is let go: the server was closed, or went down, or its gate lost it. */
    static final class AbandonedException extends RuntimeException {}
}
