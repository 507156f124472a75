package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code AdminAccessRequest}: requests for an administrator's session. */
final class AdminCalls {

    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,9}");
    private static final Pattern DECISION = Pattern.compile("Approved|Denied");

    private final RequestBook book;
    private final InstantSource clock;
    private final ListAnswer lists;
    private final Set<RequestIdKind> readableBy;
    private final boolean reportsPerformer;
    private final Function<Map<String, String>, StoredRequest> create;

    /** @param create makes a request with these placeholder values and announces it */
    AdminCalls(
            RequestBook book,
            InstantSource clock,
            ListAnswer lists,
            Set<RequestIdKind> readableBy,
            boolean reportsPerformer,
            Function<Map<String, String>, StoredRequest> create) {
        this.book = book;
        this.clock = clock;
        this.lists = lists;
        this.readableBy = readableBy;
        this.reportsPerformer = reportsPerformer;
        this.create = create;
    }

    /** {@code POST /v3/AdminAccessRequest/approval}. */
    Reply approval(ReceivedRequest request) {
        JsonFields fields = JsonFields.of(request);
        fields.requireUuid("RequestId");
        fields.require("Decision", "Message");
        checkDecision(fields);
        fields.refuseIfWrong();
        StoredRequest decided = book.find(
                        EpmRequestKind.ADMIN, fields.text("RequestId"), Set.of(RequestIdKind.REQUEST_ID))
                .orElseThrow(Refusal::notFound);
        if (decide(decided, fields) == DecisionEffect.REFUSED) {
            throw Refusal.conflict();
        }
        return Json.reply(200, Json.object().put("requestId", decided.requestId));
    }

    private static void checkDecision(JsonFields fields) {
        fields.check("Decision", DECISION, "The Decision field must be Approved or Denied.");
        fields.check("Duration", SECONDS, "The Duration field must be a number of seconds.");
    }

    private DecisionEffect decide(StoredRequest request, JsonFields fields) {
        String duration = fields.present("Duration")
                .filter(text -> !text.isBlank())
                .orElseGet(() -> request.value("DurationRequested"));
        DecisionEffect effect = book.decide(
                request,
                new EpmDecision(
                        fields.text("Decision"),
                        duration,
                        fields.text("DecisionPerformedByUser"),
                        fields.text("Message"),
                        clock.instant(),
                        DecisionOrigin.API,
                        DecisionEffect.EFFECTIVE));
        if (effect == DecisionEffect.EFFECTIVE) {
            fields.present("SystemId").ifPresent(id -> request.systemId = id);
            fields.present("TicketUrl").ifPresent(url -> request.ticketUrl = url);
        }
        return effect;
    }

    /** {@code POST /AdminAccessRequest}: asks on behalf of a user; with a decision in it, it is decided at once. */
    Reply create(ReceivedRequest request) {
        JsonFields fields = JsonFields.of(request);
        fields.requireUuid("ComputerId");
        checkDecision(fields);
        fields.refuseIfWrong();
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("ComputerId", "UserId", "UserName", "Reason")) {
            values.put(name, fields.text(name));
        }
        fields.present("Duration").ifPresent(seconds -> values.put("DurationRequested", seconds));
        StoredRequest created = create.apply(values);
        fields.present("SystemId").ifPresent(id -> created.systemId = id);
        if (!fields.text("Decision").isBlank()) {
            decide(created, fields);
        }
        return Json.reply(200, Json.object().put("requestId", created.requestId));
    }

    /** {@code GET /v3/AdminAccessRequest/{requestId}}. */
    Reply read(ReceivedRequest request) {
        return Json.reply(
                200,
                row(book.read(EpmRequestKind.ADMIN, request.parameter("id"), readableBy)
                        .orElseThrow(Refusal::notFound)));
    }

    /** {@code GET /v3/AdminAccessRequest}. */
    Reply list(ReceivedRequest request) {
        boolean activeOnly = ListAnswer.filter(request, "ActiveOnly")
                .map("true"::equalsIgnoreCase)
                .orElse(false);
        List<StoredRequest> rows = book.all(EpmRequestKind.ADMIN).stream()
                .filter(row -> !activeOnly || isActive(row))
                .filter(row -> ListAnswer.fits(request, "Decision", row.status()))
                .filter(row -> ListAnswer.fits(request, "ComputerId", row.value("ComputerId")))
                .filter(row -> ListAnswer.fits(request, "ComputerUserId", row.value("UserId")))
                .filter(row -> ListAnswer.fits(request, "ComputerUserName", row.value("UserName")))
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
                        "userName", row -> row.value("UserName")),
                this::row);
    }

    private boolean isActive(StoredRequest row) {
        return row.decision().isEmpty() || row.canRun(clock.instant());
    }

    private ObjectNode row(StoredRequest request) {
        ObjectNode row = Json.object();
        ObjectNode info = row.putObject("requestInfo")
                .put("requestId", request.requestId)
                .put("ticketId", request.ticketNumber)
                .put("userName", request.value("UserName"))
                .put("userId", request.value("UserId"))
                .put("computerId", request.value("ComputerId"))
                .put("reason", request.value("Reason"))
                .put("createdOn", EpmTimes.text(request.created))
                .put("modifiedOn", EpmTimes.text(request.modified));
        String requested = request.value("DurationRequested");
        if (SECONDS.matcher(requested).matches()) {
            info.put("durationRequested", Long.parseLong(requested));
        }
        ObjectNode decided = row.putObject("accessDecision").put("status", request.status());
        request.decision().ifPresent(decision -> {
            decided.put("duration", decision.duration());
            if (decision.approved()) {
                decided.put("startTime", EpmTimes.text(decision.receivedAt()));
                decision.endsAt().ifPresent(end -> decided.put("endTime", EpmTimes.text(end)));
            }
            if (reportsPerformer) {
                decided.put("decisionPerformedByUser", decision.performedBy()).put("message", decision.message());
            }
        });
        return row;
    }
}
