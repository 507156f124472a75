package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.connector.ConnectorId;
import io.epmjit.ledger.LedgerKind;
import io.epmjit.ledger.StartMode;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.DecisionEffect;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.jira.JiraIssue;
import io.epmjit.testkit.jira.StatusCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is ten minutes old is brought back, while people go on to ask and to decide. */
class RestoreTest {

    private static final ConnectorId JIRA = ConnectorId.of("jira");
    private static final int THREADS = 3;
    private static final long QUIET_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What people do with a request, in turn. */
    private enum Answer {
        APPROVE,
        DENY,
        LEAVE
    }

    @TempDir
    private Path directory;

    private final ExecutorService people = Executors.newFixedThreadPool(THREADS);
    private final Set<JitRequestRef> approved = ConcurrentHashMap.newKeySet();
    private final Set<JitRequestRef> denied = ConcurrentHashMap.newKeySet();
    private final Set<JitRequestRef> undecided = ConcurrentHashMap.newKeySet();
    private final Set<JitRequestRef> lost = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean isBackedUp;
    private volatile boolean isBroughtBack;
    private World world;

    @AfterEach
    void end() {
        people.shutdownNow();
        if (world != null) {
            world.close();
        }
    }

    @Test
    void onSqliteTheMarkBesideTheLedgerTellsThatItIsACopy() throws Exception {
        world = new World(directory, LedgerKind.SQLITE);
        Path mark = directory.resolve("jit.db.mark");
        Path copy = directory.resolve("backup.db");
        workOnWhileABackupIsMade(copy, () -> number(mark));
        comeBackFrom(copy, StartMode.NORMAL);
    }

    @Test
    void onPostgresItIsDeclared() throws Exception {
        world = new World(directory, LedgerKind.POSTGRES);
        Path copy = directory.resolve("backup.dump");
        workOnWhileABackupIsMade(copy, () -> 0);
        comeBackFrom(copy, StartMode.AFTER_RESTORE);
    }

    private static long number(Path mark) {
        try {
            return Files.exists(mark) ? Long.parseLong(Files.readString(mark).strip()) : 0;
        } catch (IOException | NumberFormatException beingWritten) {
            return 0;
        }
    }

    /** By which a copy is told from the ledger. */
    private interface Mark {
        long now();
    }

    /**
     * People ask and decide before, during and after the backup; when they stop, all of it has come to its end.
     *
     * @param mark moves once a second; a copy that is younger than that need not be noticed
     */
    private void workOnWhileABackupIsMade(Path copy, Mark mark) throws Exception {
        world.bridge().listen(change -> news.release());
        world.bridge().start();
        join(begin(1));
        until("the first requests have come to their end", this::allHasCome);
        // What is older than the bridge itself is not looked for.
        world.clock.advance(Duration.ofMinutes(20));
        List<JitRequestRef> open = List.copyOf(undecided);
        List<Future<?>> meanwhile = begin(2);
        world.backUp(copy);
        isBackedUp = true;
        long then = mark.now();
        for (JitRequestRef request : open.subList(0, 2)) {
            undecided.remove(request);
            answer(request, Answer.APPROVE);
        }
        join(meanwhile);
        do {
            join(begin(1));
            world.clock.advance(Duration.ofSeconds(1));
        } while (then != 0 && mark.now() < then + 2);
        until("everything has come to its end", this::allHasCome);
    }

    /** Each of several people asks so many times, and somebody answers. */
    private List<Future<?>> begin(int times) {
        List<Future<?>> begun = new ArrayList<>();
        for (int person = 0; person < THREADS; person++) {
            begun.add(people.submit(() -> {
                for (int i = 0; i < times; i++) {
                    for (Answer answer : Answer.values()) {
                        boolean isLost = isBackedUp && !isBroughtBack;
                        JitRequestRef request =
                                answer == Answer.DENY ? world.requestApplication() : world.requestAdmin();
                        answer(request, answer);
                        if (isLost) {
                            lost.add(request);
                        }
                    }
                }
            }));
        }
        return begun;
    }

    private void answer(JitRequestRef request, Answer answer) {
        switch (answer) {
            case APPROVE -> {
                assertThat(world.approve(request).isAccepted()).isTrue();
                approved.add(request);
            }
            case DENY -> {
                assertThat(world.deny(request).isAccepted()).isTrue();
                denied.add(request);
            }
            case LEAVE -> undecided.add(request);
        }
    }

