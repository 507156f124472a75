package io.epmjit.web;

import io.epmjit.bridge.TenantRequest;
import io.epmjit.connector.ConnectorId;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.DeadLetter;
import io.epmjit.ledger.DeadLetterFilter;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was given up: why, and whether to do it again or lay it aside. */
final class DeadLettersSection implements Section {

    private static final String REPLAY = "replay";
    private static final String REPLAY_ALL = "replay-all";
    private static final String DROP = "drop";
    private static final int ITEMS = 25;

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        if (visit.asked("letter").isEmpty()) {
            return list(visit);
        }
        return visit.askedNumber("letter")
                .flatMap(id -> visit.bridge().deadLetters().find(id))
                .map(letter -> one(visit, letter))
                .orElseGet(() -> visit.problem(404, "gone"));
    }

    private EndpointResponse list(OperationsVisit visit) {
        List<DeadLetter> found = visit.bridge()
                .deadLetters()
                .list(DeadLetterFilter.builder()
                        .before(visit.askedNumber("from"))
                        .most(ITEMS + 1)
                        .build());
        List<DeadLetter> shown = found.subList(0, Math.min(ITEMS, found.size()));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(visit.text("dead-letters.intro")));
        visit.bridge().connectors().stream()
                .map(ConnectorId::value)
                .filter(target -> isAnyAt(visit, target))
                .forEach(target -> blocks.add(visit.action(REPLAY_ALL, target, false)));
        blocks.add(new Block.Table(
                "dead-letters",
                visit.text("dead-letters.caption"),
                List.of(
                        visit.text("column.what"),
                        visit.text("column.target"),
                        visit.text("column.request"),
                        visit.text("column.cause"),
                        visit.text("column.died")),
                shown.stream().map(letter -> row(visit, letter)).toList(),
                visit.text("dead-letters.empty"),
                found.size() > ITEMS
                        ? visit.to(
                                name(),
                                "from",
                                Long.toString(shown.get(ITEMS - 1).id()))
                        : ""));
        return visit.page(visit.text("nav.dead-letters"), blocks);
    }

    private static boolean isAnyAt(OperationsVisit visit, String target) {
        return !visit.bridge()
                .deadLetters()
                .list(DeadLetterFilter.builder().target(target).most(1).build())
                .isEmpty();
    }

    private static List<Cell> row(OperationsVisit visit, DeadLetter letter) {
        String id = Long.toString(letter.id());
        return List.of(
                Cell.link(letter.action() + " #" + id, visit.to("dead-letters", "letter", id)),
                visit.cell(letter.target()),
                request(visit, letter),
                visit.english(letter.explanation()),
                visit.time(letter.diedAt()));
    }

    private static Cell request(OperationsVisit visit, DeadLetter letter) {
        return TenantRequest.of(letter.origin())
                .map(visit::link)
                .orElseGet(() -> visit.cell(letter.origin().toString()));
    }

    private static EndpointResponse one(OperationsVisit visit, DeadLetter letter) {
        String id = Long.toString(letter.id());
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Summary(
                "facts",
                List.of(
                        new Block.Fact(visit.text("column.what"), visit.cell(letter.action())),
                        new Block.Fact(visit.text("fact.key"), visit.cell(letter.key())),
                        new Block.Fact(visit.text("column.target"), visit.cell(letter.target())),
                        new Block.Fact(visit.text("column.request"), request(visit, letter)),
                        new Block.Fact(visit.text("column.planned"), visit.time(letter.plannedAt())),
                        new Block.Fact(visit.text("column.died"), visit.time(letter.diedAt())),
                        new Block.Fact(visit.text("fact.attempts"), Cell.of(Integer.toString(letter.attempts()))),
                        new Block.Fact(visit.text("fact.looks"), Cell.of(Integer.toString(letter.looks()))))));
        blocks.add(new Block.Quote("cause", visit.text("column.cause"), letter.explanation()));
        blocks.add(new Block.Heading("replaying", visit.text("replaying")));
        blocks.add(new Block.Words(visit.text("replaying." + letter.replay().name())));
        letter.obstacle()
                .ifPresentOrElse(
                        why -> blocks.add(new Block.Finding(
                                "", visit.text("fact.obstacle"), List.of(visit.english(why)), List.of())),
                        () -> blocks.add(visit.action(REPLAY, id, false, "letter", id)));
        blocks.add(new Block.Heading("dropping", visit.text("dropping")));
        blocks.add(new Block.Words(visit.text("dropping.text")));
        blocks.add(visit.action(DROP, id, true, "letter", id));
        return visit.page(visit.text("dead-letters.one", id), blocks);
    }

    @Override
    public EndpointResponse carryOut(OperationsVisit visit, Order order) {
        return switch (order.what()) {
            case REPLAY -> replay(visit, order);
            case REPLAY_ALL -> replayAll(visit, order);
            case DROP -> drop(visit, order);
            default -> visit.problem(404, "no-section");
        };
    }

    private EndpointResponse replay(OperationsVisit visit, Order order) {
        long id = Long.parseLong(order.subject());
        if (visit.bridge().deadLetters().find(id).isEmpty()) {
            return visit.problem(404, "gone");
        }
        return visit.bridge()
                .deadLetters()
                .replay(id, visit.operator())
                .map(why -> visit.refused(409, order, "", why))
                .orElseGet(() -> visit.done(visit.to(name()), REPLAY, order.subject()));
    }

    private EndpointResponse replayAll(OperationsVisit visit, Order order) {
        int taken = visit.bridge().retryGivenUp(ConnectorId.of(order.subject()), visit.operator());
        return visit.done(visit.to(name()), REPLAY_ALL, order.subject(), Integer.toString(taken));
    }

    private EndpointResponse drop(OperationsVisit visit, Order order) {
        Optional<EndpointResponse> withoutReason = visit.withoutReason(order);
        if (withoutReason.isPresent()) {
            return withoutReason.get();
        }
        return visit.bridge().deadLetters().drop(Long.parseLong(order.subject()), visit.operator(), order.why())
                ? visit.done(visit.to(name()), DROP, order.subject())
                : visit.problem(404, "gone");
    }
}
