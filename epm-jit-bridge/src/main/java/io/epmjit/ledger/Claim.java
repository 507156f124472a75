package io.epmjit.ledger;

/**
 * A worker's hold on an effect, until its lease ends or somebody else claims it.
 *
 * @param effect the effect as it was claimed; its epoch is the claim's
 * @param origin what it belongs to
 * @param task what the worker shall do
 * @param probes whether it goes out alone, to find out whether its target is to be left alone any longer
 */
record Claim(Effect effect, Origin origin, Task task, boolean probes) {

    enum Task {
        /** Do it. */
        PERFORM,
        /** Only look, since an earlier outcome is unknown. */
        LOOK,
        /** It is done, but its outcome had been unknown: look once more whether it has been done twice. */
        LOOK_AGAIN
    }

    /** Whether nothing may be sent. */
    boolean looks() {
        return task != Task.PERFORM;
    }
}
