package io.epmjit.benchmark.parse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmark as a program: {@code FORKS} (5) rounds, in each of which every contender runs once in a JVM of its own,
 * every other round in the opposite order, so that whatever else the machine does meets all of them. The median of the
 * rounds counts.
 */
public final class BenchParse {

    private static final double MOST_BYTES = 4_500;
    private static final double LEAST_RATIO = 1.0;
    private static final List<String> CONTENDERS =
            List.of("epmJit", "databind", "streaming", "gson", "fastjson2", "dslJson");

    private final Map<String, List<Double>> throughput = new LinkedHashMap<>();
    private final Map<String, List<Double>> bytes = new LinkedHashMap<>();

    private BenchParse() {}

    public static void main(String[] arguments) throws RunnerException {
        int forks = Integer.parseInt(System.getenv().getOrDefault("FORKS", "5"));
        BenchParse bench = new BenchParse();
        System.out.printf("Reading a body of %,d bytes%n", SampleBody.bytes().length);
        for (int fork = 1; fork <= forks; fork++) {
            List<String> order = new ArrayList<>(CONTENDERS);
            if (fork % 2 == 0) {
                Collections.reverse(order);
            }
            for (String contender : order) {
                bench.run(contender);
            }
            System.out.printf(
                    "  round %d of %d: epmJit %,.0f, databind %,.0f per second%n",
                    fork, forks, bench.last("epmJit"), bench.last("databind"));
        }
        System.exit(bench.report() ? 0 : 1);
    }

    private void run(String contender) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ParseBenchmark.class.getName() + "\\." + contender + "$")
                        .forks(1)
                        .warmupIterations(8)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(6)
                        .measurementTime(TimeValue.milliseconds(500))
                        .jvmArgs("-Xms1g", "-Xmx1g")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        double allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
        throughput
                .computeIfAbsent(contender, name -> new ArrayList<>())
                .add(result.getPrimaryResult().getScore());
        bytes.computeIfAbsent(contender, name -> new ArrayList<>()).add(allocated);
    }

    private double last(String contender) {
        List<Double> figures = throughput.getOrDefault(contender, List.of());
        return figures.get(figures.size() - 1);
    }

    private boolean report() {
        for (String contender : CONTENDERS) {
            System.out.printf(
                    "  %-10s %,10.0f per second  %,8.0f bytes each%n",
                    contender, median(throughput, contender), median(bytes, contender));
        }
        double ratio = median(throughput, "epmJit") / median(throughput, "databind");
        double allocated = median(bytes, "epmJit");
        boolean passed = allocated <= MOST_BYTES && ratio >= LEAST_RATIO;
        System.out.printf(
                "%s bench-parse: %,.0f bytes per body (at most %,.0f), %.2f times the throughput of databind (at least"
                        + " %.1f)%n",
                passed ? "PASS" : "FAIL", allocated, MOST_BYTES, ratio, LEAST_RATIO);
        return passed;
    }

    private static double median(Map<String, List<Double>> figures, String contender) {
        List<Double> sorted =
                figures.getOrDefault(contender, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
