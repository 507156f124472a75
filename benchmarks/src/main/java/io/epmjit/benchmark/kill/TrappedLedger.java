package io.epmjit.benchmark.kill;

import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerWork;
import java.lang.StackWalker.StackFrame;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ledger with traps just before and just after each commit. What a commit is for, it sees from who asks for it: the
 * bridge itself has no hooks for tests. If its classes were called otherwise, no trap would be sprung, and the program that
 * counts them would say so.
 */
final class TrappedLedger implements Ledger {

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final int DEPTH = 24;

    /** What a commit is for. */
    private enum Purpose {
        WEBHOOK("io.epmjit.bridge.Intake", "", Edge.WEBHOOK_WRITTEN, Edge.WEBHOOK_COMMITTED),
        DECISION("io.epmjit.decision.DecisionDesk", "", Edge.DECISION_WRITTEN, Edge.DECISION_COMMITTED),
        DEPARTURE("io.epmjit.ledger.Attempt", "send", Edge.DEPARTURE_WRITTEN, Edge.DEPARTURE_COMMITTED),
        CLAIM("io.epmjit.ledger.Dispatcher", "claim", Edge.CLAIM_WRITTEN, Edge.CLAIM_COMMITTED),
        OUTCOME("io.epmjit.ledger.Worker", "write", Edge.OUTCOME_WRITTEN, Edge.OUTCOME_COMMITTED);

        private final String type;
        private final String method;
        private final Edge before;
        private final Edge after;

        Purpose(String type, String method, Edge before, Edge after) {
            this.type = type;
            this.method = method;
            this.before = before;
            this.after = after;
        }

        static Optional<Purpose> ofCaller() {
            return STACK.walk(frames ->
                    frames.limit(DEPTH).flatMap(frame -> of(frame).stream()).findFirst());
        }

        private static Optional<Purpose> of(StackFrame frame) {
            for (Purpose purpose : values()) {
                if (frame.getClassName().equals(purpose.type)
                        && (purpose.method.isEmpty() || frame.getMethodName().equals(purpose.method))) {
                    return Optional.of(purpose);
                }
            }
            return Optional.empty();
        }
    }

    private final Ledger ledger;
    private final Trap trap;
    private final LastCall lastCall;

    TrappedLedger(Ledger ledger, Trap trap, LastCall lastCall) {
        this.ledger = ledger;
        this.trap = trap;
        this.lastCall = lastCall;
    }

    @Override
    public <T> T write(LedgerWork<T> work) {
        Optional<Purpose> purpose = Purpose.ofCaller();
        if (purpose.isEmpty()) {
            return ledger.write(work);
        }
        Optional<Edge> answered = lastCall.take(purpose.get() == Purpose.DEPARTURE);
        answered.ifPresent(trap::at);
        T answer = ledger.write(session -> {
            T done = work.run(session);
            if (!isNothing(done)) {
                trap.at(purpose.get().before);
            }
            return done;
        });
        if (!isNothing(answer)) {
            trap.at(purpose.get().after);
        }
        answered.filter(Edge.LOOK_UP_ANSWERED::equals).ifPresent(look -> trap.at(Edge.LOOK_UP_COMMITTED));
        return answer;
    }

    /** A claim of nothing, of which there is one every second. */
    private static boolean isNothing(@Nullable Object answer) {
        return answer instanceof List<?> claims && claims.isEmpty();
    }

    @Override
    public <T> T read(LedgerWork<T> work) {
        return ledger.read(work);
    }

    @Override
    public boolean hasRoom() {
        return ledger.hasRoom();
    }

    @Override
    public boolean scrub() {
        return ledger.scrub();
    }

    @Override
    public InstantSource clock() {
        return ledger.clock();
    }

    @Override
    public void onPlanned(Runnable wake) {
        ledger.onPlanned(wake);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
