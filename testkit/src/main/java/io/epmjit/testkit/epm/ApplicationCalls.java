package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code AuthorizationRequest}: requests for applications. */
final class ApplicationCalls {

    private static final Pattern DECISION_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");
    private static final Pattern DURATION = Pattern.compile("(?i)once|[1-9]\\d{0,9}");
    private static final Map<String, String> STATUS =
            Map.of("1000", EpmDecision.PENDING, "2000", EpmDecision.APPROVED, "2001", EpmDecision.DENIED);

    private final RequestBook book;
    private final InstantSource clock;
    private final ListAnswer lists;
    private final Set<RequestIdKind> readableBy;
    private final boolean rowsWithRequestId;
    private final boolean reportsPerformer;
    private final boolean checksTicketId;

    ApplicationCalls(
            RequestBook book,
            InstantSource clock,
            ListAnswer lists,
            Set<RequestIdKind> readableBy,
            boolean rowsWithRequestId,
            boolean reportsPerformer,
            boolean checksTicketId) {
        this.book = book;
        this.clock = clock;
        this.lists = lists;
        this.readableBy = readableBy;
        this.rowsWithRequestId = rowsWithRequestId;
        this.reportsPerformer = reportsPerformer;
        this.checksTicketId = checksTicketId;
    }

    /** {@code POST /AuthorizationRequest/notification}: all ten fields, none of them empty. */
    Reply notification(ReceivedRequest request) {
        JsonFields fields = JsonFields.of(request);
        fields.require(
                "Status",
                "Decision",
                "DecisionPerformedByUser",
                "Duration",
                "ItsmRequestId",
                "DecisionTime",
                "Message",
                "SystemId",
                "TicketId",
                "TicketUrl");
        fields.check("DecisionTime", DECISION_TIME, "The DecisionTime field must be like 2026-01-31 23:59:59.");
        fields.check("Duration", DURATION, "The Duration field must be Once or a number of seconds.");
        String decision = STATUS.get(fields.text("Status"));
        if (decision == null && !fields.text("Status").isBlank()) {
            fields.wrong("Status", "The Status field must be 1000, 2000 or 2001.");
        } else if (decision != null && !decision.equals(fields.text("Decision"))) {
            fields.wrong("Decision", "The Decision field does not agree with the Status field.");
        }
        fields.refuseIfWrong();
        StoredRequest decided = book.find(
                        EpmRequestKind.APPLICATION, fields.text("ItsmRequestId"), Set.of(RequestIdKind.REQUEST_ID))
                .orElseThrow(Refusal::notFound);
        if (checksTicketId && !fields.text("TicketId").equalsIgnoreCase(decided.ticketNumber)) {
            throw Refusal.invalid("TicketId", "The TicketId field does not agree with the ItsmRequestId field.");
        }
        DecisionEffect effect = book.decide(
                decided,
                new EpmDecision(
                        fields.text("Decision"),
                        fields.text("Duration"),
                        fields.text("DecisionPerformedByUser"),
                        fields.text("Message"),
                        clock.instant(),
                        DecisionOrigin.API,
                        DecisionEffect.EFFECTIVE));
        if (effect == DecisionEffect.REFUSED) {
            throw Refusal.conflict();
        }
        if (effect == DecisionEffect.EFFECTIVE) {
            decided.systemId = fields.text("SystemId");
            decided.ticketUrl = fields.text("TicketUrl");
        }
        return Reply.status(200);
    }

    /** {@code GET /v2/AuthorizationRequest/{systemId}}. */
    Reply readV2(ReceivedRequest request) {
        StoredRequest found = find(request);
        ObjectNode row = Json.object();
        row.putObject("serviceTicket")
                .put("ticketId", found.ticketNumber)
                .put("systemId", found.systemId)
                .put("url", found.ticketUrl);
        ObjectNode info = requestInfo(found).put("created", EpmTimes.text(found.created));
        row.set("requestInfo", info);
        row.set("accessDecision", accessDecision(found));
        return Json.reply(200, row);
    }

    /** {@code GET /v3/AuthorizationRequest/{id}}. */
    Reply readV3(ReceivedRequest request) {
        return Json.reply(200, row(find(request)));
    }

    private StoredRequest find(ReceivedRequest request) {
        return book.read(EpmRequestKind.APPLICATION, request.parameter("id"), readableBy)
                .orElseThrow(Refusal::notFound);
    }

    /** {@code GET /v3/AuthorizationRequest}. */
    Reply list(ReceivedRequest request) {
        List<StoredRequest> rows = book.all(EpmRequestKind.APPLICATION).stream()
                .filter(row -> ListAnswer.fits(request, "Decision", row.status()))
                .filter(row -> ListAnswer.inDates(request, "CreatedOn", row.created))
                .filter(row -> ListAnswer.inDates(request, "ModifiedOn", row.modified))
                .toList();
        return lists.page(
                request,
                rows,
                Map.of(
                        "createdOn", row -> EpmTimes.text(row.created),
                        "modifiedOn", row -> EpmTimes.text(row.modified),
                        "ticketId", row -> row.ticketNumber,
                        "user", row -> row.value("User")),
                this::row);
    }

    private ObjectNode row(StoredRequest request) {
        ObjectNode row = Json.object();
        row.putObject("serviceTicket").put("ticketId", request.ticketNumber);
        ObjectNode info = requestInfo(request)
                .put("createdOn", EpmTimes.text(request.created))
                .put("modifiedOn", EpmTimes.text(request.modified));
        if (rowsWithRequestId) {
            info.put("requestId", request.requestId);
        }
        row.set("requestInfo", info);
        row.set("accessDecision", accessDecision(request));
        return row;
    }

    private static ObjectNode requestInfo(StoredRequest request) {
        return Json.object()
                .put("user", request.value("User"))
                .put("hostName", request.value("HostName"))
                .put("productName", request.value("ProductName"))
                .put("applicationType", request.value("ApplicationType"))
                .put("token", request.value("Token"))
                .put("reason", request.value("Reason"));
    }

    private ObjectNode accessDecision(StoredRequest request) {
        ObjectNode node = Json.object().put("status", request.status());
        request.decision().ifPresent(decision -> {
            node.put("duration", decision.duration());
            if (decision.approved()) {
                node.put("startTime", EpmTimes.text(decision.receivedAt()));
            }
            if (reportsPerformer) {
                node.put("decisionPerformedByUser", decision.performedBy()).put("message", decision.message());
            }
        });
        return node;
    }
}
