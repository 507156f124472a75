package io.epmjit.connector;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What looking for something in a tracker said: it is there, it is not there, or nobody can tell. <em>Not allowed to
 * see</em> is {@link CannotTell}, never {@link Absent}: a search with too few rights answers with an empty list.
 *
 * @param <T> what was looked for
 */
public sealed interface Lookup<T> {

    /**
     * It is there, perhaps more than once.
     *
     * @param matches what was found, the oldest first; never empty
     */
    record Found<T>(List<Match<T>> matches) implements Lookup<T> {

        /** @throws IllegalArgumentException if there is no match */
        public Found {
            matches = List.copyOf(matches);
            if (matches.isEmpty()) {
                throw new IllegalArgumentException("found what? Use absent() for an empty answer");
            }
        }
    }

    /** It is not there, as far as the tracker's search knows at this moment. */
    record Absent<T>() implements Lookup<T> {}

    /**
     * Nobody can tell.
     *
     * @param reason why, for an operator
     */
    record CannotTell<T>(String reason) implements Lookup<T> {

        public CannotTell {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * One thing that was found.
     *
     * @param value the thing
     * @param createdAt when the tracker says it was made
     * @param creator the account that made it, in the tracker's own terms
     * @param ours whether that account is the connector's own, or was
     */
    record Match<T>(T value, Instant createdAt, Optional<String> creator, boolean ours) {}

    static <T> Lookup<T> found(List<Match<T>> matches) {
        return new Found<>(matches);
    }

    static <T> Lookup<T> absent() {
        return new Absent<>();
    }

    static <T> Lookup<T> cannotTell(String reason) {
        return new CannotTell<>(reason);
    }
}
