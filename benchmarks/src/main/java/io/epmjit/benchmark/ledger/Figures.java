package io.epmjit.benchmark.ledger;

import java.util.Arrays;
import java.util.Collection;

/** Medians and percentiles, by the nearest rank. */
final class Figures {

    private Figures() {}

    static double median(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** @param share of all that are at most as large, such as 0.99 */
    static long percentile(long[] figures, double share) {
        long[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
