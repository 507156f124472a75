package io.epmjit.benchmark.decide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmark as a program: {@code FORKS} (5) JVMs one after the other; the median of their medians counts. */
public final class BenchDecide {

    private static final long MOST_ADDED_MICROS = 100;

    /** What one fork measured, in nanoseconds and bytes for each call. */
    private record Fork(long clientNanos, long bareNanos, long clientBytes, long bareBytes, long pairs) {

        static Fork parse(String line) {
            long[] numbers =
                    Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Fork(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }

        long addedNanos() {
            return clientNanos - bareNanos;
        }

        @Override
        public String toString() {
            return String.format(
                    "decide %,7.1f us, bare OkHttp %,7.1f us, added %,6.1f us; allocated %,d and %,d bytes; %,d pairs",
                    clientNanos / 1e3, bareNanos / 1e3, addedNanos() / 1e3, clientBytes, bareBytes, pairs);
        }
    }

    private BenchDecide() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        int forks = Integer.parseInt(System.getenv().getOrDefault("FORKS", "5"));
        Path results = Files.createTempFile("bench-decide", ".txt");
        try {
            new Runner(new OptionsBuilder()
                            .include(DecideBenchmark.class.getName() + "\\.pair$")
                            .forks(forks)
                            .warmupIterations(5)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.seconds(1))
                            .jvmArgs(
                                    "-Xms1g",
                                    "-Xmx1g",
                                    "-Dsun.net.httpserver.nodelay=true",
                                    "-D" + DecideBenchmark.RESULTS + "=" + results)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            System.exit(
                    report(Files.readAllLines(results).stream().map(Fork::parse).toList(), forks) ? 0 : 1);
        } finally {
            Files.deleteIfExists(results);
        }
    }

    private static boolean report(List<Fork> forks, int wanted) {
        forks.forEach(fork -> System.out.println("  " + fork));
        double added = median(forks, Fork::addedNanos) / 1e3;
        boolean pass = forks.size() == wanted && added <= MOST_ADDED_MICROS;
        System.out.printf(
                "%s bench-decide: median of %d forks: %.1f us added to a bare call of %.1f us (most %d us), "
                        + "%,d bytes allocated beside %,d%n",
                pass ? "PASS" : "FAIL",
                forks.size(),
                added,
                median(forks, Fork::bareNanos) / 1e3,
                MOST_ADDED_MICROS,
                median(forks, Fork::clientBytes),
                median(forks, Fork::bareBytes));
        return pass;
    }

    private static long median(List<Fork> forks, ToLongFunction<Fork> figure) {
        long[] sorted = forks.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
