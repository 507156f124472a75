package io.epmjit.web;

import io.epmjit.bridge.DecisionRecord;
import io.epmjit.bridge.Slice;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.List;

/** Who decided what, by which way, and what came of it. */
final class DecisionsSection implements Section {

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        Slice<DecisionRecord> slice =
                visit.slice(paging -> visit.bridge().history().decisions(paging));
        return visit.page(
                visit.text("nav.decisions"),
                List.of(
                        new Block.Words(visit.text("decisions.intro")),
                        new Block.Links(
                                visit.text("nav.trail"),
                                List.of(new Block.Link(
                                        visit.text("decisions.tried"), visit.to("trail", "kind", "DECISION"), false))),
                        new Block.Table(
                                "decisions",
                                visit.text("decisions.caption"),
                                List.of(
                                        visit.text("column.request"),
                                        visit.text("column.decision"),
                                        visit.text("column.by"),
                                        visit.text("column.way-in"),
                                        visit.text("column.state"),
                                        visit.text("column.reason"),
                                        visit.text("column.decided")),
                                slice.items().stream()
                                        .map(one -> row(visit, one))
                                        .toList(),
                                visit.text("decisions.empty"),
                                visit.next(slice))));
    }

    private static List<Cell> row(OperationsVisit visit, DecisionRecord record) {
        RecordedDecision decision = record.decision();
        return List.of(
                visit.link(record.request()),
                Cell.of(inWords(visit, decision)),
                visit.cell(decision.decidedBy()),
                visit.cell(decision.wayIn()),
                Cell.of(visit.says().text("decision." + decision.state().name())),
                visit.cell(decision.reason()),
                visit.time(decision.decidedAt()));
    }

    private static String inWords(OperationsVisit visit, RecordedDecision decision) {
        return decision.duration()
                .map(length -> visit.text("approved", Durations.inWords(length, visit.says())))
                .orElseGet(() -> visit.text("denied"));
    }
}
