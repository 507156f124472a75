package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was intended outside and has been given up.
 *
 * @param id its number, to replay or drop it by
 * @param origin what it belongs to: for a request of EPM tenant, kind and id
 * @param target the outside system, such as a connector's id
 * @param action what should have been done there
 * @param key what makes it one of a kind for its origin and target
 * @param plannedAt when it was intended
 * @param diedAt when it was given up
 * @param attempts how often its call may have gone out
 * @param looks how often it was looked for
 * @param explanation why it was given up; may quote what another system said
 * @param mayHaveArrived whether a call for it may have reached the outside system, so that a replay looks first
 * @param obstacle why a replay is not possible, if so
 */
public record DeadLetter(
        long id,
        OriginKey origin,
        String target,
        String action,
        String key,
        Instant plannedAt,
        Instant diedAt,
        int attempts,
        int looks,
        String explanation,
        boolean mayHaveArrived,
        Optional<String> obstacle) {

    /** What a replay would do. */
    public Replay replay() {
        if (obstacle.isPresent()) {
            return Replay.IMPOSSIBLE;
        }
        return mayHaveArrived ? Replay.LOOKS_FIRST : Replay.DOES_IT;
    }

    /** What a replay can do. */
    public enum Replay {
        /** It is certain that nothing has reached the outside system: it is done. */
        DOES_IT,
        /** It is looked for, and done only if it is not there. */
        LOOKS_FIRST,
        /** Nothing; {@link DeadLetter#obstacle()} says why. */
        IMPOSSIBLE
    }
}
