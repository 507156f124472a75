package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger within one transaction, topic by topic: everything done here is there together, or not at all. Belongs to the
 * thread that runs the {@link LedgerWork}, and must not be kept.
 */
public final class LedgerSession {

    private final Statements sql;
    private final InstantSource time;
    private final Runnable wake;
    private final List<Runnable> afterCommit = new ArrayList<>();

    LedgerSession(Statements sql, InstantSource time, Runnable wake) {
        this.sql = sql;
        this.time = time;
        this.wake = wake;
    }

    /** The ledger's time: of its clock, or of its database where several nodes share one. */
    public Instant now() {
        return time.instant();
    }

    /** What came in, as it came. */
    public Bodies bodies() {
        return new Bodies(sql);
    }

    /** What happened at the source systems. */
    public Origins origins() {
        return new Origins(sql, time);
    }

    /** What the sources were seen to say, apart from what was decided here. */
    public Sightings sightings() {
        return new Sightings(sql);
    }

    /** What was decided here. */
    public Decisions decisions() {
        return new Decisions(sql, time);
    }

    /** The changes intended outside. */
    public Effects effects() {
        return new Effects(sql, time, () -> afterCommit(wake));
    }

    /** Runs something once this transaction is committed, and not at all if it is not. It must not block. */
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    Claims claims() {
        return new Claims(sql, time);
    }

    RecurringTasks recurringTasks() {
        return new RecurringTasks(sql, time);
    }

    List<Runnable> committed() {
        return afterCommit;
    }
}
