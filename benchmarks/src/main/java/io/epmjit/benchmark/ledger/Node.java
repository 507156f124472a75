package io.epmjit.benchmark.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.bridge.JitBridge;
import io.epmjit.connector.Stamp;
import io.epmjit.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** One of the nodes: a bridge on a PostgreSQL that it may share, working as it is shipped. */
final class Node {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Node() {}

    static List<String> arguments(PostgresStore store, SlowTracker tracker) {
        return List.of(store.url(), store.user(), store.password(), tracker.url());
    }

    public static void main(String[] told) throws IOException {
        URI tracker = URI.create(told[3]);
        try (HikariDataSource pool = PostgresStore.pool(told[0], told[1], told[2]);
                JitBridge bridge =
                        Bridges.over(Ledger.postgres(pool), new QuickTracker(stamp -> open(tracker, stamp)))) {
            bridge.start();
            System.out.println("READY");
            while (System.in.read() >= 0) {
                System.out.println("WORKING=true");
            }
        }
    }

    private static void open(URI tracker, Stamp stamp) {
        try {
            int status = HTTP.send(
                            HttpRequest.newBuilder(tracker)
                                    .POST(BodyPublishers.ofString(stamp.value()))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            if (status != 204) {
                throw new IllegalStateException("the tracker answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
