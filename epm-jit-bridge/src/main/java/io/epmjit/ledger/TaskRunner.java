package io.epmjit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the recurring tasks whose turn it is, one after the other, on a thread of their own. */
final class TaskRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long FAREWELL_SECONDS = 30;

    private final Ledger ledger;
    private final List<RecurringTask> tasks;
    private final Outage outage;
    private final ScheduledExecutorService thread;
    private volatile boolean paused;

    TaskRunner(Ledger ledger, List<RecurringTask> tasks, Outage outage) {
        this.ledger = ledger;
        this.tasks = List.copyOf(tasks);
        this.outage = outage;
        Set<String> names = new HashSet<>();
        tasks.forEach(task -> {
            if (!names.add(task.name())) {
                throw new IllegalArgumentException("there is a recurring task " + task.name() + " already");
            }
        });
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread own = new Thread(work, "epm-jit-tasks");
            own.setDaemon(true);
            return own;
        });
    }

    void start() {
        if (!tasks.isEmpty()) {
            Future<?> unused = thread.scheduleWithFixedDelay(this::runDue, 0, 1, TimeUnit.SECONDS);
        }
    }

    void pause(boolean wanted) {
        paused = wanted;
    }

    /** Runs what is due, and answers how many tasks that were. */
    int runDue() {
        int run = 0;
        if (paused) {
            return run;
        }
        for (RecurringTask task : tasks) {
            try {
                run += runIfDue(task) ? 1 : 0;
            } catch (LedgerException e) {
                outage.met(e);
            } catch (RuntimeException e) {
                log.warn("The task {} could not be taken or written down; it is tried again", task.name(), e);
            }
        }
        return run;
    }

    private boolean runIfDue(RecurringTask task) {
        Instant deadline = ledger.clock().instant().plus(task.longestRun());
        Optional<RecurringTasks.Turn> turn = ledger.write(session ->
                session.recurringTasks().take(task.name(), task.longestRun().plus(GRACE)));
        turn.ifPresent(mine -> run(task, mine, new TaskRun(ledger, deadline, mine.bookmark())));
        return turn.isPresent();
    }

    private void run(RecurringTask task, RecurringTasks.Turn turn, TaskRun run) {
        try {
            task.run(run);
        } catch (RuntimeException e) {
            if (e instanceof LedgerException) {
                outage.met(e);
            } else {
                log.warn("The task {} failed; it begins again where it began", task.name(), e);
            }
            String why = Outcome.printable(String.valueOf(e.getMessage()));
            ledger.write(session -> session.recurringTasks().failed(turn, why, pauseAfterFailure(task)));
            return;
        }
        boolean held = ledger.write(session -> session.recurringTasks().done(turn, run.bookmark(), task.interval()));
        if (!held) {
            log.warn("The task {} took longer than {}; another node has taken it over", task.name(), task.longestRun());
        }
    }

    private static Duration pauseAfterFailure(RecurringTask task) {
        return task.interval().compareTo(LONGEST_PAUSE) < 0 ? task.interval() : LONGEST_PAUSE;
    }

    /** How each task went last, on any node. */
    List<TaskReport> reports() {
        return ledger.read(session -> tasks.stream()
                .flatMap(task -> session.recurringTasks().report(task.name()).stream())
                .toList());
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
