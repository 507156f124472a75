package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.util.List;
import java.util.Map;

/** {@code Computers} and {@code Groups}: what an administrator's tool looks at first. */
final class InventoryCalls {

    static final String FIRST_COMPUTER = "6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e01";
    static final String FIRST_GROUP = "0b7f3c52-8f3e-4c7e-b0a3-5a2d9b6c1e01";

    private record Row(String id, ObjectNode json) {}

    private static final List<Row> GROUPS = List.of(
            group(FIRST_GROUP, "Workstations", true), group("0b7f3c52-8f3e-4c7e-b0a3-5a2d9b6c1e02", "Servers", false));

    private static final List<Row> COMPUTERS = List.of(
            computer(FIRST_COMPUTER, "WS-0042", "Workstations"),
            computer("6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e02", "WS-0043", "Workstations"),
            computer("6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e03", "SRV-0007", "Servers"));

    private final ListAnswer lists;

    InventoryCalls(ListAnswer lists) {
        this.lists = lists;
    }

    Reply computers(ReceivedRequest request) {
        return list(request, COMPUTERS);
    }

    Reply computer(ReceivedRequest request) {
        return one(request, COMPUTERS);
    }

    Reply groups(ReceivedRequest request) {
        return list(request, GROUPS);
    }

    Reply group(ReceivedRequest request) {
        return one(request, GROUPS);
    }

    private Reply list(ReceivedRequest request, List<Row> rows) {
        return lists.page(request, rows, Map.of("id", Row::id), Row::json);
    }

    private static Reply one(ReceivedRequest request, List<Row> rows) {
        String id = request.parameter("id");
        return rows.stream()
                .filter(row -> row.id().equalsIgnoreCase(id))
                .findFirst()
                .map(row -> Json.reply(200, row.json()))
                .orElseThrow(Refusal::notFound);
    }

    private static Row computer(String id, String host, String group) {
        return new Row(
                id,
                Json.object()
                        .put("id", id)
                        .put("host", host)
                        .put("domain", "ACME")
                        .put("groupName", group)
                        .put("connected", true));
    }

    private static Row group(String id, String name, boolean isDefault) {
        return new Row(id, Json.object().put("id", id).put("name", name).put("default", isDefault));
    }
}
