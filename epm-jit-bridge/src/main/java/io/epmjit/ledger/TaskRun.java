package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;

/** One run of a {@link RecurringTask}. Belongs to the thread that runs it. */
public final class TaskRun {

    private final Ledger ledger;
    private final Instant deadline;
    private Optional<String> bookmark;

    TaskRun(Ledger ledger, Instant deadline, Optional<String> bookmark) {
        this.ledger = ledger;
        this.deadline = deadline;
        this.bookmark = bookmark;
    }

    /** Where the ledger is, to read and to write. */
    public Ledger ledger() {
        return ledger;
    }

    /** When the run must have ended. */
    public Instant deadline() {
        return deadline;
    }

    /** Where the last run that ended well stopped, in the task's own words; empty at the very first one. */
    public Optional<String> bookmark() {
        return bookmark;
    }

    /** Where the next run shall begin; kept once this run ends well. */
    public void stopAt(String place) {
        bookmark = Optional.of(place);
    }
}
