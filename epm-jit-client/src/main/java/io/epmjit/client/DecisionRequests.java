package io.epmjit.client;

import io.epmjit.client.EpmApiDialect.Name;
import io.epmjit.http.ApiRequest;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes decisions as EPM takes them: two kinds, two calls, two bodies. */
final class DecisionRequests {

    private final EpmApiDialect dialect;
    private final URI console;
    private final @Nullable String adminOnceValue;

    DecisionRequests(EpmApiDialect dialect, URI console, @Nullable String adminOnceValue) {
        this.dialect = dialect;
        this.console = console;
        this.adminOnceValue = adminOnceValue;
    }

    /** Not repeatable, and ahead of whatever waits for the rate limit. */
    ApiRequest of(JitRequestRef request, Decision decision, Instant now) {
        return switch (request.kind()) {
            case APPLICATION -> post(dialect.applicationDecisionPath(), application(request, decision, now));
            case ADMIN -> post(dialect.adminDecisionPath(), admin(request, decision));
        };
    }

    boolean takesOnceForAdmin() {
        return adminOnceValue != null;
    }

    private static ApiRequest post(String path, Map<String, String> members) {
        return ApiRequest.post(path).json(Json.object(members)).urgent().build();
    }

    /**
     * All ten are required, and none may be empty, whatever the decision. Where there is no ticket, the request's own id
     * is the system id, and, unless its number is known, the ticket id too.
     */
    private Map<String, String> application(JitRequestRef request, Decision decision, Instant now) {
        Optional<TicketRef> ticket = decision.ticket();
        Map<String, String> members = new LinkedHashMap<>();
        members.put(
                dialect.name(Name.APPLICATION_STATUS),
                decision.isApproved() ? dialect.approvedCode() : dialect.deniedCode());
        members.put(dialect.name(Name.APPLICATION_DECISION), decision.status().value());
        members.put(dialect.name(Name.APPLICATION_PERFORMER), decision.by());
        members.put(
                dialect.name(Name.APPLICATION_DURATION),
                decision.duration().map(AccessDuration::wireValue).orElse(dialect.denialDuration()));
        members.put(dialect.name(Name.APPLICATION_REQUEST_ID), request.requestId());
        members.put(dialect.name(Name.APPLICATION_DECISION_TIME), EpmTimes.decision(now));
        members.put(dialect.name(Name.APPLICATION_MESSAGE), decision.reason());
        members.put(
                dialect.name(Name.APPLICATION_SYSTEM_ID),
                ticket.map(TicketRef::id).orElse(request.requestId()));
        members.put(
                dialect.name(Name.APPLICATION_TICKET_ID),
                request.ticketNumber().or(() -> ticket.map(TicketRef::key)).orElse(request.requestId()));
        members.put(
                dialect.name(Name.APPLICATION_TICKET_URL),
                ticket.flatMap(TicketRef::url).orElseGet(() -> page(request)).toString());
        return members;
    }

    private Map<String, String> admin(JitRequestRef request, Decision decision) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(dialect.name(Name.ADMIN_REQUEST_ID), request.requestId());
        members.put(dialect.name(Name.ADMIN_DECISION), decision.status().value());
        decision.duration()
                .ifPresent(duration -> members.put(dialect.name(Name.ADMIN_DURATION), adminDuration(duration)));
        members.put(dialect.name(Name.ADMIN_PERFORMER), decision.by());
        members.put(dialect.name(Name.ADMIN_MESSAGE), decision.reason());
        decision.ticket().ifPresent(ticket -> {
            dialect.adminSystemIdName().ifPresent(name -> members.put(name, ticket.id()));
            dialect.adminTicketIdName()
                    .ifPresent(name -> members.put(name, request.ticketNumber().orElse(ticket.key())));
            dialect.adminTicketUrlName()
                    .ifPresent(name -> members.put(
                            name, ticket.url().orElseGet(() -> page(request)).toString()));
        });
        return members;
    }

    private String adminDuration(AccessDuration duration) {
        if (!duration.isOnce()) {
            return duration.wireValue();
        }
        if (adminOnceValue == null) {
            throw new IllegalArgumentException(
                    "once is not possible for an admin request: the value that EPM's API takes for it is not known."
                            + " Choose a length of time, or set adminOnceValue to what your EPM takes");
        }
        return adminOnceValue;
    }

    /** Where EPM's console shows the request: by the digits of its number; without a number, the console itself. */
    private URI page(JitRequestRef request) {
        return request.ticketNumber()
                .map(number -> number.replaceFirst("^\\D*0*(?=\\d)", ""))
                .filter(digits -> digits.matches("\\d+"))
                .map(digits -> console.resolve(dialect.consoleRequestPath().replace("{}", digits)))
                .orElse(console);
    }
}
