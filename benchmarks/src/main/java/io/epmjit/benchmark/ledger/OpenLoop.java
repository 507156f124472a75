package io.epmjit.benchmark.ledger;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends at a fixed rate, whether or not earlier requests have been answered, as the world does. A request's time runs from
 * when it should have been sent: whoever makes the sender late pays for it.
 */
final class OpenLoop {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    OpenLoop(String url) {
        this.url = URI.create(url);
    }

    /** How long each took in nanoseconds, and how many were answered something else than 202, or not at all. */
    record Result(long[] nanos, int failures) {

        double millis(double share) {
            return Figures.percentile(nanos, share) / 1e6;
        }
    }

    /** @param webhooks asked for each when it is due: a store of them would be moved about by the garbage collector */
    Result send(Supplier<Webhook> webhooks, int perSecond, int seconds) {
        long[] nanos = new long[perSecond * seconds];
        AtomicInteger failures = new AtomicInteger();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            int index = i;
            long due = start + i * 1_000_000_000L / perSecond;
            waitUntil(due);
            answers.add(client.sendAsync(request(webhooks.get()), BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode)
                    .exceptionally(e -> -1)
                    .thenAccept(status -> {
                        nanos[index] = System.nanoTime() - due;
                        if (status != 202) {
                            failures.incrementAndGet();
                        }
                    }));
        }
        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])).join();
        return new Result(nanos, failures.get());
    }

    private static void waitUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private HttpRequest request(Webhook webhook) {
        return HttpRequest.newBuilder(url)
                .header("Authorization", Webhook.CREDENTIAL)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(webhook.body()))
                .build();
    }
}