    private static void join(List<Future<?>> work) throws Exception {
        for (Future<?> one : work) {
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Ten minutes later the backup is brought back, and the same goes on. */
    private void comeBackFrom(Path copy, StartMode mode) throws Exception {
        Set<JitRequestRef> before = all();
        world.clock.advance(Duration.ofMinutes(8));
        world.restartFrom(copy, Duration.ofMinutes(2));
        isBroughtBack = true;
        assertThat(lost).isNotEmpty().noneMatch(this::isOnRecordWithItsTicket);

        world.bridge().listen(change -> news.release());
        world.bridge().start(mode);
        List<Future<?>> meanwhile = begin(1);
        before.forEach(this::decideAgain);
        join(meanwhile);
        until("everything is found again", this::allHasCome);
        before.forEach(this::decideAgain);
        until("everything has come to its end again", this::allHasCome);
        assertThat(world.changes(JitChange.RequestFound.class))
                .extracting(found -> found.request().requestId())
                .containsAll(lost.stream().map(JitRequestRef::requestId).toList());

        world.restart();
        world.live(Duration.ofHours(2));
        nothingWasDoneTwice();
    }

    /** Whoever decided, and sees the ticket of an old backup, may do so again, and otherwise. */
    private void decideAgain(JitRequestRef request) {
        if (approved.contains(request)) {
            world.deny(request);
        } else if (denied.contains(request)) {
            world.approve(request);
        }
    }

    private Set<JitRequestRef> all() {
        Set<JitRequestRef> all = ConcurrentHashMap.newKeySet();
        all.addAll(approved);
        all.addAll(denied);
        all.addAll(undecided);
        return all;
    }

    private boolean allHasCome() {
        return unfinished().findAny().isEmpty();
    }

    private Stream<JitRequestRef> unfinished() {
        return all().stream()
                .filter(request -> !isOnRecordWithItsTicket(request)
                        || approved.contains(request) && !isOver(request, "Approved")
                        || denied.contains(request) && !isOver(request, "Denied"));
    }

    private String story(JitRequestRef request) {
        return "%s: %s at EPM, on record %b, %s"
                .formatted(
                        request.requestId(),
                        world.atEpm(request).status(),
                        isOnRecordWithItsTicket(request),
                        world.tickets(request).stream()
                                .map(ticket -> ticket.key() + " " + ticket.statusCategory())
                                .toList());
    }

    private boolean isOnRecordWithItsTicket(JitRequestRef request) {
        List<JiraIssue> tickets = world.tickets(request);
        return !tickets.isEmpty()
                && world.bridge().requestOf(JIRA, tickets.get(0).key()).isPresent();
    }

    private boolean isOver(JitRequestRef request, String answer) {
        return world.atEpm(request).status().equals(answer)
                && world.tickets(request).stream().allMatch(ticket -> ticket.statusCategory() == StatusCategory.DONE);
    }

    private void nothingWasDoneTwice() {
        assertThat(world.jira.createdIssues()).isEqualTo(all().size());
        for (JitRequestRef request : all()) {
            assertThat(world.tickets(request)).as("tickets of " + request).hasSize(1);
            assertThat(world.atEpm(request).received())
                    .as("decisions on " + request)
                    .hasSize(undecided.contains(request) ? 0 : 1)
                    .allSatisfy(decision -> assertThat(decision.effect()).isEqualTo(DecisionEffect.EFFECTIVE));
        }
        assertThat(world.jira.issues())
                .allSatisfy(
                        issue -> assertThat(issue.text(FakeJira.STAMP_FIELD)).isPresent());
        assertThat(world.changes(JitChange.DecisionOverwritten.class)).isEmpty();
        assertThat(world.changes(JitChange.TicketDuplicated.class)).isEmpty();
    }

    /** Looks whenever something has changed; and lets time pass where nothing changes without. */
    private void until(String what, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() ->
                            what + "; not so: " + unfinished().map(this::story).toList() + "; "
                                    + world.bridge().health())
                    .isLessThan(end);
            if (!news.tryAcquire(1, QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                world.clock.advance(Duration.ofSeconds(5));
            }
        }
    }
}
