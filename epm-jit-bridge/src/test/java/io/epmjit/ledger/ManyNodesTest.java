package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes on one PostgreSQL, at the same time. */
class ManyNodesTest {

    private static final int NODES = 6;
    private static final int ORIGINS = 5;
    private static final int EFFECTS = 8;
    private static final List<String> TARGETS = List.of("epm", "jira");
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final HikariDataSource pool = TestPostgres.newLedger();
    private final List<Ledger> nodes =
            IntStream.range(0, NODES).mapToObj(node -> Ledger.postgres(pool)).toList();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What is under way, by origin and target. */
    private final Map<String, Long> underWay = new ConcurrentHashMap<>();

    /** The youngest effect that was begun, by origin and target. */
    private final Map<String, Long> youngest = new ConcurrentHashMap<>();

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean everythingIsPlanned = new AtomicBoolean();

    @AfterEach
    void close() {
        threads.shutdownNow();
        nodes.forEach(Ledger::close);
        pool.close();
    }

    @Test
    void howeverManyNodesClaimOneEffectPerOriginAndTargetIsUnderWayTheOldestFirst() throws Exception {
        List<Origin> origins = IntStream.range(0, ORIGINS)
                .mapToObj(number -> nodes.get(0)
                        .<Origin>write(session -> session.origins().of(new OriginKey("acme", "ADMIN", "r-" + number))))
                .toList();
        List<Future<?>> workers = new ArrayList<>();
        nodes.forEach(node -> workers.add(threads.submit(() -> work(node))));
        List<Future<?>> planners = new ArrayList<>();
        for (int planner = 0; planner < 2; planner++) {
            Ledger node = nodes.get(planner);
            String name = "planner-" + planner;
            planners.add(threads.submit(() -> plan(node, origins, name)));
        }
        for (Future<?> planner : planners) {
            planner.get();
        }
        everythingIsPlanned.set(true);
        for (Future<?> worker : workers) {
            worker.get();
        }

        assertThat(violations).isEmpty();
        List<Effect> effects = origins.stream()
                .flatMap(origin -> nodes
                        .get(1)
                        .<List<Effect>>read(session -> session.effects().of(origin))
                        .stream())
                .toList();
        assertThat(effects)
                .hasSize(ORIGINS * EFFECTS * TARGETS.size() * 2)
                .allSatisfy(effect -> assertThat(effect.state().isFinished()).isTrue())
                .anyMatch(effect -> effect.epoch() > 1);
    }

    @Test
    void whileOneNodeClaimsAnEffectNoOtherClaimsAnotherOfTheSameOriginAndTarget() throws Exception {
        Origin origin = nodes.get(0).write(session -> session.origins().of(new OriginKey("acme", "ADMIN", "r-1")));
        planAt(origin, "older");
        planAt(origin, "younger");
        Claim older = take(nodes.get(0)).get(0);
        nodes.get(0)
                .write(session ->
                        session.claims().finish(older, Outcome.dead("for now"), Duration.ZERO, Optional.empty()));

        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<List<Claim>> claiming = threads.submit(() -> nodes.get(0).<List<Claim>>write(session -> {
            List<Claim> claims = session.claims().take("jira", new Holds.Admission(3, false), LEASE, Optional.empty());
            claimed.countDown();
            awaitQuietly(commit);
            return claims;
        }));
        claimed.await();
        nodes.get(1).write(session -> session.effects().revive("jira"));
        assertThat(take(nodes.get(1))).isEmpty();
        commit.countDown();
        Claim younger = claiming.get().get(0);
        assertThat(younger.effect().key()).isEqualTo("younger");
        assertThat(take(nodes.get(1))).isEmpty();

        nodes.get(0)
                .write(session -> session.claims().finish(younger, Outcome.done(), Duration.ZERO, Optional.empty()));
        assertThat(take(nodes.get(1))).extracting(claim -> claim.effect().key()).containsExactly("older");
    }

    private void planAt(Origin origin, String key) {
        nodes.get(0).write(session -> session.effects().plan(origin, EffectPlan.of("jira", "note", key)));
    }

