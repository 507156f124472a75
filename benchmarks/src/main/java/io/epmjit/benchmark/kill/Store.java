package io.epmjit.benchmark.kill;

import java.util.Map;
import java.util.Set;

/** Where the bridges keep their ledger, seen from outside. */
interface Store extends AutoCloseable {

    /** What a bridge needs to open its ledger. */
    Map<String, String> settings();

    /** The SHA-256 of every incoming body that the ledger has kept. */
    Set<String> keptBodies();

    /** How many effects are neither done nor given up, or are to be looked at once more. */
    int unfinished();

    @Override
    void close();
}
