package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/** Two campaigns, one in which everything must be right, and one in which the bridge cannot but open tickets twice. */
final class Program {

    private Program() {}

    /** Runs both, prints what became of them, and returns the exit status. */
    static int run(String name, int nodes, Function<Settings, Store> stores) throws Exception {
        Path directory = Files.createTempDirectory("epm-jit-" + name);
        Settings settings = Settings.from(System.getenv(), nodes, directory);
        long began = System.nanoTime();
        Verdict verdict = run(settings, stores);
        Verdict beyond = run(
                settings.hidingBeyondTheDelay(Files.createDirectory(directory.resolve("hidden-for-too-long"))), stores);
        boolean passed = verdict.isPassed() && beyond.isPassed();
        System.out.printf(
                "%s %s (seed %d, %d s): %s. With issues hidden for longer than the bridge waits: %s%s%n",
                passed ? "PASS" : "FAIL",
                name,
                settings.seed(),
                (System.nanoTime() - began) / 1_000_000_000,
                verdict.summary(),
                beyond.summary(),
                passed ? "" : ". Everything is in " + directory);
        if (passed) {
            delete(directory);
        }
        return passed ? 0 : 1;
    }

    private static Verdict run(Settings settings, Function<Settings, Store> stores) throws InterruptedException {
        try (Store store = stores.apply(settings);
                Campaign campaign = new Campaign(settings, store)) {
            Verdict verdict = Rules.judge(settings, campaign.run());
            verdict.print(System.out);
            System.out.println();
            return verdict;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
