package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code AuthorizationRequestAudits} and {@code ActivityAudits}: what was done. Touched only while nothing else is. */
final class AuditCalls {

    private record Audit(String id, Instant at, StoredRequest request, String action) {}

    private record Activity(long id, Instant at, String entity, String entityName, String type, String details) {}

    private final InstantSource clock;
    private final ListAnswer lists;
    private final List<Audit> audits = new ArrayList<>();
    private final List<Activity> activities = new ArrayList<>();

    AuditCalls(InstantSource clock, ListAnswer lists) {
        this.clock = clock;
        this.lists = lists;
    }

    void audit(StoredRequest request, String action) {
        audits.add(new Audit(UUID.randomUUID().toString(), clock.instant(), request, action));
    }

    void activity(String entity, String entityName, String type, String details) {
        activities.add(new Activity(activities.size() + 1L, clock.instant(), entity, entityName, type, details));
    }

    Reply audits(ReceivedRequest request) {
        List<Audit> rows = audits.stream()
                .filter(row -> ListAnswer.inDates(request, "TimeOfRequest", row.request().created))
                .toList();
        return lists.page(
                request,
                rows,
                Map.of(
                        "created",
                        row -> EpmTimes.text(row.at()),
                        "timeOfRequest",
                        row -> EpmTimes.text(row.request().created)),
                AuditCalls::row);
    }

    Reply audit(ReceivedRequest request) {
        return audits.stream()
                .filter(row -> row.id().equalsIgnoreCase(request.parameter("id")))
                .findFirst()
                .map(row -> Json.reply(200, row(row)))
                .orElseThrow(Refusal::notFound);
    }

    Reply activities(ReceivedRequest request) {
        List<Activity> rows = activities.stream()
                .filter(row -> ListAnswer.inDates(request, "Created", row.at()))
                .filter(row -> ListAnswer.filter(request, "Entity")
                        .map(row.entity()::equalsIgnoreCase)
                        .orElse(true))
                .filter(row -> ListAnswer.filter(request, "AuditType")
                        .map(row.type()::equalsIgnoreCase)
                        .orElse(true))
                .toList();
        return lists.page(request, rows, Map.of("created", row -> EpmTimes.text(row.at())), AuditCalls::row);
    }

    Reply activity(ReceivedRequest request) {
        return activities.stream()
                .filter(row -> Long.toString(row.id()).equals(request.parameter("id")))
                .findFirst()
                .map(row -> Json.reply(200, row(row)))
                .orElseThrow(Refusal::notFound);
    }

    private static ObjectNode row(Audit audit) {
        boolean admin = audit.request().kind == EpmRequestKind.ADMIN;
        return Json.object()
                .put("id", audit.id())
                .put("computerName", audit.request().value("HostName"))
                .put("userName", audit.request().value(admin ? "UserName" : "User"))
                .put("action", audit.action())
                .put("ticketId", audit.request().ticketNumber)
                .put("created", EpmTimes.text(audit.at()))
                .put("timeOfRequest", EpmTimes.text(audit.request().created));
    }

    private static ObjectNode row(Activity activity) {
        return Json.object()
                .put("id", activity.id())
                .put("entity", activity.entity())
                .put("entityName", activity.entityName())
                .put("auditType", activity.type())
                .put("changedBy", "API")
                .put("user", "administrator@acme.example")
                .put("created", EpmTimes.text(activity.at()))
                .put("details", activity.details());
    }
}
