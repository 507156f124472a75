package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.TaskRun;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.model.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes records whose time is over: in small steps, so that webhooks are never kept waiting, and some at each run. */
final class Retention implements RecurringTask {

    private static final String NAME = "retention";

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int STEP = 100;
    private static final int STEPS = 50;

    private final RetentionSettings settings;
    private final Announcer announcer;

    Retention(RetentionSettings settings, Announcer announcer) {
        this.settings = settings;
        this.announcer = announcer;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run(TaskRun run) {
        Instant now = run.ledger().clock().instant();
        inSteps(
                run,
                "incoming request records",
                session -> session.records().removeBodies(now.minus(settings.incomingRequestRecords()), STEP));
        for (RequestKind kind : RequestKind.values()) {
            inSteps(
                    run,
                    kind == RequestKind.ADMIN ? "admin ticket records" : "application access ticket records",
                    session -> bury(
                            session,
                            session.records().over(kind.name(), now.minus(settings.ticketRecords(kind)), STEP)));
            int undecided = inSteps(
                    run,
                    "undecided " + (kind == RequestKind.ADMIN ? "admin" : "application access") + " ticket records",
                    session -> buryUndecided(
                            session,
                            session.records()
                                    .neverDecided(kind.name(), now.minus(settings.undecidedTicketRecords()), STEP)));
            if (undecided > 0) {
                log.warn(
                        "{} {} requests that nobody ever decided were removed: they were older than {} days",
                        undecided,
                        kind,
                        settings.undecidedTicketRecords().toDays());
            }
        }
        int unread = inSteps(
                run,
                "quarantined request records",
                session -> session.records().removeQuarantined(now.minus(settings.quarantinedRequestRecords()), STEP));
        if (unread > 0) {
            log.warn(
                    "{} bodies that nobody looked into were removed from the quarantine: they were older than {} days",
                    unread,
                    settings.quarantinedRequestRecords().toDays());
        }
        inSteps(
                run,
                "tombstones",
                session -> session.records().removeTombstones(now.minus(settings.tombstones()), STEP));
    }

    private static int bury(LedgerSession session, List<Origin> origins) {
        int buried = 0;
        for (Origin origin : origins) {
            buried += session.records().bury(origin) ? 1 : 0;
        }
        return buried;
    }

    private int buryUndecided(LedgerSession session, List<Origin> origins) {
        List<Origin> buried = new ArrayList<>();
        for (Origin origin : origins) {
            if (session.records().bury(origin)) {
                buried.add(origin);
            }
        }
        buried.forEach(origin -> announcer.after(
                session,
                new JitChange.UndecidedRequestRemoved(
                        session.now(), Requests.tenant(origin), Requests.of(origin), origin.openedAt())));
        return buried.size();
    }

    /** Repeats a step until it finds no more, or the run has done its share; what was removed is on the trail. */
    private static int inSteps(TaskRun run, String what, ToIntFunction<LedgerSession> step) {
        Ledger ledger = run.ledger();
        int removed = 0;
        for (int i = 0; i < STEPS && ledger.clock().instant().isBefore(run.deadline()); i++) {
            int found = ledger.<Integer>write(session -> {
                int count = step.applyAsInt(session);
                if (count > 0) {
                    session.audit()
                            .append(TrailEntry.builder()
                                    .kind(TrailEntry.Kind.RETENTION)
                                    .action("remove")
                                    .subject(what)
                                    .outcome(count + " removed")
                                    .build());
                }
                return count;
            });
            removed += found;
            if (found < STEP) {
                break;
            }
        }
        return removed;
    }
}
