package io.epmjit.testkit.epm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request in EPM's own records. Touched only while nothing else is. */
final class StoredRequest {

    final EpmRequestKind kind;
    final String requestId;
    final String ticketNumber;
    final Map<String, String> values;
    final Instant created;
    Instant modified;
    String systemId = "";
    String ticketUrl = "";
    private @Nullable EpmDecision decision;
    private boolean used;
    private final List<EpmDecision> received = new ArrayList<>();

    StoredRequest(
            EpmRequestKind kind, String requestId, String ticketNumber, Map<String, String> values, Instant created) {
        this.kind = kind;
        this.requestId = requestId;
        this.ticketNumber = ticketNumber;
        this.values = Map.copyOf(values);
        this.created = created;
        this.modified = created;
    }

    String value(String placeholder) {
        return values.getOrDefault(placeholder, "");
    }

    Optional<EpmDecision> decision() {
        return Optional.ofNullable(decision);
    }

    String status() {
        return decision == null ? EpmDecision.PENDING : decision.status();
    }

    void record(EpmDecision arrived) {
        received.add(arrived);
        if (arrived.effect() == DecisionEffect.EFFECTIVE) {
            decision = arrived;
            modified = arrived.receivedAt();
            used = false;
        }
    }

    UserView userView(Instant now) {
        if (decision == null) {
            return UserView.PENDING;
        }
        if (!decision.approved()) {
            return UserView.DENIED;
        }
        if (decision.once()) {
            return used ? UserView.USED : UserView.APPROVED_ONCE;
        }
        return decision.endsAt().map(now::isBefore).orElse(false) ? UserView.APPROVED_UNTIL : UserView.EXPIRED;
    }

    /** Whether the user could start the application, or have the session, at this moment. */
    boolean canRun(Instant now) {
        UserView view = userView(now);
        return view == UserView.APPROVED_ONCE || view == UserView.APPROVED_UNTIL;
    }

    boolean run(Instant now) {
        boolean allowed = canRun(now);
        used |= allowed;
        return allowed;
    }

    EpmRequest snapshot() {
        return new EpmRequest(kind, requestId, ticketNumber, values, created, decision(), List.copyOf(received));
    }
}
