package io.epmjit.benchmark.kill;

import io.epmjit.http.HttpAttempt;
import io.epmjit.http.HttpListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the worker of this thread was answered last, and has not written down. Listens to what EPM answers. */
final class LastCall implements HttpListener {

    private final ThreadLocal<@Nullable Edge> answered = new ThreadLocal<>();

    void answered(Edge what) {
        answered.set(what);
    }

    @Override
    public void attempted(HttpAttempt attempt) {
        if (attempt.status().orElse(0) == 200) {
            if (EpmProcess.isDecision(attempt.method(), attempt.pathTemplate())) {
                answered(Edge.DECISION_ANSWERED);
            } else if (answered.get() == null && EpmProcess.isRead(attempt.method(), attempt.pathTemplate())) {
                answered(Edge.EPM_READ_BEFORE_SENDING);
            }
        }
    }

    /** Once, when the next thing is written: what was read before a decision counts only if the decision departs. */
    Optional<Edge> take(boolean departs) {
        Optional<Edge> last = Optional.ofNullable(answered.get());
        answered.remove();
        return last.filter(edge -> (edge == Edge.EPM_READ_BEFORE_SENDING) == departs);
    }
}
