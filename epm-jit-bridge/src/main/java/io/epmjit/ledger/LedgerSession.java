package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger within one transaction, topic by topic: everything done here is there together, or not at all. Belongs to the
 * thread that runs the {@link LedgerWork}, and must not be kept.
 */
public final class LedgerSession {

    private static final Logger log = LoggerFactory.getLogger(LedgerSession.class);

    private final Statements sql;
    private final InstantSource time;
    private final Runnable wake;
    private final Origins origins;
    private final List<Runnable> afterCommit = new ArrayList<>();

    LedgerSession(Statements sql, InstantSource time, Runnable wake) {
        this.sql = sql;
        this.time = time;
        this.wake = wake;
        this.origins = new Origins(sql, time);
    }

    /** The ledger's time: of its clock, or of its database where several nodes share one. */
    public Instant now() {
        return time.instant();
    }

    /** The database that the ledger is kept in, and its driver, with their versions. */
    public String database() {
        return sql.product();
    }

    /** What came in, as it came. */
    public Bodies bodies() {
        return new Bodies(sql);
    }

    /** What happened at the source systems. */
    public Origins origins() {
        return origins;
    }

    /** What the sources were seen to say, apart from what was decided here. */
    public Sightings sightings() {
        return new Sightings(sql);
    }

    /** What nobody has decided yet. */
    public Undecided undecided() {
        return new Undecided(sql, time);
    }

    /** What was decided here. */
    public Decisions decisions() {
        return new Decisions(sql, time);
    }

    /** Calls that proposed decisions, with their first answers. */
    public DecisionCalls decisionCalls() {
        return new DecisionCalls(sql, time);
    }

    /** The changes intended outside. */
    public Effects effects() {
        return new Effects(sql, time, origins, () -> afterCommit(wake));
    }

    /** Which targets are left alone. */
    public Holds holds() {
        return new Holds(sql, time, () -> afterCommit(wake));
    }

    /** Who tried and did what, for good. */
    public AuditTrail audit() {
        return new AuditTrail(sql, time);
    }

    /** What was removed for good. */
    public Tombstones tombstones() {
        return new Tombstones(sql, time);
    }

    /** Random keys that all nodes share. */
    public Keys keys() {
        return new Keys(sql);
    }

    /** Removing what need not be kept any longer, and forgetting people. */
    public Records records() {
        return new Records(sql, time);
    }

    /** What has happened, to be read. */
    public History history() {
        return new History(sql);
    }

    /** How the work stands. */
    public Overview overview() {
        return new Overview(sql);
    }

    /** Runs something once this transaction is committed, and not at all if it is not. It must not block. */
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    Claims claims() {
        return new Claims(sql, time, origins);
    }

    Restore restore() {
        return new Restore(sql, time);
    }

    RecurringTasks recurringTasks() {
        return new RecurringTasks(sql, time);
    }

    /** Runs what was to be run after the commit. */
    void committed() {
        for (Runnable task : afterCommit) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.warn("A task after a commit failed", e);
            }
        }
    }
}
