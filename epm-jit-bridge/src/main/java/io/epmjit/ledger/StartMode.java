package io.epmjit.ledger;

/** What the ledger is when an engine is started on it. */
public enum StartMode {

    /** It is as its last engine left it, however that ended. */
    NORMAL,

    /**
     * It is a copy from earlier that has been brought back. What was done after the copy was made, it does not know: so
     * everything unfinished, and everything that is planned for a while from now on, is looked for before it is done, and
     * no decision counts as sent for the first time. See {@link EngineSettings#doubtAfterRestore()}.
     */
    AFTER_RESTORE
}
