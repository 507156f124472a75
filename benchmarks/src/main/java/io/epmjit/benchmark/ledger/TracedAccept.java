package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.parse.SampleBody;
import io.epmjit.bridge.JitBridge;
import io.epmjit.ledger.Ledger;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The program that {@link SyncTrace} watches: takes webhooks in, and marks each answer with the request's id. */
final class TracedAccept {

    static final String LEDGER = "traced.db";
    static final String MARKS = "marks";

    private TracedAccept() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path directory = Path.of(arguments[0]);
        List<Webhook> webhooks = Webhook.ofNewRequests(SampleBody.TENANT_ID, Integer.parseInt(arguments[1]));
        ExecutorService callers = Executors.newFixedThreadPool(HandleArm.THREADS);
        try (FileOutputStream marks =
                        new FileOutputStream(directory.resolve(MARKS).toFile());
                JitBridge bridge = Bridges.takingIn(Ledger.sqlite(directory.resolve(LEDGER)))) {
            List<Future<?>> calls = new ArrayList<>();
            for (Webhook webhook : webhooks) {
                calls.add(callers.submit(() -> {
                    int status = bridge.webhooks().handle(webhook.request()).status();
                    marks.write((status + " " + webhook.requestId() + "\n").getBytes(StandardCharsets.US_ASCII));
                    return status;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            callers.shutdown();
        }
    }
}