    private static List<Claim> take(Ledger node) {
        return node.write(
                session -> session.claims().take("jira", new Holds.Admission(3, false), LEASE, Optional.empty()));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void plan(Ledger node, List<Origin> origins, String name) {
        for (int effect = 0; effect < EFFECTS; effect++) {
            String key = name + ":" + effect;
            for (Origin origin : origins) {
                node.write(session -> {
                    TARGETS.forEach(target -> session.effects().plan(origin, EffectPlan.of(target, "note", key)));
                    return true;
                });
            }
            node.write(session -> session.effects().revive("jira"));
        }
    }

    private void work(Ledger node) {
        while (!everythingIsPlanned.get() || somethingWaits(node)) {
            for (String target : TARGETS) {
                node.<List<Claim>>write(session ->
                                session.claims().take(target, new Holds.Admission(3, false), LEASE, Optional.empty()))
                        .forEach(claim -> perform(node, claim));
            }
        }
    }

    private static boolean somethingWaits(Ledger node) {
        return !node.<Boolean>read(session -> session.claims().waitingTargets().isEmpty());
    }

    private void perform(Ledger node, Claim claim) {
        Effect effect = claim.effect();
        String place = effect.originId() + " at " + effect.target();
        Long other = underWay.putIfAbsent(place, effect.id());
        if (other != null) {
            violations.add(effect.id() + " of " + place + " was taken while " + other + " was under way");
            return;
        }
        if (effect.epoch() == 1 && youngest.getOrDefault(place, 0L) > effect.id()) {
            violations.add(effect.id() + " of " + place + " was taken after " + youngest.get(place));
        }
        youngest.merge(place, effect.id(), Math::max);
        if (!claim.looks() && !node.<Boolean>write(session -> session.claims().depart(claim, LEASE))) {
            violations.add(effect.id() + " of " + place + " lost its claim");
        }
        underWay.remove(place);
        Outcome outcome = effect.id() % 3 == 0 && effect.epoch() == 1 ? Outcome.dead("for now") : Outcome.done();
        if (!node.<Boolean>write(session -> session.claims().finish(claim, outcome, Duration.ZERO, Optional.empty()))) {
            violations.add(effect.id() + " of " + place + " could not be finished");
        }
    }

    @Test
    void whoIsInADeadlockBeginsAnewAndWhatFollowsTheCommitFollowsOnce() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        OriginKey left = new OriginKey("acme", "ADMIN", "left");
        OriginKey right = new OriginKey("acme", "ADMIN", "right");
        nodes.get(0).write(session -> session.origins().of(left));
        nodes.get(0).write(session -> session.origins().of(right));

        Future<Boolean> oneWay = threads.submit(() -> keepBoth(left, right, bothHoldOne, runs, told));
        Future<Boolean> otherWay = threads.submit(() -> keepBoth(right, left, bothHoldOne, runs, told));

        assertThat(oneWay.get()).isTrue();
        assertThat(otherWay.get()).isTrue();
        assertThat(runs).hasValueGreaterThan(2);
        assertThat(told).containsExactlyInAnyOrder("left", "right");
    }

    private boolean keepBoth(
            OriginKey first, OriginKey second, CyclicBarrier bothHoldOne, AtomicInteger runs, Queue<String> told) {
        AtomicBoolean isFirstRun = new AtomicBoolean(true);
        return nodes.get(0).write(session -> {
            runs.incrementAndGet();
            session.afterCommit(() -> told.add(first.id()));
            Origin mine = session.origins().find(first).orElseThrow();
            if (isFirstRun.getAndSet(false)) {
                await(bothHoldOne);
            }
            session.origins().find(second).orElseThrow();
            return session.effects().plan(mine, EffectPlan.of("jira", "open", "open"));
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void workPlannedOnOneNodeIsDoneByAnother() {
        Origin origin = nodes.get(0).write(session -> session.origins().of(new OriginKey("acme", "ADMIN", "r-1")));
        nodes.get(0).write(session -> session.effects().plan(origin, EffectPlan.of("jira", "open", "open")));

        assertThat(take(nodes.get(1)))
                .extracting(claim -> claim.origin().key().id())
                .containsExactly("r-1");
        assertThat(take(nodes.get(0))).isEmpty();
    }
}
