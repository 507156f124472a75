package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Kills a bridge on a SQLite file {@code KILLS} (100) times, choosing by {@code SEED} (1), and judges what it left. */
public final class Kill {

    private Kill() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("epm-jit-kill");
        Settings settings = Settings.from(System.getenv(), 1, directory);
        boolean passed;
        long began = System.nanoTime();
        try (Store store = new SqliteStore(directory.resolve("jit.db"));
                Campaign campaign = new Campaign(settings, store)) {
            Verdict verdict = Rules.judge(settings, campaign.run());
            verdict.print(System.out);
            passed = verdict.isPassed();
            System.out.println(summary("kill", settings, verdict, (System.nanoTime() - began) / 1_000_000_000));
        }
        if (passed) {
            delete(directory);
        }
        System.exit(passed ? 0 : 1);
    }

    static String summary(String name, Settings settings, Verdict verdict, long seconds) {
        String figures = name + ": " + verdict.figures().get("kills").values().stream().mapToLong(Long::longValue).sum()
                + " kills (seed " + settings.seed() + ") in " + seconds + " s, "
                + verdict.figure("sums", "requests") + " requests, "
                + verdict.figure("sums", "tickets") + " tickets, "
                + verdict.figure("sums", "decisions accepted") + " decisions accepted, "
                + verdict.figure("sums", "webhooks acknowledged") + " webhooks acknowledged";
        return verdict.isPassed()
                ? "PASS " + figures + "; nothing lost, nothing done twice"
                : "FAIL " + figures + "; " + verdict.findings().size() + " findings, the first: "
                        + List.copyOf(verdict.findings()).get(0) + "; everything is in " + settings.directory();
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
