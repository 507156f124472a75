package io.epmjit.testkit.epm;

import io.epmjit.testkit.server.Journal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of a fake EPM: their registration, what happens to events, and the history of deliveries. Events are sent
 * one after the other, by a thread of its own, in the order in which they happened. What became of each attempt stands in the
 * journal too. Thread-safe.
 */
public final class Webhooks {

    private static final int HISTORY = 20_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** An event that waits to be sent by hand. */
    public static final class WaitingEvent {

        private final EpmEvent event;
        private final String requestId;
        private final Map<String, String> values;

        private WaitingEvent(EpmEvent event, String requestId, Map<String, String> values) {
            this.event = event;
            this.requestId = requestId;
            this.values = values;
        }

        public EpmEvent event() {
            return event;
        }

        public String requestId() {
            return requestId;
        }

        @Override
        public String toString() {
            return event + " " + requestId;
        }
    }

    private final InstantSource clock;
    private final Journal journal;
    private final HttpClient http;
    private final ScheduledThreadPoolExecutor sender;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();
    private final List<EpmWebhook> registered = new ArrayList<>();
    private final Map<EpmEvent, Supplier<DeliveryPolicy>> policies = new EnumMap<>(EpmEvent.class);
    private final List<WaitingEvent> waiting = new ArrayList<>();
    private final Deque<WebhookDelivery> history = new ArrayDeque<>();
    private int underway;

