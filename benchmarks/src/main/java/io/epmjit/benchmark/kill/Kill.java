package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Kills a bridge on a SQLite file {@code KILLS} (100) times, choosing by {@code SEED} (1), and judges what it left. */
public final class Kill {

    private Kill() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("epm-jit-kill");
        Settings settings = Settings.from(System.getenv(), 1, directory);
        long began = System.nanoTime();
        Verdict verdict = run(settings);
        Verdict beyond =
                run(settings.hidingBeyondTheDelay(Files.createDirectory(directory.resolve("hidden-for-too-long"))));
        boolean passed = verdict.isPassed() && beyond.isPassed();
        System.out.printf(
                "%s kill (seed %d, %d s): %s. With issues hidden for longer than the bridge waits: %s%s%n",
                passed ? "PASS" : "FAIL",
                settings.seed(),
                (System.nanoTime() - began) / 1_000_000_000,
                verdict.summary(),
                beyond.summary(),
                passed ? "" : ". Everything is in " + directory);
        if (passed) {
            delete(directory);
        }
        System.exit(passed ? 0 : 1);
    }

    private static Verdict run(Settings settings) throws InterruptedException {
        try (Store store = new SqliteStore(settings.directory().resolve("jit.db"));
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
