package io.epmjit.benchmark.kill;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of a campaign.
 *
 * @param findings the rules that were broken
 * @param figures how often what happened, by topic
 */
record Verdict(List<Finding> findings, Map<String, Map<String, Long>> figures) {

    private static final int MOST_SHOWN = 25;

    boolean isPassed() {
        return findings.isEmpty();
    }

    /** In one sentence. */
    String summary() {
        String sums = figures.getOrDefault("sums", Map.of()).entrySet().stream()
                .map(sum -> sum.getValue() + " " + sum.getKey())
                .collect(Collectors.joining(", "));
        return findings.isEmpty()
                ? sums + ", nothing lost, nothing done twice"
                : sums + ", " + findings.size() + " findings, the first: " + findings.get(0);
    }

    void print(PrintStream out) {
        figures.forEach((topic, counts) -> {
            out.println("  " + topic);
            counts.forEach((what, count) -> out.printf("    %,9d  %s%n", count, what));
        });
        findings.stream().limit(MOST_SHOWN).forEach(finding -> out.println("  BROKEN " + finding));
        if (findings.size() > MOST_SHOWN) {
            out.println("  … and " + (findings.size() - MOST_SHOWN) + " more");
        }
    }
}
