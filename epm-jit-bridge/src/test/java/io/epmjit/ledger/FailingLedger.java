package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** A ledger whose disk is full whenever a test says so. */
public final class FailingLedger implements Ledger {

    private final Ledger ledger;
    private final BooleanSupplier fails;

    /** @param fails is asked once for each write */
    public FailingLedger(Ledger ledger, BooleanSupplier fails) {
        this.ledger = ledger;
        this.fails = fails;
    }

    @Override
    public <T> T write(LedgerWork<T> work) {
        if (fails.getAsBoolean()) {
            throw new LedgerException("the disk is full", Retryability.SAFE, null);
        }
        return ledger.write(work);
    }

    @Override
    public <T> T read(LedgerWork<T> work) {
        return ledger.read(work);
    }

    @Override
    public boolean hasRoom() {
        return ledger.hasRoom();
    }

    @Override
    public boolean scrub() {
        return ledger.scrub();
    }

    @Override
    public InstantSource clock() {
        return ledger.clock();
    }

    @Override
    public void onPlanned(Runnable wake) {
        ledger.onPlanned(wake);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
