package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is due to the workers: what is due longest first, of all targets together. No target gets all threads, so that
 * one that hangs does not starve the others.
 */
final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** What is left to the others by a target that has all the workers that it may have, such as a tracker that hangs. */
    private static final int SPARE_WORKERS = 2;

    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final EngineSettings settings;
    private final HandlerBook handlers;
    private final Worker worker;
    private final Outage outage;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore idle;
    private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
    private final ExecutorService workers;
    private final Thread thread;
    private volatile boolean paused;
    private volatile boolean closing;

    Dispatcher(Ledger ledger, EngineSettings settings, HandlerBook handlers, Worker worker, Outage outage) {
        this.ledger = ledger;
        this.settings = settings;
        this.handlers = handlers;
        this.worker = worker;
        this.outage = outage;
        int threads = settings.workers() + SPARE_WORKERS;
        this.idle = new Semaphore(threads);
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(
                threads, task -> daemon(task, "epm-jit-worker-" + number.incrementAndGet()));
        this.thread = daemon(this::dispatch, "epm-jit-engine");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        thread.start();
    }

    void wake() {
        news.release();
    }

    void pause(boolean wanted) {
        paused = wanted;
        wake();
    }

    /** Works off on the calling thread what is due; answers how much that was. */
    int runDue() {
        int made = 0;
        for (List<Claim> claims = claim(1); !claims.isEmpty(); claims = claim(1)) {
            claims.forEach(worker::work);
            made += claims.size();
        }
        return made;
    }

    void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
            workers.shutdown();
            if (!workers.awaitTermination(settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Some calls did not end in time; what became of them will be looked for after a restart");
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch() {
        while (!closing) {
            try {
                idle.acquire();
                int free = 1 + idle.drainPermits();
                int taken = hand(claimOrNothing(free));
                idle.release(free - taken);
                if (taken == 0) {
                    nap();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<Claim> claimOrNothing(int most) {
        try {
            return claim(most);
        } catch (RuntimeException | Error e) {
            if (!closing) {
                outage.met(e);
            }
            return List.of();
        }
    }

    private int hand(List<Claim> claims) {
        for (Claim claim : claims) {
            AtomicInteger atTarget = busyAt(claim.effect().target());
            atTarget.incrementAndGet();
            workers.execute(() -> {
                try {
                    worker.work(claim);
                } finally {
                    atTarget.decrementAndGet();
                    idle.release();
                    wake();
                }
            });
        }
        return claims.size();
    }

    /** Until there is news, or a moment has passed: something may have become due by itself. */
    private void nap() throws InterruptedException {
        if (news.tryAcquire(LONGEST_NAP.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    private List<Claim> claim(int most) {
        if (paused) {
            return List.of();
        }
        List<Claim> taken = ledger.write(session -> {
            session.claims().releaseLapsed();
            Optional<Instant> doubtful = session.restore().at().map(at -> at.plus(settings.doubtAfterRestore()));
            List<Claim> claims = new ArrayList<>();
            for (String target : targetsByAge(session)) {
                int room = Math.min(settings.workers() - busyAt(target).get(), most - claims.size());
                if (room > 0) {
                    Holds.Admission admission = session.holds().admit(target, room, settings.lease());
                    claims.addAll(session.claims().take(target, admission, settings.lease(), doubtful));
                }
            }
            return claims;
        });
        outage.over();
        return taken;
    }

    private List<String> targetsByAge(LedgerSession session) {
        Map<String, Instant> oldest = new HashMap<>();
        handlers.targets().stream()
                .filter(target -> busyAt(target).get() < settings.workers())
                .forEach(target -> session.claims().oldestDue(target).ifPresent(due -> oldest.put(target, due)));
        return oldest.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private AtomicInteger busyAt(String target) {
        return busy.computeIfAbsent(target, unused -> new AtomicInteger());
    }
}
