package io.epmjit.web;

import io.epmjit.bridge.Slice;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who tried and did what. */
final class TrailSection implements Section {

    @Override
    public String name() {
        return "trail";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        Optional<TrailEntry.Kind> kind = Stream.of(TrailEntry.Kind.values())
                .filter(one -> one.name().equals(visit.asked("kind")))
                .findFirst();
        TrailQuery query = TrailQuery.builder().kind(kind).build();
        Slice<TrailRecord> slice =
                visit.slice(paging -> visit.bridge().history().newestOfTrail(query, paging));
        List<Block.Link> kinds = new ArrayList<>();
        kinds.add(new Block.Link(visit.text("trail.all"), visit.to("trail"), kind.isEmpty()));
        for (TrailEntry.Kind one : TrailEntry.Kind.values()) {
            kinds.add(new Block.Link(
                    visit.text("trail." + one.name()),
                    visit.to("trail", "kind", one.name()),
                    kind.filter(one::equals).isPresent()));
        }
        return visit.page(
                visit.text("nav.trail"),
                List.of(
                        new Block.Words(visit.text("trail.intro")),
                        new Block.Links(visit.text("trail.filter"), kinds),
                        table(
                                visit,
                                slice.items(),
                                kind.map(one -> visit.next(slice, "kind", one.name()))
                                        .orElseGet(() -> visit.next(slice)))));
    }

    static Block table(OperationsVisit visit, List<TrailRecord> records, String next) {
        return new Block.Table(
                "trail",
                visit.text("trail.caption"),
                List.of(
                        visit.text("column.at"),
                        visit.text("column.by"),
                        visit.text("column.way-in"),
                        visit.text("column.action"),
                        visit.text("column.subject"),
                        visit.text("column.outcome")),
                records.stream().map(record -> row(visit, record)).toList(),
                visit.text("trail.empty"),
                next);
    }

    private static List<Cell> row(OperationsVisit visit, TrailRecord record) {
        TrailEntry entry = record.entry();
        return List.of(
                visit.time(record.at()),
                visit.cell(entry.by().orElse("")),
                visit.cell(entry.wayIn().orElse("")),
                visit.english(entry.action()),
                subject(visit, entry),
                visit.english(entry.outcome()
                        + entry.rule().map(rule -> " (" + rule + ")").orElse("")));
    }

    /** Whether it is a request, the trail tells by a kind and an id. */
    private static Cell subject(OperationsVisit visit, TrailEntry entry) {
        String[] parts = entry.subject().split(" ", 2);
        return entry.system()
                .filter(unused -> parts.length == 2)
                .flatMap(system -> TenantRequest.of(new OriginKey(system, parts[0], parts[1])))
                .map(request -> Cell.link(entry.subject(), visit.to(request)))
                .orElseGet(() -> visit.english(entry.subject()));
    }
}
