package io.epmjit.web;

import io.epmjit.bridge.Paging;
import io.epmjit.bridge.RequestRecord;
import io.epmjit.bridge.Slice;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.connector.ConnectorId;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import io.epmjit.web.internal.Row;
import java.util.ArrayList;
import java.util.List;

/** One request's whole story: what it says, what happened, what was done outside, who did what. */
final class RequestSection implements Section {

    private static final String OPEN_AGAIN = "open-again";
    private static final int MOST_ENTRIES = 50;
    private static final int MOST_EFFECTS = 30;

    @Override
    public String name() {
        return "request";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        return visit.askedRequest()
                .flatMap(request -> visit.bridge().history().find(request))
                .map(record -> one(visit, record))
                .orElseGet(() -> visit.problem(404, "gone"));
    }

    private static EndpointResponse one(OperationsVisit visit, RequestRecord record) {
        TenantRequest request = new TenantRequest(record.tenant(), record.request());
        boolean showsAll = visit.asked("show").equals("all");
        RequestDetails details = new RequestDetails(record, visit.says(), showsAll);
        RequestStory story = new RequestStory(record, visit.says(), showsAll);
        List<Block> blocks = new ArrayList<>();
        story.banner(true)
                .ifPresent(banner -> blocks.add(new Block.Finding(
                        banner.style(), banner.heading(), List.of(Cell.of(banner.text())), List.of())));
        blocks.add(new Block.Summary("facts", facts(visit, record)));
        blocks.add(new Block.Heading("details", visit.says().text("details")));
        blocks.add(new Block.Summary("said", rows(details.first())));
        if (!details.others().isEmpty()) {
            blocks.add(new Block.Folded(
                    "technical", visit.says().text("technical"), new Block.Summary("rest", rows(details.others()))));
        }
        if (details.isCut() || story.isCut()) {
            blocks.add(new Block.Links(
                    visit.says().text("show-all"),
                    List.of(new Block.Link(visit.says().text("show-all"), visit.to(request) + "&show=all", false))));
        }
        blocks.add(new Block.Heading("story-heading", visit.says().text("story")));
        blocks.add(new Block.Story("story", story.happenings()));
        blocks.add(effects(visit, request, showsAll));
        blocks.add(IncomingSection.table(
                visit,
                visit.text("incoming.caption.of"),
                visit.bridge().incoming().of(request),
                ""));
        Slice<TrailRecord> trail = visit.bridge()
                .history()
                .newestOfTrail(visit.bridge().history().trailOf(request), Paging.first(MOST_ENTRIES));
        blocks.add(TrailSection.table(visit, trail.items(), ""));
        addHelp(blocks, visit, request, record);
        return visit.page(
                visit.says().text("heading." + record.request().kind().name())
                        + record.request()
                                .ticketNumber()
                                .map(number -> " " + number)
                                .orElse(""),
                blocks);
    }

    private static List<Block.Fact> facts(OperationsVisit visit, RequestRecord record) {
        List<Block.Fact> facts = new ArrayList<>();
        facts.add(new Block.Fact(
                visit.text("fact.request-id"), visit.cell(record.request().requestId())));
        facts.add(new Block.Fact(visit.text("column.tenant"), visit.cell(record.tenant())));
        facts.add(new Block.Fact(visit.text("column.state"), Cell.of(RequestsSection.state(visit, record))));
        for (TicketRef ticket : record.tickets()) {
            facts.add(new Block.Fact(visit.text("fact.ticket", ticket.connector()), ticket(visit, ticket)));
        }
        return facts;
    }

    private static Cell ticket(OperationsVisit visit, TicketRef ticket) {
        return ticket.url()
                .filter(url -> "https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                .map(url -> Cell.link(ticket.key(), url.toString()))
                .orElseGet(() -> visit.cell(ticket.key()));
    }

    private static List<Block.Fact> rows(List<Row> rows) {
        return rows.stream()
                .map(row -> new Block.Fact(row.label(), Cell.of(row.value())))
                .toList();
    }

    private static Block effects(OperationsVisit visit, TenantRequest request, boolean showsAll) {
        List<Effect> all = visit.bridge().history().effects(request);
        List<Effect> shown = showsAll ? all : all.subList(Math.max(0, all.size() - MOST_EFFECTS), all.size());
        return new Block.Table(
                "effects",
                shown.size() == all.size()
                        ? visit.text("effects.caption")
                        : visit.text("effects.caption.last", shown.size(), all.size()),
                List.of(
                        visit.text("column.what"),
                        visit.text("column.target"),
                        visit.text("column.state"),
                        visit.text("column.cause"),
                        visit.text("column.planned")),
                shown.stream().map(effect -> row(visit, effect)).toList(),
                visit.text("effects.empty"),
                "");
    }

    private static List<Cell> row(OperationsVisit visit, Effect effect) {
        String id = Long.toString(effect.id());
        return List.of(
                switch (effect.state()) {
                    case DEAD -> Cell.link(effect.action() + " #" + id, visit.to("dead-letters", "letter", id));
                    default -> visit.cell(effect.action());
                },
                visit.cell(effect.target()),
                Cell.of(visit.text("effect." + effect.state().name())),
                visit.english(effect.explanation().orElse("")),
                visit.time(effect.plannedAt()));
    }

    private static void addHelp(
            List<Block> blocks, OperationsVisit visit, TenantRequest request, RequestRecord record) {
        blocks.add(new Block.Heading("help", visit.text("help")));
        if (!record.state().isOver()) {
            blocks.add(new Block.Quote(
                    "approval-link",
                    visit.text("help.link"),
                    visit.bridge().approvalLinks().to(request)));
        }
        blocks.add(new Block.Links(
                visit.text("support"),
                List.of(new Block.Link(
                        visit.text("help.support"),
                        visit.to(
                                "support.zip",
                                "tenant",
                                request.tenant(),
                                "kind",
                                request.request().kind().name(),
                                "id",
                                request.request().requestId()),
                        false))));
        blocks.add(new Block.Words(visit.text("help.open-again")));
        for (ConnectorId connector : visit.bridge().connectors()) {
            blocks.add(visit.action(
                    OPEN_AGAIN,
                    subject(connector, request),
                    false,
                    "tenant",
                    request.tenant(),
                    "kind",
                    request.request().kind().name(),
                    "id",
                    request.request().requestId()));
        }
    }

    private static String subject(ConnectorId connector, TenantRequest request) {
        return connector.value() + " " + request.request().kind().name() + " "
                + request.request().requestId();
    }

    @Override
    public EndpointResponse carryOut(OperationsVisit visit, Order order) {
        String[] parts = order.subject().split(" ", 3);
        if (!order.is(OPEN_AGAIN) || parts.length != 3) {
            return visit.problem(404, "no-section");
        }
        JitRequestRef request = JitRequestRef.of(RequestKind.valueOf(parts[1]), parts[2]);
        return visit.bridge().openReplacement(request, ConnectorId.of(parts[0]), visit.operator())
                ? visit.done(visit.address(), OPEN_AGAIN, parts[0])
                : visit.refused(409, order, "", visit.text("fault.has-ticket", parts[0]));
    }
}
