package io.epmjit.ledger;

import java.time.Duration;

/**
 * Work that comes back, such as comparing a source's own list with the ledger. Of all nodes that share a ledger one at a
 * time does it; after a crash another one begins where the last run that ended well stopped, so a run must be able to
 * repeat what it did.
 */
public interface RecurringTask {

    /** Stable for ever, and unique in the ledger. */
    String name();

    /** From the end of one run to the beginning of the next; after a failure at most a minute. */
    Duration interval();

    /** After how long another node may take it over; a run ends before its deadline. Default: five minutes. */
    default Duration longestRun() {
        return Duration.ofMinutes(5);
    }

    /** Does it once. May throw: then the bookmark stays where it was, and the failure is kept for all to see. */
    void run(TaskRun run);
}
