package io.epmjit.web;

import io.epmjit.bridge.ConnectionTest;
import io.epmjit.connector.ConnectorId;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.HoldReason;
import io.epmjit.ledger.TargetHold;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether everything outside can be reached, and which trackers are given their work. */
final class ConnectionsSection implements Section {

    private static final String TEST = "test";
    private static final String SWITCH_OFF = "switch-off";
    private static final String SWITCH_ON = "switch-on";

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(visit.text("connections.intro")));
        blocks.add(visit.action(TEST, "connections", false));
        visit.bridge().lastConnectionTest().ifPresent(test -> blocks.add(table(visit, test)));
        List<TargetHold> holds = visit.bridge().holds();
        blocks.add(holds(visit, holds));
        blocks.add(new Block.Heading("switches", visit.text("switches")));
        blocks.add(new Block.Words(visit.text("switches.text")));
        visit.bridge().connectors().forEach(connector -> addSwitch(blocks, visit, connector, holds));
        return visit.page(visit.text("nav.connections"), blocks);
    }

    private static Block table(OperationsVisit visit, ConnectionTest test) {
        return new Block.Table(
                "tests",
                visit.text(
                        "connections.caption",
                        visit.says().time(test.at()),
                        visit.cell(test.by()).text().text()),
                List.of(visit.text("column.target"), visit.text("column.works"), visit.text("column.found")),
                test.found().entrySet().stream().map(one -> row(visit, one)).toList(),
                visit.text("connections.empty"),
                "");
    }

    private static List<Cell> row(OperationsVisit visit, Map.Entry<String, ConnectionStatus> found) {
        return List.of(
                visit.cell(found.getKey()),
                Cell.of(visit.text(found.getValue().isOk() ? "works" : "works.not")),
                visit.english(found.getValue().message()));
    }

    private static Block holds(OperationsVisit visit, List<TargetHold> holds) {
        return new Block.Table(
                "holds",
                visit.text("holds.caption"),
                List.of(
                        visit.text("column.target"),
                        visit.text("column.held"),
                        visit.text("fact.why"),
                        visit.text("column.by"),
                        visit.text("column.since"),
                        visit.text("column.until")),
                holds.stream().map(hold -> row(visit, hold)).toList(),
                visit.text("holds.empty"),
                "");
    }

    private static List<Cell> row(OperationsVisit visit, TargetHold hold) {
        return List.of(
                visit.cell(hold.target()),
                Cell.of(visit.text("hold." + hold.reason().name())),
                visit.english(hold.why()),
                visit.cell(hold.by().orElse("")),
                visit.time(hold.since()),
                hold.until().map(visit::time).orElse(Cell.empty()));
    }

    private static void addSwitch(
            List<Block> blocks, OperationsVisit visit, ConnectorId connector, List<TargetHold> holds) {
        List<TargetHold> ownHolds = holds.stream()
                .filter(hold -> hold.target().equals(connector.value()))
                .toList();
        boolean isOff = ownHolds.stream().anyMatch(hold -> hold.reason() == HoldReason.SWITCHED_OFF);
        if (!ownHolds.isEmpty()) {
            blocks.add(visit.action(SWITCH_ON, connector.value(), false));
        }
        if (!isOff) {
            blocks.add(visit.action(SWITCH_OFF, connector.value(), true));
        }
    }

    @Override
    public EndpointResponse carryOut(OperationsVisit visit, Order order) {
        return switch (order.what()) {
            case TEST -> {
                visit.bridge().testConnections(visit.operator());
                yield visit.done(visit.to(name()), TEST);
            }
            case SWITCH_ON -> switchOn(visit, order);
            case SWITCH_OFF -> switchOff(visit, order);
            default -> visit.problem(404, "no-section");
        };
    }

    private EndpointResponse switchOn(OperationsVisit visit, Order order) {
        try {
            visit.bridge().switchOn(ConnectorId.of(order.subject()), visit.operator());
        } catch (IllegalArgumentException offByItsSettings) {
            return visit.refused(409, order, "", visit.text("fault.off-by-settings", order.subject()));
        }
        return visit.done(visit.to(name()), SWITCH_ON, order.subject());
    }

    private EndpointResponse switchOff(OperationsVisit visit, Order order) {
        Optional<EndpointResponse> withoutReason = visit.withoutReason(order);
        if (withoutReason.isPresent()) {
            return withoutReason.get();
        }
        visit.bridge().switchOff(ConnectorId.of(order.subject()), visit.operator(), order.why());
        return visit.done(visit.to(name()), SWITCH_OFF, order.subject());
    }
}
