package io.epmjit.client;

import io.epmjit.client.EpmApiDialect.Field;
import java.util.List;

/** Where a request's members are looked for by default: first as third-party clients read them, then as may be inferred. */
final class DefaultFields {

    private DefaultFields() {}

    static List<String> of(Field field) {
        return switch (field) {
            case REQUEST_ID -> List.of("/requestInfo/requestId", "/requestId");
            case TICKET_NUMBER ->
                List.of(
                        "/requestInfo/ticketId",
                        "/serviceTicket/ticketId",
                        "/requestInfo/ticketNumber",
                        "/ticketNumber",
                        "/ticketId");
            case SYSTEM_ID -> List.of("/serviceTicket/systemId", "/systemId");
            case STATUS -> List.of("/accessDecision/status", "/accessDecision/decision", "/decision", "/status");
            case DURATION -> List.of("/accessDecision/duration", "/duration");
            case PERFORMER ->
                List.of(
                        "/accessDecision/decisionPerformedByUser",
                        "/accessDecision/performedBy",
                        "/decisionPerformedByUser");
            case DECISION_TIME -> List.of("/accessDecision/decisionTime", "/decisionTime");
            case START_TIME -> List.of("/accessDecision/startTime", "/startTime");
            case END_TIME -> List.of("/accessDecision/endTime", "/endTime");
            case REQUESTER -> List.of("/requestInfo/user", "/requestInfo/userName", "/user", "/userName");
            case REASON -> List.of("/requestInfo/reason", "/reason");
            case DURATION_REQUESTED -> List.of("/requestInfo/durationRequested", "/durationRequested");
            case CREATED ->
                List.of(
                        "/requestInfo/createdOn",
                        "/requestInfo/created",
                        "/createdOn",
                        "/created",
                        "/requestInfo/timestamp");
            case MODIFIED -> List.of("/requestInfo/modifiedOn", "/requestInfo/modified", "/modifiedOn", "/modified");
        };
    }
}
