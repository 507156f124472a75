package io.epmjit.benchmark.kill;

import io.epmjit.benchmark.kill.Approvers.Proposal;
import io.epmjit.benchmark.kill.Picture.Request;
import io.epmjit.testkit.server.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    private static final List<String> FAKES_HEAP = List.of("-Xmx3g");
    private static final Duration STEP = Duration.ofMillis(60);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_AIM = Duration.ofSeconds(8);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration LONGEST_MEDDLING = Duration.ofMillis(1_500);
    private static final int MEDDLING_PERCENT = 40;
    private static final int FROZEN_PERCENT = 25;
    private static final int REPORT_EVERY = 50;

    private final Settings settings;
    private final Random random;
    private final Fleet fleet;
    private final Child epm;
    private final Child jira;
    private final JournalFile bridges;
    private final Picture picture;
    private final Balancer balancer;
    private final Journal diary;
    private final Store store;
    private final Approvers approvers = new Approvers();
    private int killed;
    private long halts;

    Campaign(Settings settings, Store store) {
        this.settings = settings;
        this.store = store;
        this.random = new Random(settings.seed());
        this.fleet = new Fleet(settings.directory(), settings.nodes());
        this.balancer = new Balancer(fleet.webhooks());
        this.diary = Journal.to(path("campaign.jsonl"), "campaign");
        String mood = settings.hidesBeyondTheDelay() ? "calm" : "nasty";
        this.epm = Child.start(
                EpmProcess.class,
                path("epm.log"),
                FAKES_HEAP,
                List.of(
                        path("epm.jsonl").toString(),
                        Long.toString(settings.seed()),
                        (fleet.size() == 1 ? fleet.webhooks(0) : balancer.url()).toString(),
                        mood));
        this.jira = Child.start(
                JiraProcess.class,
                path("jira.log"),
                FAKES_HEAP,
                List.of(
                        path("jira.jsonl").toString(),
                        Long.toString(settings.seed()),
                        settings.hidesBeyondTheDelay()
                                ? "0"
                                : Long.toString(settings.hiding().toMillis()),
                        mood));
        if (!epm.awaitReady() || !jira.awaitReady()) {
            throw new IllegalStateException("the fakes do not start; see their logs in " + settings.directory());
        }
        this.bridges = new JournalFile(path("bridge.jsonl"));
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
                meddle();
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
        values.put(
                "epmConsistencyDelay",
                Long.toString(settings.epmConsistencyDelay().toMillis()));
        values.put("lateLook", Long.toString(settings.hiding().plusSeconds(5).toMillis()));
        values.put("firstPause", "100");
        values.put("longestPause", "2000");
        fleet.configure(values);
        fleet.train(0);
        topUp();
        stirFor(Duration.ofSeconds(4));
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
        Trap.Fate fate = fleet.size() > 1 && random.nextInt(100) < FROZEN_PERCENT ? Trap.Fate.FROZEN : Trap.Fate.KILLED;
        if (aim instanceof Aim.InFlight call) {
            return inFlight(call, fate);
        }
        int node = random.nextInt(fleet.size());
        return aim instanceof Aim.AtEdge edge ? atEdge(node, edge, fate) : anyTime(node, aim, fate);
    }

    private boolean atEdge(int node, Aim.AtEdge aim, Trap.Fate fate) throws InterruptedException {
        String passes = Integer.toString(random.nextInt(aim.edge().name().startsWith("LOOK_UP") ? 1 : 4));
        long sprung = halts();
        List<String> trap = List.of(aim.edge().name(), passes, fate.name());
        Optional<Child> running = fleet.up(node);
        Child bridge = running.orElseGet(() -> fleet.launch(node, trap));
        boolean ready = bridge.awaitReady();
        if (ready && running.isPresent()) {
            bridge.askIfAlive("trap " + String.join(" ", trap), PATIENCE);
        }
        long end = System.nanoTime() + LONGEST_AIM.toNanos();
        while (halts() == sprung && bridge.isAlive() && System.nanoTime() < end) {
            stir(Optional.of(aim));
            bridge.hasEnded(STEP);
        }
        if (halts() == sprung
                && bridge.isAlive()
                && bridge.askIfAlive("untrap", PATIENCE).isPresent()
                && halts() == sprung) {
            return false;
        }
        if (fate == Trap.Fate.FROZEN) {
            freeze(aim, node, bridge, "");
        } else if (bridge.hasEnded(LONGEST_AIM)) {
            fallen(aim, node, "", fate);
        }
        return true;
    }

    /** How many processes have ended, or frozen, at an edge. */
    private long halts() {
        halts += bridges.news().stream().filter(entry -> entry.is("halted")).count();
        return halts;
    }

    private boolean inFlight(Aim.InFlight aim, Trap.Fate fate) throws InterruptedException {
        Child fake = aim.call().isAtEpm() ? epm : jira;
        launchAll();
        fake.ask("hold " + aim.call() + " " + aim.point());
        long end = System.nanoTime() + LONGEST_AIM.toNanos();
        String held = "NOTHING";
        while (held.equals("NOTHING") && System.nanoTime() < end) {
            stir(Optional.of(aim));
            held = fake.ask("await " + STEP.toMillis());
        }
        if (held.equals("NOTHING")) {
            fake.ask("open");
            return false;
        }
        int node = Integer.parseInt(held.split(" ", -1)[1]);
        Child bridge = fleet.up(node).orElseThrow(() -> new IllegalStateException("a call of a dead node"));
        if (fate == Trap.Fate.FROZEN) {
            bridge.freeze();
            settle(fake, aim);
            freeze(aim, node, bridge, held);
        } else {
            bridge.kill();
            fallen(aim, node, held, fate);
            settle(fake, aim);
        }
        if (settings.hidesBeyondTheDelay()) {
            jira.ask("hide " + held.split(" ", -1)[2] + " " + settings.hiding().toMillis());
        }
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

    private boolean anyTime(int node, Aim aim, Trap.Fate fate) throws InterruptedException {
        Optional<Child> running = fleet.up(node);
        Child bridge = running.orElseGet(() -> fleet.launch(node, List.of()));
        if (running.isEmpty() && random.nextBoolean()) {
            // In the middle of its start.
            Thread.sleep(random.nextInt(800));
        } else {
            bridge.awaitReady();
            stirFor(Duration.ofMillis(random.nextInt(1_000)));
        }
        if (fate == Trap.Fate.FROZEN) {
            bridge.freeze();
            freeze(aim, node, bridge, "");
        } else {
            bridge.kill();
            fallen(aim, node, "", fate);
        }
        return true;
    }

    /** Leaves a node frozen for longer than its lease, while the others go on, and thaws it. */
    private void freeze(Aim aim, int node, Child bridge, String held) throws InterruptedException {
        fallen(aim, node, held, Trap.Fate.FROZEN);
        bridge.freeze();
        Instant from = Instant.now();
        stirFor(settings.lease().plusMillis(300 + random.nextInt(1_000)));
        bridge.thaw();
        diary.write(
                "frozen",
                Map.of(
                        "node",
                        node,
                        "from",
                        from.toString(),
                        "until",
                        Instant.now().toString()));
    }

    private void launchAll() {
        for (int node = 0; node < fleet.size(); node++) {
            upAndReady(node);
        }
    }

    private Child upAndReady(int node) {
        Child child = fleet.up(node).orElseGet(() -> fleet.launch(node, List.of()));
        if (!child.awaitReady()) {
            throw new IllegalStateException("the bridge does not start; see " + fleet.log(node));
        }
        return child;
    }

    private void fallen(Aim aim, int node, String held, Trap.Fate fate) {
        picture.update();
        killed++;
        diary.write(
                "killed",
                Map.of(
                        "at",
                        Instant.now().toString(),
                        "aim",
                        aim.toString(),
                        "kind",
                        aim.getClass().getSimpleName(),
                        "fate",
                        fate.name(),
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

    private void stirFor(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            stir(Optional.empty());
            Thread.sleep(STEP.toMillis());
        }
    }

    /** A moment of what people do. */
    private void stir(Optional<Aim> aim) {
        picture.update();
        topUp();
        if (random.nextInt(100) < 4) {
            console(picture.which(Request::isPending));
        }
        if (random.nextInt(200) < 1) {
            console(picture.which(request -> !request.isPending() && request.isResolved()));
        }
        boolean enough = picture.open() > Settings.OPEN_AT_LEAST + 4;
        if (enough
                && random.nextInt(100) < (aim.filter(Campaign::needsDecisions).isPresent() ? 90 : 40)) {
            decide();
        }
        if (aim.filter(Campaign::needsRequests).isPresent()
                && picture.which(request -> request.isPending() && !request.hasTicket())
                                .size()
                        < Settings.OPEN_WANTED) {
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
        for (int open = picture.which(request -> !request.isResolved() && request.isPending())
                        .size();
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
            String by = "console." + random.nextInt(5) + "@" + BridgeProcess.DIRECTORY;
            if (random.nextBoolean()) {
                epm.ask("deny " + request.id() + " " + by);
            } else {
                epm.ask("approve " + request.id() + " " + 60 * (5 + random.nextInt(600)) + " " + by);
            }
        });
    }

    private void decide() {
        choose(fleet.responsive()).ifPresent(bridge -> {
            if (approvers.withoutAnswer().isPresent() && random.nextBoolean()) {
                callAgain(bridge);
            } else {
                choose(picture.which(request -> request.isOpen() && request.isPending() && request.hasTicket()))
                        .ifPresent(request -> decide(bridge, request));
            }
        });
    }

    private void callAgain(Child bridge) {
        Proposal proposal = approvers.withoutAnswer().orElseThrow();
        proposed("CALL AGAIN", proposal, approvers.callAgain(fleet.web(bridge)));
    }

    private void decide(Child bridge, Request request) {
        String by = "approver." + random.nextInt(9) + "@" + BridgeProcess.DIRECTORY;
        String answer = random.nextInt(4) == 0 ? "DENY" : Integer.toString(5 + random.nextInt(600));
        Approvers.Way way = way(request);
        Proposal proposal =
                new Proposal(request.kind(), request.id(), request.ticket().orElse(""), answer, by);
        proposed(way.name(), proposal, approvers.propose(way, bridge, fleet.web(bridge), proposal));
    }

    /** A tracker calls only for a ticket of its own. */
    private Approvers.Way way(Request request) {
        return switch (random.nextInt(3)) {
            case 0 -> Approvers.Way.CODE;
            case 1 -> Approvers.Way.PAGE;
            default -> request.hasTicket() ? Approvers.Way.CALL : Approvers.Way.PAGE;
        };
    }

    private void proposed(String way, Proposal proposal, Optional<String> verdict) {
        diary.write(
                "decision proposed",
                Map.of(
                        "way",
                        way,
                        "requestId",
                        proposal.requestId(),
                        "answer",
                        proposal.answer(),
                        "by",
                        proposal.by(),
                        "verdict",
                        verdict.orElse("NONE")));
    }

    /** Somebody decides in the console after the bridge has read of a request, and before its decision arrives. */
    private void meddle() {
        launchAll();
        epm.ask("hold EPM_READ REPLY");
        decide();
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
        launchAll();
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
        balancer.close();
        diary.close();
    }
}
