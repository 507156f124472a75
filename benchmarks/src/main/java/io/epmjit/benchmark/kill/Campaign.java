package io.epmjit.benchmark.kill;

import io.epmjit.benchmark.kill.Picture.Request;
import io.epmjit.testkit.server.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills bridges while users ask, approvers decide, and people meddle in EPM's console; then lets everything come to rest.
 * What happened stands in the journals of those whom it happened to.
 */
final class Campaign implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(60);
    private static final Duration LONGEST_AIM = Duration.ofSeconds(8);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration LONGEST_MEDDLING = Duration.ofMillis(800);
    private static final int MEDDLING_PERCENT = 20;
    private static final int REPORT_EVERY = 50;

    private final Settings settings;
    private final Random random;
    private final Fleet fleet;
    private final Child epm;
    private final Child jira;
    private final Picture picture;
    private final Journal diary;
    private final Store store;
    private int killed;

    Campaign(Settings settings, Store store) {
        this.settings = settings;
        this.store = store;
        this.random = new Random(settings.seed());
        this.fleet = new Fleet(settings.directory(), settings.nodes());
        this.diary = Journal.to(path("campaign.jsonl"), "campaign");
        String mood = settings.hidesBeyondTheDelay() ? "calm" : "nasty";
        this.epm = Child.start(
                EpmProcess.class,
                path("epm.log"),
                List.of(),
                List.of(
                        path("epm.jsonl").toString(),
                        Long.toString(settings.seed()),
                        fleet.webhooks(0).toString(),
                        mood));
        this.jira = Child.start(
                JiraProcess.class,
                path("jira.log"),
                List.of(),
                List.of(
                        path("jira.jsonl").toString(),
                        Long.toString(settings.seed()),
                        Long.toString(settings.hiding().toMillis()),
                        mood));
        if (!epm.awaitReady() || !jira.awaitReady()) {
            throw new IllegalStateException("the fakes do not start; see their logs in " + settings.directory());
        }
        this.picture = new Picture(
                new JournalFile(path("epm.jsonl")), new JournalFile(path("jira.jsonl")), jira.told("JIRA_FIELD"));
    }

    private Path path(String name) {
        return settings.directory().resolve(name);
    }

    /** Runs the whole campaign, and returns what is in the journals then. */
    History run() throws InterruptedException {
        prepare();
        Deque<Aim> plan = settings.hidesBeyondTheDelay()
                ? Aim.untoldTickets(settings.kills())
                : Aim.plan(settings.kills(), random);
        int left = settings.kills() * 3;
        while (!plan.isEmpty() && left-- > 0) {
            Aim aim = plan.removeFirst();
            if (!settings.hidesBeyondTheDelay() && random.nextInt(100) < MEDDLING_PERCENT) {
                meddle(upAndReady(0));
            }
            if (!kill(aim)) {
                diary.write("missed", Map.of("aim", aim.toString()));
                plan.addLast(aim);
            }
        }
        boolean rested = rest();
        fleet.close();
        return History.read(settings.directory(), jira.told("JIRA_FIELD"), store.keptBodies(), rested);
    }

    private void prepare() throws InterruptedException {
        Map<String, String> values = new HashMap<>(store.settings());
        values.putAll(epm.told());
        values.putAll(jira.told());
        values.put("journal", path("bridge.jsonl").toString());
        values.put("temporary", temporary().toString());
        values.put("call", Long.toString(settings.call().toMillis()));
        values.put("lease", Long.toString(settings.lease().toMillis()));
        values.put("consistencyDelay", Long.toString(settings.consistencyDelay().toMillis()));
        values.put("firstPause", "100");
        values.put("longestPause", "2000");
        fleet.configure(values);
        fleet.train(0);
        topUp();
        stirFor(Duration.ofSeconds(4), Optional.empty());
        fleet.dismiss(0);
    }

    private Path temporary() {
        try {
            return Files.createDirectories(path("temporary"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- kills

    private boolean kill(Aim aim) throws InterruptedException {
        int node = random.nextInt(fleet.size());
        if (aim instanceof Aim.AtEdge edge) {
            return killAtEdge(node, edge);
        }
        if (aim instanceof Aim.InFlight call) {
            return killInFlight(node, call);
        }
        return killAnyTime(node, aim);
    }

    private boolean killAtEdge(int node, Aim.AtEdge aim) throws InterruptedException {
        String passes = Integer.toString(random.nextInt(aim.edge().name().startsWith("LOOK_UP") ? 1 : 4));
        Optional<Child> running = fleet.up(node);
        Child bridge = running.orElseGet(
                () -> fleet.launch(node, List.of(aim.edge().name(), passes)));
        if (running.isPresent()) {
            bridge.askIfAlive("trap " + aim.edge() + " " + passes);
        } else {
            bridge.awaitReady();
        }
        long end = System.nanoTime() + LONGEST_AIM.toNanos();
        while (bridge.isAlive() && System.nanoTime() < end) {
            stir(bridge, Optional.of(aim));
            bridge.hasEnded(STEP);
        }
        if (bridge.isAlive() && bridge.askIfAlive("untrap").isPresent()) {
            return false;
        }
        bridge.hasEnded(LONGEST_AIM);
        fallen(aim, node, "");
        return true;
    }

    private boolean killInFlight(int node, Aim.InFlight aim) throws InterruptedException {
        Child fake = aim.call().isAtEpm() ? epm : jira;
        Child bridge = upAndReady(node);
        fake.ask("hold " + aim.call() + " " + aim.point());
        long end = System.nanoTime() + LONGEST_AIM.toNanos();
        String held = "NOTHING";
        while (held.equals("NOTHING") && System.nanoTime() < end) {
            stir(bridge, Optional.of(aim));
            held = fake.ask("await " + STEP.toMillis());
        }
        if (held.equals("NOTHING")) {
            fake.ask("open");
            return false;
        }
        bridge.kill();
        fallen(aim, node, held);
        settle(fake, aim);
        return true;
    }

    /** What was on its way arrives late, or never; late is well within the delay that the bridge waits. */
    private void settle(Child fake, Aim.InFlight aim) throws InterruptedException {
        if (aim.point() == Aim.Point.WORK && random.nextInt(10) < 6) {
            Thread.sleep(random.nextInt(400));
            fake.ask("open");
        } else {
            fake.ask(random.nextBoolean() ? "lose" : "open");
        }
    }

    private boolean killAnyTime(int node, Aim aim) throws InterruptedException {
        Optional<Child> running = fleet.up(node);
        Child bridge = running.orElseGet(() -> fleet.launch(node, List.of()));
        if (running.isEmpty() && random.nextBoolean()) {
            // In the middle of its start.
            Thread.sleep(random.nextInt(800));
        } else {
            if (running.isEmpty()) {
                bridge.awaitReady();
            }
            stirFor(Duration.ofMillis(random.nextInt(1_000)), Optional.of(bridge));
        }
        bridge.kill();
        fallen(aim, node, "");
        return true;
    }

    private Child upAndReady(int node) {
        return fleet.up(node).orElseGet(() -> {
            Child child = fleet.launch(node, List.of());
            if (!child.awaitReady()) {
                throw new IllegalStateException("the bridge does not start; see " + fleet.log(node));
            }
            return child;
        });
    }

    private void fallen(Aim aim, int node, String held) {
        picture.update();
        killed++;
        diary.write(
                "killed",
                Map.of(
                        "at",
                        java.time.Instant.now().toString(),
                        "aim",
                        aim.toString(),
                        "kind",
                        aim.getClass().getSimpleName(),
                        "node",
                        node,
                        "held",
                        held,
                        "open",
                        picture.open()));
        sweep();
        if (killed % REPORT_EVERY == 0) {
            System.out.println("  " + killed + " kills, " + picture.all().size() + " requests, "
                    + picture.which(Request::isResolved).size() + " tickets resolved");
        }
    }

    /** What SQLite's driver unpacks at every start, and a killed process leaves behind. */
    private void sweep() {
        try (Stream<Path> left = Files.list(temporary())) {
            left.forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- people

    private void stirFor(Duration time, Optional<Child> bridge) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (bridge.isPresent()) {
                stir(bridge.get(), Optional.empty());
            } else {
                picture.update();
            }
            Thread.sleep(STEP.toMillis());
        }
    }

    /** A moment of what people do. */
    private void stir(Child bridge, Optional<Aim> aim) throws InterruptedException {
        picture.update();
        topUp();
        if (random.nextInt(100) < 4) {
            console(picture.which(request -> request.isPending()));
        }
        if (random.nextInt(200) < 1) {
            console(picture.which(request -> !request.isPending() && request.isResolved()));
        }
        boolean enough = picture.open() > Settings.OPEN_AT_LEAST + 4;
        if (enough && random.nextInt(100) < (aim.filter(Campaign::needsDecisions).isPresent() ? 90 : 40)) {
            decide(bridge);
        }
        if (aim.filter(Campaign::needsRequests).isPresent()) {
            ask();
        }
    }

    private static boolean needsDecisions(Aim aim) {
        return aim instanceof Aim.InFlight call
                ? call.call() != Aim.Call.TICKET && call.call() != Aim.Call.LOOK_UP
                : aim instanceof Aim.AtEdge at && at.edge().name().matches("(DECISION|EPM|RESOLUTION|NOTE).*");
    }

    private static boolean needsRequests(Aim aim) {
        return aim instanceof Aim.InFlight call
                ? call.call() == Aim.Call.TICKET
                : aim instanceof Aim.AtEdge at && at.edge().name().matches("(WEBHOOK|TICKET).*");
    }

    private void topUp() {
        picture.update();
        for (int open = picture.which(request -> !request.isResolved() && request.isPending()).size();
                open < Settings.OPEN_WANTED;
                open++) {
            ask();
        }
    }

    private void ask() {
        epm.ask(random.nextInt(3) == 0 ? "admin" : "application");
    }

    private void console(List<Request> candidates) {
        choose(candidates).ifPresent(request -> {
            String by = "console." + random.nextInt(5) + "@acme.example";
            if (random.nextBoolean()) {
                epm.ask("deny " + request.id() + " " + by);
            } else {
                epm.ask("approve " + request.id() + " " + 60 * (5 + random.nextInt(600)) + " " + by);
            }
        });
    }

    private void decide(Child bridge) {
        choose(picture.which(request -> request.isOpen() && request.isPending() && request.hasTicket()))
                .ifPresent(request -> decide(bridge, request));
    }

    private void decide(Child bridge, Request request) {
        String by = "approver." + random.nextInt(9);
        String answer = random.nextInt(4) == 0 ? "DENY" : Integer.toString(5 + random.nextInt(600));
        Optional<String> verdict =
                bridge.askIfAlive("decide " + request.kind() + " " + request.id() + " " + answer + " " + by);
        diary.write(
                "decision proposed",
                Map.of(
                        "requestId",
                        request.id(),
                        "answer",
                        answer,
                        "by",
                        by,
                        "verdict",
                        verdict.orElse("NONE")));
    }

    /** Somebody decides in the console after the bridge has read of a request, and before its decision arrives. */
    private void meddle(Child bridge) {
        epm.ask("hold EPM_READ REPLY");
        decide(bridge);
        String held = epm.ask("await " + LONGEST_MEDDLING.toMillis());
        picture.update();
        if (held.startsWith("HELD ")) {
            console(picture.which(request -> request.isPending() && held.endsWith(request.id())));
        }
        epm.ask("open");
    }

    private <T> Optional<T> choose(List<T> candidates) {
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    // ---- rest

    /** Nothing goes wrong any more, and whoever can decides; until nothing is due any more. */
    private boolean rest() throws InterruptedException {
        epm.ask("open");
        jira.ask("open");
        epm.ask("calm");
        jira.ask("calm");
        for (int node = 0; node < fleet.size(); node++) {
            upAndReady(node);
        }
        Child bridge = upAndReady(0);
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end) {
            Thread.sleep(100);
            boolean news = picture.update() > 0;
            List<Request> unresolved = picture.which(Request::isOpen);
            if (news || !unresolved.isEmpty()) {
                quietSince = System.nanoTime();
            }
            if (!news) {
                unresolved.forEach(request -> decide(bridge, request));
            }
            if (System.nanoTime() - quietSince > QUIET.toNanos() && store.unfinished() == 0) {
                return true;
            }
        }
        picture.which(Request::isOpen).forEach(request -> diary.write("left open", Map.of("what", request.toString())));
        return false;
    }

    @Override
    public void close() {
        fleet.close();
        epm.close();
        jira.close();
        diary.close();
    }
}
