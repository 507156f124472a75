package io.epmjit.benchmark.ledger;

import java.nio.file.Path;

/** What a program is told by its environment. */
final class Parameter {

    private Parameter() {}

    static int number(String name, int otherwise) {
        String said = System.getenv(name);
        return said == null ? otherwise : Integer.parseInt(said);
    }

    /** Where ledgers are made: on a disk, since in memory a sync costs nothing. */
    static Path directory() {
        String said = System.getenv("DIRECTORY");
        return Path.of(said == null ? "benchmarks/target/ledgers" : said).toAbsolutePath();
    }
}
