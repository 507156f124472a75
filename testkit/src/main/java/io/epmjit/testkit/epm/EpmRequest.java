package io.epmjit.testkit.epm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as EPM has it at one moment.
 *
 * @param kind for an application or for an administrator's session
 * @param requestId EPM's id, a UUID
 * @param ticketNumber {@code EPM000123}
 * @param values what the webhook's placeholders say of it
 * @param createdAt when the user asked
 * @param decision the decision that holds
 * @param received every decision that came, in order, with what became of it
 */
public record EpmRequest(
        EpmRequestKind kind,
        String requestId,
        String ticketNumber,
        Map<String, String> values,
        Instant createdAt,
        Optional<EpmDecision> decision,
        List<EpmDecision> received) {

    /** {@code Pending}, {@code Approved} or {@code Denied}, as the console shows it. */
    public String status() {
        return decision.map(EpmDecision::status).orElse(EpmDecision.PENDING);
    }

    /** What the request says under this placeholder's name; empty where it says nothing. */
    public String value(String placeholder) {
        return values.getOrDefault(placeholder, "");
    }
}