    Webhooks(InstantSource clock, Journal journal, @Nullable SSLContext trust) {
        this.clock = clock;
        this.journal = journal;
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT);
        if (trust != null) {
            client.sslContext(trust);
        }
        this.http = client.build();
        this.sender = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "fake-epm-webhooks");
            thread.setDaemon(true);
            return thread;
        });
        this.sender.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void register(EpmWebhook webhook) {
        locked(() -> registered.add(webhook));
    }

    /** Removes all webhooks with this name. */
    public void remove(String name) {
        locked(() -> registered.removeIf(webhook -> webhook.name().equals(name)));
    }

    /** From now on, what becomes of this event; without this it is sent automatically. */
    public void policy(EpmEvent event, DeliveryPolicy policy) {
        policies(event, () -> policy);
    }

    /** From now on, what becomes of this event: asked each time that it happens. */
    public void policies(EpmEvent event, Supplier<DeliveryPolicy> policy) {
        locked(() -> policies.put(event, policy));
    }

    /** What waits to be sent by hand, the oldest first. */
    public List<WaitingEvent> waiting() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Sends an event that waits, also one that was sent before: EPM repeating itself. */
    public void send(WaitingEvent event) {
        locked(() -> {
            waiting.remove(event);
            enqueue(event, DeliveryPolicy.automatic());
        });
    }

    /** Sends everything that waits, the oldest first. */
    public void sendWaiting() {
        waiting().forEach(this::send);
    }

    /** Sends everything that waits, the newest first. */
    public void sendWaitingReversed() {
        List<WaitingEvent> reversed = new ArrayList<>(waiting());
        Collections.reverse(reversed);
        reversed.forEach(this::send);
    }

    /** The history of deliveries, the oldest first; the last 20,000. */
    public List<WebhookDelivery> deliveries() {
        lock.lock();
        try {
            return List.copyOf(history);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many attempts of this event have ended, in whatever way, and returns them.
     *
     * @throws AssertionError if they have not in ten seconds; it says what has
     */
    public List<WebhookDelivery> await(int count, EpmEvent event) {
        return await(count, delivery -> delivery.event() == event, Duration.ofSeconds(10));
    }

    /** As {@link #await(int, EpmEvent)}, for other conditions and times. */
    public List<WebhookDelivery> await(int count, Predicate<WebhookDelivery> which, Duration atMost) {
        lock.lock();
        try {
            until(
                    () -> found(which).size() >= count,
                    atMost,
                    () -> "expected " + count + " such deliveries, got "
                            + found(which).size());
            return found(which);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nothing is on its way any more: each event that has happened was sent, and the receiver has answered, or
     * failed to. What a policy sends later, or by hand, is not waited for.
     *
     * @throws AssertionError if something still is in ten seconds
     */
    public void awaitQuiet() {
        awaitQuiet(Duration.ofSeconds(10));
    }

    /** As {@link #awaitQuiet()}, for another time. */
    public void awaitQuiet(Duration atMost) {
        lock.lock();
        try {
            until(
                    () -> underway == 0 || sender.isShutdown(),
                    atMost,
                    () -> underway + " deliveries are still on their way");
        } finally {
            lock.unlock();
        }
    }

    private List<WebhookDelivery> found(Predicate<WebhookDelivery> which) {
        return history.stream().filter(which).toList();
    }

    private void until(BooleanSupplier reached, Duration atMost, Supplier<String> wanted) {
        long left = atMost.toNanos();
        try {
            while (!reached.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError(wanted.get() + " after " + atMost + ". All that ended: " + history);
                }
                left = delivered.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for deliveries", interrupted);
        }
    }

    /** Lets an event happen. */
    void happened(EpmEvent event, String requestId, Map<String, String> values) {
        locked(() -> {
            DeliveryPolicy policy =
                    policies.getOrDefault(event, DeliveryPolicy::automatic).get();
            WaitingEvent made = new WaitingEvent(event, requestId, values);
            if (policy.isByHand()) {
                waiting.add(made);
                return;
            }
            for (int i = 0; i < policy.times(); i++) {
                enqueue(made, policy);
            }
        });
    }

    private void enqueue(WaitingEvent event, DeliveryPolicy policy) {
        for (EpmWebhook webhook : registered) {
            if (webhook.enabled() && webhook.event() == event.event) {
                schedule(webhook, event, policy.delay(), policy.attempts(), policy.pause());
            }
        }
    }

    private void schedule(EpmWebhook webhook, WaitingEvent event, Duration delay, int attempts, Duration pause) {
        if (sender.isShutdown()) {
            return;
        }
        boolean atOnce = delay.isZero();
        if (atOnce) {
            locked(() -> underway++);
        }
        // What goes wrong stands in the history.
        var unused = sender.schedule(
                () -> {
                    if (!deliver(webhook, event) && attempts > 1) {
                        schedule(webhook, event, pause, attempts - 1, pause);
                    }
                    if (atOnce) {
                        locked(() -> {
                            underway--;
                            delivered.signalAll();
                        });
                    }
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Whether it was acknowledged. */
    private boolean deliver(EpmWebhook webhook, WaitingEvent event) {
        String body = "";
        OptionalInt status = OptionalInt.empty();
        Optional<String> error = Optional.empty();
        try {
            body = WebhookBody.render(webhook, event.values);
            status = OptionalInt.of(
                    http.send(request(webhook, body), BodyHandlers.discarding()).statusCode());
        } catch (IOException | RuntimeException e) {
            error = Optional.of(e.toString());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
        WebhookDelivery done =
                new WebhookDelivery(webhook.name(), event.event, event.requestId, clock.instant(), body, status, error);
        journal.write("webhook sent", summary(done, event));
        locked(() -> {
            if (history.size() == HISTORY) {
                history.removeFirst();
            }
            history.addLast(done);
            delivered.signalAll();
        });
        return done.succeeded();
    }

    private static Map<String, Object> summary(WebhookDelivery done, WaitingEvent event) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("at", done.at().toString());
        summary.put("event", done.event().name());
        summary.put("requestId", done.requestId());
        done.status().ifPresent(status -> summary.put("status", status));
        done.error().ifPresent(error -> summary.put("error", error));
        Optional.ofNullable(event.values.get("DecisionPerformedByUser")).ifPresent(who -> summary.put("by", who));
        summary.put("bodySha256", sha256(done.body()));
        return summary;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static HttpRequest request(EpmWebhook webhook, String body) {
        URI url = webhook.url();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", webhook.contentType())
                .POST(BodyPublishers.ofString(body));
        webhook.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    void close() {
        sender.shutdownNow();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
