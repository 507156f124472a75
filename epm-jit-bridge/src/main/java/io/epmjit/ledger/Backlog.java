package io.epmjit.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is unfinished at one target.
 *
 * @param target the outside system
 * @param waiting how much of it is in which state; counted up to a limit
 * @param oldest when the oldest of it was planned; what is meant for a later time counts from then on
 * @param longestDue since when something of it has been due
 * @param explanation what last went wrong with the oldest
 */
public record Backlog(
        String target,
        Map<EffectState, Integer> waiting,
        Optional<Instant> oldest,
        Optional<Instant> longestDue,
        Optional<String> explanation) {

    public Backlog {
        waiting = Map.copyOf(waiting);
    }

    /** How much is unfinished, in all states. */
    public int size() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }
}
