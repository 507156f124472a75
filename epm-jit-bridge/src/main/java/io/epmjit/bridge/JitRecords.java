package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;

/**
 * What is kept on people, and for how long.
 *
 * <p>Safe for use by several threads.
 */
public final class JitRecords {

    private final Ledger ledger;
    private final RetentionSettings retention;

    JitRecords(Ledger ledger, RetentionSettings retention) {
        this.ledger = ledger;
        this.retention = retention;
    }

    /** For how long records are kept. */
    public RetentionSettings retention() {
        return retention;
    }

    /**
     * Forgets a person: removes their requests with everything that belongs to them, takes their name off decisions on other
     * people's requests, and makes the audit trail call them by a number. Works in small steps beside everything else;
     * if it fails on its way, the same order goes on where it stopped.
     *
     * <p>What it cannot reach: tickets in trackers and requests in EPM, whose own people have to remove them (a later answer
     * of EPM brings its names back); free text of other people's requests; exports, logs and backups.
     *
     * @throws io.epmjit.ledger.LedgerException if the ledger fails
     */
    public ErasureReport erase(ErasureOrder order) {
        return new Erasure(ledger, order).carryOut();
    }
}
