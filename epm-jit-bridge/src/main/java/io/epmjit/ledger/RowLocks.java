package io.epmjit.ledger;

/** How a transaction keeps rows to itself: the one thing that databases must be told in words of their own. */
enum RowLocks {

    /** Nobody else writes meanwhile, or nothing is written. */
    NONE("", ""),

    /** PostgreSQL's; lets others refer to the row, but neither change nor lock it. */
    FOR_NO_KEY_UPDATE(" FOR NO KEY UPDATE", " SKIP LOCKED");

    private final String keep;
    private final String orSkip;

    RowLocks(String keep, String orSkip) {
        this.keep = keep;
        this.orSkip = orSkip;
    }

    /** This query, keeping the rows that it finds until the transaction ends; it waits for those that another one keeps. */
    String keeping(String query) {
        return query + keep;
    }

    /** This query, keeping the rows of this table's alias that it finds, and passing over those that another one keeps. */
    String keepingFree(String alias, String query) {
        return this == NONE ? query : query + keep + " OF " + alias + orSkip;
    }

    /** Whether there is something to be kept from others. */
    boolean areNeeded() {
        return this != NONE;
    }
}
