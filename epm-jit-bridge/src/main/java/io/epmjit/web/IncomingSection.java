package io.epmjit.web;

import io.epmjit.bridge.IncomingRecord;
import io.epmjit.bridge.Slice;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the webhooks brought, as it came. */
final class IncomingSection implements Section {

    @Override
    public String name() {
        return "incoming";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (visit.asked("body").isEmpty()) {
            return list(visit);
        }
        return visit.askedNumber("body")
                .flatMap(id -> visit.bridge().incoming().find(id))
                .map(record -> one(visit, record))
                .orElseGet(() -> visit.problem(404, "gone"));
    }

    private static EndpointResponse list(OperationsVisit visit) {
        Slice<IncomingRecord> slice =
                visit.slice(paging -> visit.bridge().incoming().newest(paging));
        return visit.page(
                visit.text("nav.incoming"),
                List.of(
                        new Block.Words(visit.text("incoming.intro")),
                        table(visit, visit.text("incoming.caption"), slice.items(), visit.next(slice))));
    }

    static Block table(OperationsVisit visit, String caption, List<IncomingRecord> records, String next) {
        return new Block.Table(
                "incoming",
                caption,
                List.of(
                        visit.text("column.body"),
                        visit.text("column.source"),
                        visit.text("column.request"),
                        visit.text("column.became"),
                        visit.text("column.received")),
                records.stream().map(record -> row(visit, record)).toList(),
                visit.text("incoming.empty"),
                next);
    }

    private static List<Cell> row(OperationsVisit visit, IncomingRecord record) {
        return List.of(
                Cell.link(
                        visit.text("incoming.open", Long.toString(record.id())),
                        visit.to("incoming", "body", Long.toString(record.id()))),
                visit.cell(sourceOf(record)),
                record.request().map(visit::link).orElse(Cell.empty()),
                Cell.of(visit.text("incoming." + fate(record))),
                visit.time(record.receivedAt()));
    }

    private static String sourceOf(IncomingRecord record) {
        return record.source() + record.event().map(event -> "/" + event).orElse("");
    }

    private static String fate(IncomingRecord record) {
        if (record.quarantined().isPresent()) {
            return "quarantined";
        }
        return record.discarded().isPresent() ? "discarded" : "understood";
    }

    private static EndpointResponse one(OperationsVisit visit, IncomingRecord record) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Summary("facts", facts(visit, record)));
        record.quarantined()
                .ifPresent(unused -> blocks.add(new Block.Links(
                        visit.text("nav.quarantine"),
                        List.of(new Block.Link(
                                visit.text("incoming.to-quarantine"),
                                visit.to("quarantine", "body", Long.toString(record.id())),
                                false)))));
        blocks.add(body(visit, record.id()));
        return visit.page(visit.text("incoming.one", Long.toString(record.id())), blocks);
    }

    static List<Block.Fact> facts(OperationsVisit visit, IncomingRecord record) {
        List<Block.Fact> facts = new ArrayList<>();
        facts.add(new Block.Fact(visit.text("column.received"), visit.time(record.receivedAt())));
        facts.add(new Block.Fact(visit.text("column.source"), visit.cell(sourceOf(record))));
        record.remoteAddress()
                .ifPresent(address -> facts.add(new Block.Fact(visit.text("fact.address"), visit.cell(address))));
        facts.add(new Block.Fact(
                visit.text("fact.size"), Cell.of(visit.text("fact.bytes", Integer.toString(record.size())))));
        record.request()
                .ifPresent(request -> facts.add(new Block.Fact(visit.text("column.request"), visit.link(request))));
        facts.add(new Block.Fact(visit.text("column.became"), Cell.of(visit.text("incoming." + fate(record)))));
        Optional<String> why = record.quarantined().or(record::discarded);
        why.ifPresent(text -> facts.add(new Block.Fact(visit.text("fact.why"), visit.english(text))));
        return facts;
    }

    static Block body(OperationsVisit visit, long id) {
        return new Block.Quote(
                "body",
                visit.text("incoming.body"),
                visit.bridge().incoming().text(id).orElse(""));
    }
}
