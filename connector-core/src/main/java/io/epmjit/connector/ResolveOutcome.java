package io.epmjit.connector;

import java.util.List;
import java.util.Objects;

/**
 * What became of the wish to resolve a ticket. That a tracker refuses is an answer, not an error: a workflow may forbid
 * it, and somebody has to read why.
 */
public sealed interface ResolveOutcome {

    /**
     * The ticket has been moved, or was there already.
     *
     * @param status the state that it is in now, in the tracker's own word
     * @param remarks what could not be done beside it, such as filling in a field, and why; for an operator
     */
    record Resolved(String status, List<String> remarks) implements ResolveOutcome {

        public Resolved {
            Objects.requireNonNull(status, "status");
            remarks = List.copyOf(remarks);
        }

        public Resolved(String status) {
            this(status, List.of());
        }
    }

    /**
     * The tracker does not allow it, and would not allow it if asked again.
     *
     * @param reason why, for an operator
     */
    record Refused(String reason) implements ResolveOutcome {

        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    static ResolveOutcome resolved(String status) {
        return new Resolved(status);
    }

    static ResolveOutcome refused(String reason) {
        return new Refused(reason);
    }
}
