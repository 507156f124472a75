package io.epmjit.web;

import io.epmjit.bridge.IncomingRecord;
import io.epmjit.bridge.Quarantine;
import io.epmjit.bridge.Slice;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is authentic and fits no declared template: to look at, to read again, to discard. */
final class QuarantineSection implements Section {

    private static final String READ_AGAIN = "read-again";
    private static final String DISCARD = "discard";

    @Override
    public String name() {
        return "quarantine";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (visit.asked("body").isEmpty()) {
            return list(visit);
        }
        return visit.askedNumber("body")
                .flatMap(id -> visit.bridge().incoming().find(id))
                .filter(record -> record.quarantined().isPresent())
                .map(record -> one(visit, record))
                .orElseGet(() -> visit.problem(404, "gone"));
    }

    private static EndpointResponse list(OperationsVisit visit) {
        Slice<IncomingRecord> slice =
                visit.slice(paging -> visit.bridge().incoming().quarantined(paging));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(visit.text("quarantine.intro")));
        if (!slice.items().isEmpty()) {
            blocks.add(visit.action(READ_AGAIN, "quarantine", false));
        }
        blocks.add(new Block.Table(
                "quarantine",
                visit.text("quarantine.caption"),
                List.of(
                        visit.text("column.body"),
                        visit.text("column.source"),
                        visit.text("column.difference"),
                        visit.text("column.received")),
                slice.items().stream().map(record -> row(visit, record)).toList(),
                visit.text("quarantine.empty"),
                visit.next(slice)));
        return visit.page(visit.text("nav.quarantine"), blocks);
    }

    private static List<Cell> row(OperationsVisit visit, IncomingRecord record) {
        String id = Long.toString(record.id());
        return List.of(
                Cell.link(visit.text("incoming.open", id), visit.to("quarantine", "body", id)),
                visit.cell(record.source()),
                visit.english(record.quarantined().orElse("")),
                visit.time(record.receivedAt()));
    }

    private static EndpointResponse one(OperationsVisit visit, IncomingRecord record) {
        String id = Long.toString(record.id());
        return visit.page(
                visit.text("quarantine.one", id),
                List.of(
                        new Block.Summary("facts", IncomingSection.facts(visit, record)),
                        IncomingSection.body(visit, record.id()),
                        new Block.Heading("discarding", visit.text("discarding")),
                        new Block.Words(visit.text("discarding.text")),
                        visit.action(DISCARD, id, true, "body", id)));
    }

    @Override
    public EndpointResponse carryOut(OperationsVisit visit, Order order) {
        if (order.is(READ_AGAIN)) {
            Quarantine.Replay done = visit.bridge().quarantine().replay(visit.operator());
            return visit.done(
                    visit.to(name()), READ_AGAIN, Integer.toString(done.accepted()), Integer.toString(done.waiting()));
        }
        if (!order.is(DISCARD)) {
            return visit.problem(404, "no-section");
        }
        Optional<EndpointResponse> withoutReason = visit.withoutReason(order);
        if (withoutReason.isPresent()) {
            return withoutReason.get();
        }
        return visit.bridge().quarantine().discard(Long.parseLong(order.subject()), visit.operator(), order.why())
                ? visit.done(visit.to(name()), DISCARD, order.subject())
                : visit.problem(404, "gone");
    }
}
