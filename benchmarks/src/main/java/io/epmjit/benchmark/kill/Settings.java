package io.epmjit.benchmark.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a campaign is run. Attempts and ages are the bridge's own; its times are shorter than in production, so that the
 * consequences of a kill are seen while somebody waits.
 *
 * @param kills how many
 * @param seed the same one makes the same choices
 * @param nodes how many bridges share the work
 * @param directory where everything is written
 * @param call the longest call of the bridge
 * @param lease for how long a worker of the bridge holds its work
 * @param consistencyDelay how long the bridge waits before it believes Jira's search
 * @param epmConsistencyDelay how late the bridge expects EPM to carry out a decision, longer than any that EPM carries out
 *     late here
 * @param hiding how long Jira's search does not show a new issue
 */
record Settings(
        int kills,
        long seed,
        int nodes,
        Path directory,
        Duration call,
        Duration lease,
        Duration consistencyDelay,
        Duration epmConsistencyDelay,
        Duration hiding) {

    static final int OPEN_AT_LEAST = 5;
    static final int OPEN_WANTED = 16;

    /** How long after its request the fakes may do a call's work. */
    static final Duration LATEST_WORK = Duration.ofMillis(1_000);

    private static final int MOST_KILLS = 1_000_000;

    static Settings from(Map<String, String> environment, int nodes, Path directory) {
        return new Settings(
                (int) number(environment, "KILLS", "100", MOST_KILLS),
                number(environment, "SEED", "1", Long.MAX_VALUE),
                nodes,
                directory,
                Duration.ofMillis(nodes == 1 ? 4_000 : 3_000),
                Duration.ofMillis(nodes == 1 ? 5_000 : 3_500),
                Duration.ofMillis(3_000),
                LATEST_WORK.plusMillis(500),
                Duration.ofMillis(1_500));
    }

    private static long number(Map<String, String> environment, String name, String otherwise, long most) {
        String text = environment.getOrDefault(name, otherwise);
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(name + " is a number from 1 to " + most + ", not " + text);
        }
        return Long.parseLong(text);
    }

    /**
     * The same where Jira hides new issues for longer than the bridge believes, so that it cannot but open some twice.
     * Nothing else goes wrong there: whatever is found comes from that.
     */
    Settings hidingBeyondTheDelay(Path elsewhere) {
        return new Settings(
                Math.max(5, kills / 20),
                seed,
                nodes,
                elsewhere,
                Duration.ofMillis(2_000),
                Duration.ofMillis(3_000),
                Duration.ofMillis(500),
                LATEST_WORK.plusMillis(500),
                Duration.ofMillis(20_000));
    }

    /** Whether an issue can be hidden when the bridge has waited long enough to believe that it is not there. */
    boolean hidesBeyondTheDelay() {
        return hiding.compareTo(call.plus(consistencyDelay)) > 0;
    }

    /** How often each edge must have been hit. */
    int leastPerEdge() {
        return hidesBeyondTheDelay() ? 0 : kills / 100;
    }

    /** How often each fault must have struck. */
    int leastPerFault() {
        return hidesBeyondTheDelay() ? 0 : kills / 20;
    }
}
