package io.epmjit.benchmark.ledger;

import io.epmjit.bridge.JitBridge;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.ledger.Ledger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The webhooks themselves, through the endpoint: authenticated, parsed, and on disk once it answers 202. */
final class HandleArm implements Arm {

    static final int THREADS = 64;

    private final List<Webhook> webhooks;

    HandleArm(List<Webhook> webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public String name() {
        return THREADS + " threads calling handle";
    }

    static Path file(Scratch scratch) {
        return scratch.file("handle.db");
    }

    @Override
    public double run(Scratch scratch) throws SQLException {
        try (WatchedSqlite sqlite = WatchedSqlite.open();
                JitBridge bridge = Bridges.takingIn(Ledger.sqlite(file(scratch)))) {
            for (Connection connection : sqlite.connections()) {
                Durability.of(connection).require();
            }
            return webhooks.size() / seconds(bridge.webhooks());
        }
    }

    private double seconds(Endpoint endpoint) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try {
            long began = System.nanoTime();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(callers.submit(() -> callUntilAllAreTaken(endpoint, next)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            return (System.nanoTime() - began) / 1e9;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("not every webhook was taken", e);
        } finally {
            callers.shutdownNow();
        }
    }

    private void callUntilAllAreTaken(Endpoint endpoint, AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < webhooks.size(); i = next.getAndIncrement()) {
            int status = endpoint.handle(webhooks.get(i).request()).status();
            if (status != 202) {
                throw new IllegalStateException("a webhook was answered " + status);
            }
        }
    }
}
