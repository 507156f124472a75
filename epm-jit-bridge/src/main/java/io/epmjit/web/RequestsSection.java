package io.epmjit.web;

import io.epmjit.bridge.Paging;
import io.epmjit.bridge.RequestRecord;
import io.epmjit.bridge.Slice;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.HistoryQuery;
import io.epmjit.ledger.OriginState;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All requests with their tickets, and the one that a number leads to. */
final class RequestsSection implements Section {

    private static final String OPEN = "open";
    private static final String GIVEN_UP = "given-up";
    private static final int MOST_FOUND = 25;

    @Override
    public String name() {
        return "tickets";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        String number = visit.asked("number");
        return number.isEmpty() ? list(visit) : search(visit, number);
    }

    private static EndpointResponse search(OperationsVisit visit, String number) {
        List<RequestRecord> found = find(visit, number);
        if (found.size() == 1) {
            RequestRecord only = found.get(0);
            return visit.go(visit.to(new TenantRequest(only.tenant(), only.request())));
        }
        return visit.page(
                visit.text("nav.tickets"),
                List.of(
                        new Block.Search(visit.to("tickets"), number),
                        table(visit, new Slice<>(found, Optional.empty()), visit.text("tickets.not-found"), "")));
    }

    /** By what EPM calls it, by what a tracker calls its ticket, in capital letters too, or by its id. */
    private static List<RequestRecord> find(OperationsVisit visit, String number) {
        return Stream.of(number, number.toUpperCase(Locale.ROOT))
                .map(one -> visit.bridge()
                        .history()
                        .newest(HistoryQuery.builder().ticket(one).build(), Paging.first(MOST_FOUND))
                        .items())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseGet(() -> byId(visit, number));
    }

    private static List<RequestRecord> byId(OperationsVisit visit, String id) {
        return visit.bridge().tenants().stream()
                .flatMap(tenant -> Stream.of(RequestKind.values())
                        .map(kind -> new TenantRequest(tenant, JitRequestRef.of(kind, id))))
                .flatMap(request -> visit.bridge().history().find(request).stream())
                .toList();
    }

    private static EndpointResponse list(OperationsVisit visit) {
        String shown = visit.asked("show");
        HistoryQuery.Builder query = HistoryQuery.builder();
        if (shown.equals(OPEN)) {
            query.addStates(OriginState.PENDING, OriginState.SUBMITTED, OriginState.UNCONFIRMED);
        } else if (shown.equals(GIVEN_UP)) {
            query.onlyGivenUp(true);
        }
        Slice<RequestRecord> slice =
                visit.slice(paging -> visit.bridge().history().newest(query.build(), paging));
        return visit.page(
                visit.text("nav.tickets"),
                List.of(
                        new Block.Search(visit.to("tickets"), ""),
                        new Block.Links(
                                visit.text("tickets.filter"),
                                List.of(
                                        filter(visit, "", shown),
                                        filter(visit, OPEN, shown),
                                        filter(visit, GIVEN_UP, shown))),
                        table(
                                visit,
                                slice,
                                visit.text("tickets.empty"),
                                shown.isEmpty() ? visit.next(slice) : visit.next(slice, "show", shown))));
    }

    private static Block.Link filter(OperationsVisit visit, String name, String shown) {
        return new Block.Link(
                visit.text("tickets.filter." + (name.isEmpty() ? "all" : name)),
                name.isEmpty() ? visit.to("tickets") : visit.to("tickets", "show", name),
                name.equals(shown));
    }

    private static Block table(OperationsVisit visit, Slice<RequestRecord> slice, String empty, String next) {
        boolean hasSeveralTenants = visit.bridge().tenants().size() > 1;
        List<String> columns = new ArrayList<>(List.of(
                visit.text("column.request"),
                visit.text("column.kind"),
                visit.text("column.requester"),
                visit.text("column.state"),
                visit.text("column.tickets"),
                visit.text("column.opened")));
        if (hasSeveralTenants) {
            columns.add(visit.text("column.tenant"));
        }
        return new Block.Table(
                "requests",
                visit.text("tickets.caption"),
                columns,
                slice.items().stream()
                        .map(record -> row(visit, record, hasSeveralTenants))
                        .toList(),
                empty,
                next);
    }

    private static List<Cell> row(OperationsVisit visit, RequestRecord record, boolean hasSeveralTenants) {
        List<Cell> row = new ArrayList<>();
        row.add(visit.link(record));
        row.add(Cell.of(visit.text("kind." + record.request().kind().name())));
        row.add(visit.cell(record.requester().orElse("")));
        row.add(Cell.of(state(visit, record)));
        row.add(visit.cell(record.tickets().stream().map(TicketRef::key).collect(Collectors.joining(", "))));
        row.add(visit.time(record.openedAt()));
        if (hasSeveralTenants) {
            row.add(visit.cell(record.tenant()));
        }
        return row;
    }

    static String state(OperationsVisit visit, RequestRecord record) {
        String state = visit.text("state." + record.state().name());
        return record.givenUp() == 0 ? state : visit.text("state.given-up", state, Integer.toString(record.givenUp()));
    }
}
