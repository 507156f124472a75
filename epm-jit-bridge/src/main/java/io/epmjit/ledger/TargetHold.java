package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A target that is left alone for now; its work waits, on all nodes, and does not grow old meanwhile.
 *
 * @param target the outside system, such as a connector's id
 * @param reason what kind of hold it is
 * @param since when it began
 * @param until when a single call finds out whether it is over; empty while it is switched off
 * @param times how often in a row it has been found not to be over
 * @param why what the target said, or why somebody switched it off
 * @param by who switched it off
 */
public record TargetHold(
        String target,
        HoldReason reason,
        Instant since,
        Optional<Instant> until,
        int times,
        String why,
        Optional<String> by) {

    /** Whether a call may find out by then. */
    boolean isOverBy(Instant then) {
        return until.filter(end -> !end.isAfter(then)).isPresent();
    }
}
