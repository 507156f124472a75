package io.epmjit.attack;

import io.epmjit.model.Escaping;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.WebhookTemplate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures whether ten times the body takes about ten times as long, for bodies that are meant to make it worse. */
final class GrowthAttack {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SMALL = 100_000;
    private static final int LARGE = 1_000_000;
    private static final int WARM_UP = 100;
    private static final int REPETITIONS = 40;
    private static final Map<String, String> SHAPES = shapes();

    private GrowthAttack() {}

    private static Map<String, String> shapes() {
        Map<String, String> shapes = new LinkedHashMap<>();
        shapes.put("plain text", "x");
        shapes.put("quotes", "\"");
        shapes.put("quotes and commas", "\",");
        shapes.put("white space after quotes", "\"          ");
        shapes.put("white space alone", " ");
        shapes.put("beginnings of keys", "\",\n    \"hostNam");
        shapes.put("whole keys", "\", \"hostName\": \"");
        shapes.put("backslashes", "\\\\");
        shapes.put("unicode escapes", "\\ud800");
        shapes.put("objects in objects", "\",\"a\":{\"b\":\"");
        shapes.put("ends", "\"}}");
        return shapes;
    }

    /**
     * The worst ratio of the time for 1 MB to that for 100 kB, over all shapes and ways to read; of each the quickest of
     * many runs, since whatever else the machine does only makes a run slower.
     */
    static double worstRatio() {
        double worst = 0;
        for (Map.Entry<String, String> shape : SHAPES.entrySet()) {
            for (Escaping escaping : Escaping.values()) {
                double ratio = ratio(shape.getValue(), escaping);
                System.out.printf("  %-26s %-7s %5.1f%n", shape.getKey(), escaping, ratio);
                worst = Math.max(worst, ratio);
            }
        }
        return worst;
    }

    private static double ratio(String shape, Escaping escaping) {
        byte[] small = body(shape, SMALL);
        byte[] large = body(shape, LARGE);
        ParseOptions options = ParseOptions.builder()
                .templates(WebhookTemplate.SERVICENOW_APPLICATION_CREATED)
                .escaping(escaping)
                .maxFieldLength(2 * LARGE)
                .build();
        nanos(small, options, WARM_UP);
        long quickestSmall = Long.MAX_VALUE;
        long quickestLarge = Long.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            quickestSmall = Math.min(quickestSmall, nanos(small, options, 1));
            quickestLarge = Math.min(quickestLarge, nanos(large, options, 1));
        }
        return (double) quickestLarge / quickestSmall;
    }

    private static byte[] body(String shape, int length) {
        return WebhookTemplate.SERVICENOW_APPLICATION_CREATED
                .renderRaw(Map.of("RequestId", "r-1", "Reason", shape.repeat(length / shape.length())))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long nanos(byte[] body, ParseOptions options, int times) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            try {
                JitWebhookParser.parse(body, options);
            } catch (JitWebhookParseException refused) {
                // Refusing takes its time, too.
            }
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
