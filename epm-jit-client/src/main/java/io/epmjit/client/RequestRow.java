package io.epmjit.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.client.EpmApiDialect.Field;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.RequestKind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one request out of EPM's JSON. Names are compared without regard to case, as EPM itself does it. */
final class RequestRow {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final EpmApiDialect dialect;
    private final Map<String, String> members;

    private RequestRow(EpmApiDialect dialect, JsonNode row) {
        this.dialect = dialect;
        this.members = flat(row);
    }

    static RequestState read(EpmApiDialect dialect, RequestKind kind, JsonNode json) {
        RequestRow row = new RequestRow(dialect, json);
        Optional<String> duration = row.take(Field.DURATION);
        Optional<String> requested = row.take(Field.DURATION_REQUESTED);
        Optional<String> decided = row.take(Field.DECISION_TIME);
        Optional<String> start = row.take(Field.START_TIME);
        Optional<String> end = row.take(Field.END_TIME);
        return RequestState.builder()
                .kind(kind)
                .requestId(row.takeId(Field.REQUEST_ID))
                .ticketNumber(row.takeId(Field.TICKET_NUMBER))
                .systemId(row.take(Field.SYSTEM_ID))
                .status(row.takeStatus(json))
                .durationText(duration)
                .duration(duration.flatMap(AccessDuration::fromWire))
                .performer(row.take(Field.PERFORMER))
                .decisionTimeText(decided)
                .decisionTime(decided.flatMap(EpmTimes::read))
                .startTimeText(start)
                .startTime(start.flatMap(EpmTimes::read))
                .endTimeText(end)
                .endTime(end.flatMap(EpmTimes::read))
                .requester(row.take(Field.REQUESTER))
                .reason(row.take(Field.REASON))
                .durationRequestedText(requested)
                .durationRequested(requested.flatMap(AccessDuration::fromWire))
                .created(row.takeTime(Field.CREATED))
                .modified(row.takeTime(Field.MODIFIED))
                .putAllExtra(row.members)
                .build();
    }

    /** Every member that has a value, by its JSON pointer. */
    static Map<String, String> flat(JsonNode json) {
        Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        flatten("", json, members);
        return members;
    }

    private static void flatten(String pointer, JsonNode node, Map<String, String> members) {
        if (node.isObject()) {
            node.properties().forEach(member -> flatten(pointer + "/" + member.getKey(), member.getValue(), members));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(pointer + "/" + i, node.get(i), members);
            }
        } else if (!node.isNull()) {
            members.putIfAbsent(pointer, node.asText());
        }
    }

    /** The member's text; what has been taken is no longer among the others. */
    private Optional<String> take(Field field) {
        for (String pointer : dialect.pointers(field)) {
            if (members.containsKey(pointer)) {
                String text = members.get(pointer).strip();
                if (!text.isEmpty()) {
                    members.remove(pointer);
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    /** An id that has not the form of one stays among the others, as the mere text that it is. */
    private Optional<String> takeId(Field field) {
        for (String pointer : dialect.pointers(field)) {
            if (members.containsKey(pointer) && ID.matcher(members.get(pointer)).matches()) {
                return Optional.of(members.remove(pointer));
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> takeTime(Field field) {
        for (String pointer : dialect.pointers(field)) {
            Optional<Instant> time = Optional.ofNullable(members.get(pointer)).flatMap(EpmTimes::read);
            if (time.isPresent()) {
                members.remove(pointer);
                return time;
            }
        }
        return Optional.empty();
    }

    /**
     * The decision's status. An explicit {@code null} is taken for "not decided" (inferred); a status that is missing
     * altogether is unknown, for it may only have another name.
     */
    private DecisionStatus takeStatus(JsonNode json) {
        Optional<String> text = take(Field.STATUS);
        if (text.isPresent()) {
            return ofCode(text.get());
        }
        boolean explicitNull = json.properties().stream()
                .anyMatch(member -> isDecision(member.getKey())
                        && (member.getValue().isNull() || hasNullStatus(member.getKey(), member.getValue())));
        return explicitNull ? DecisionStatus.PENDING : RequestState.UNKNOWN;
    }

    private boolean isDecision(String name) {
        return dialect.pointers(Field.STATUS).stream()
                .anyMatch(pointer -> pointer.equalsIgnoreCase("/" + name)
                        || pointer.toLowerCase(Locale.ROOT).startsWith("/" + name.toLowerCase(Locale.ROOT) + "/"));
    }

    private boolean hasNullStatus(String name, JsonNode decision) {
        return decision.properties().stream()
                .anyMatch(member -> member.getValue().isNull()
                        && dialect.pointers(Field.STATUS).stream()
                                .anyMatch(pointer -> pointer.equalsIgnoreCase("/" + name + "/" + member.getKey())));
    }

    private DecisionStatus ofCode(String text) {
        if (text.equals(dialect.pendingCode())) {
            return DecisionStatus.PENDING;
        }
        if (text.equals(dialect.approvedCode())) {
            return DecisionStatus.APPROVED;
        }
        return text.equals(dialect.deniedCode()) ? DecisionStatus.DENIED : DecisionStatus.of(text);
    }
}
