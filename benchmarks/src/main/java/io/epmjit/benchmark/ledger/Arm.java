package io.epmjit.benchmark.ledger;

import java.io.IOException;
import java.sql.SQLException;

/** One way to put the rows of the same requests on disk; each run begins with an empty ledger. */
interface Arm {

    String name();

    /** Answers how many requests a second were on disk. */
    double run(Scratch scratch) throws IOException, SQLException;
}
