package io.epmjit.web;

import io.epmjit.bridge.Health;
import io.epmjit.connector.ConnectorId;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;

/** How the bridge is, and what to do about it; and where a ticket number is looked for. */
final class HealthSection implements Section {

    private static final int MOST = 20;

    @Override
    public String name() {
        return "health";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (!visit.asked("number").isEmpty()) {
            return visit.go(visit.to("tickets", "number", visit.asked("number")));
        }
        Health health = visit.bridge().health();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Finding(
                style(health.status()),
                visit.text("health." + health.status().name()),
                List.of(visit.time(health.at())),
                List.of()));
        blocks.add(new Block.Search(visit.to("tickets"), ""));
        List<Health.Finding> findings = health.findings();
        if (!findings.isEmpty()) {
            blocks.add(new Block.Heading("findings", visit.text("findings")));
        }
        findings.stream().limit(MOST).forEach(finding -> blocks.add(finding(visit, finding)));
        if (findings.size() > MOST) {
            blocks.add(new Block.Words(visit.text("findings.more", Integer.toString(findings.size() - MOST))));
        }
        return visit.page(visit.text("nav.health"), blocks);
    }

    private static Block finding(OperationsVisit visit, Health.Finding finding) {
        List<Cell> cells = new ArrayList<>();
        cells.add(visit.english(finding.problem()));
        cells.add(visit.english(finding.remedy()));
        finding.since()
                .ifPresent(since ->
                        cells.add(Cell.time(visit.text("since", visit.says().time(since)), since.toString())));
        return new Block.Finding(
                style(finding.severity()),
                visit.text(
                        "severity." + finding.severity().name(),
                        visit.cell(finding.component()).text().text()),
                cells,
                places(visit, finding.component()).stream()
                        .map(place -> new Block.Link(visit.text("nav." + place), visit.to(place), false))
                        .toList());
    }

    /** Where something can be done about it. */
    private static List<String> places(OperationsVisit visit, String component) {
        if (component.equals("quarantine")) {
            return List.of("quarantine");
        }
        boolean isTracker =
                visit.bridge().connectors().stream().map(ConnectorId::value).anyMatch(component::equals);
        return isTracker ? List.of("dead-letters", "connections") : List.of();
    }

    private static String style(Health.Status status) {
        return switch (status) {
            case UP -> "success";
            case DEGRADED -> "";
            case DOWN -> "error";
        };
    }

    private static String style(Health.Severity severity) {
        return severity == Health.Severity.FAILURE ? "error" : "";
    }
}
